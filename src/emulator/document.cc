// The document format: spreadsheets as JSON that a person can write.
//
//   {"spreadsheets": [
//     {"id": "1abc...", "title": "Staff", "locale": "en_US", "timeZone": "Etc/GMT",
//      "sheets": [
//        {"title": "Employees", "sheetId": 0, "rows": 1000, "columns": 26, "hidden": false,
//         "cells": [["Id", "Wage"], [1, 15.5], ["007", {"formula": "=B2*2"}]]}],
//      "namedRanges": [...], "developerMetadata": [...], "permissions": {"a@b.example":
//      "writer"}}]}
//
// Everything but "sheets" may be left out. A cell is null (empty), a number, true or false, a text
// that is taken as it stands, or an object: {"formula": "=..."}, {"entered": "..."} for a text as a
// person would type it, or {"value": ..., "note": ..., "userEnteredFormat": ..., ...} with the
// members of the API's CellData besides the value. Further members of a sheet are those of the
// API's SheetProperties ("properties") and Sheet ("objects", "merges").

#include "emulator/document.h"

#include <algorithm>
#include <string>
#include <utility>

#include "emulator/batch/sheet_copy.h"
#include "emulator/entered.h"
#include "emulator/formulas.h"
#include "emulator/model/metadata.h"
#include "emulator/model/ranges.h"
#include "emulator/values/write.h"
#include "emulator/wire/message.h"

namespace sheetkeeper::emulator {
namespace {

// An empty text is kept as one: that is what a lone apostrophe leaves in a cell.
void LoadValue(const Spreadsheet& book, const Json& json, Cell& cell) {
  WriteCell(book, json, {}, cell);
  if (json == "") cell.value = CellValue::Text("");
}

Result<> LoadCell(const World& world, const Spreadsheet& book, const Json& json, Cell& cell) {
  if (json.is_array()) return InvalidArgument("a cell must not be a list");
  if (!json.is_object()) {
    if (!json.is_null()) LoadValue(book, json, cell);
    return {};
  }
  for (const auto& [name, value] : json.AsObject()) {
    if (name == "formula" && value.is_string()) {
      if (!value.AsString().starts_with('=')) {
        return InvalidArgument("a cell's formula must begin with \"=\"");
      }
      SetFormula(book, value.AsString(), cell);
    } else if (name == "entered" && value.is_string()) {
      EnterText(book, value.AsString(), world.Now(), cell);
    } else if (name == "value" && !value.is_null() && !value.is_array() && !value.is_object()) {
      LoadValue(book, value, cell);
    } else if (MessageNamed("CellData").FindField(name) != nullptr) {
      EMU_ASSIGN(const Json checked, CheckMessage(MessageNamed("CellData"), {{name, value}}, ""));
      cell.extras.Mutable().fields.Update(checked);
    } else {
      return InvalidArgument("a cell has the unknown member \"" + name + '"');
    }
  }
  return {};
}

Result<> LoadCells(const World& world, const Spreadsheet& book, const Json& rows, bool own,
                   Sheet& sheet) {
  int width = 0;
  for (size_t row = 0; row < rows.size(); ++row) {
    if (!rows[row].is_array()) return InvalidArgument("\"cells\" must be a list of lists");
    width = std::max(width, static_cast<int>(rows[row].size()));
    for (size_t column = 0; column < rows[row].size(); ++column) {
      const Json& json = rows[row][column];
      if (json.is_null() || (json == "" && !own)) continue;
      EMU_TRY(LoadCell(world, book, json,
                       sheet.grid.MutableCell(static_cast<int>(row), static_cast<int>(column))));
    }
  }
  sheet.row_count = std::max(sheet.row_count, static_cast<int>(rows.size()));
  sheet.column_count = std::max(sheet.column_count, width);
  return {};
}

void LoadDimensions(const Json& list, DimensionTable& table) {
  for (const Json& json : list) {
    DimensionInfo info;
    info.hidden_by_user = BoolOf(json, "hiddenByUser");
    info.hidden_by_filter = BoolOf(json, "hiddenByFilter");
    if (Has(json, "pixelSize")) info.pixel_size = static_cast<int>(IntOf(json, "pixelSize"));
    table.Set(static_cast<int>(IntOf(json, "index")), info);
  }
}

Result<> LoadSheet(World& world, const Json& json, bool own, Spreadsheet& book) {
  Sheet sheet;
  EMU_ASSIGN(const Json properties,
             CheckMessage(MessageNamed("SheetProperties"), ObjectOf(json, "properties"), ""));
  SetSheetProperties(properties, sheet);
  sheet.title = StringOf(json, "title", "Sheet" + std::to_string(book.sheets().size() + 1));
  EMU_TRY(CheckTitle(book, sheet.title, -1));
  sheet.id = Has(json, "sheetId")    ? static_cast<int32_t>(IntOf(json, "sheetId"))
             : book.sheets().empty() ? 0
                                     : world.NewSheetId(book);
  if (book.IndexOfId(sheet.id) >= 0) {
    return InvalidArgument("two sheets have the sheetId " + std::to_string(sheet.id));
  }
  sheet.hidden = BoolOf(json, "hidden");
  sheet.row_count = static_cast<int>(IntOf(json, "rows", sheet.row_count));
  sheet.column_count = static_cast<int>(IntOf(json, "columns", sheet.column_count));
  EMU_TRY(LoadCells(world, book, ArrayOf(json, "cells"), own, sheet));
  LoadDimensions(ArrayOf(json, "rowMetadata"), sheet.rows);
  LoadDimensions(ArrayOf(json, "columnMetadata"), sheet.columns);
  for (const Json& merge : ArrayOf(json, "merges")) {
    sheet.merges.push_back(RectOf(merge, sheet.Bounds()));
  }
  sheet.objects = ObjectOf(json, "objects");
  if (!own) {
    EMU_ASSIGN(sheet.objects, CheckMessage(MessageNamed("Sheet"), sheet.objects, ""));
  }
  book.mutable_sheets().emplace_back(new Sheet(std::move(sheet)));
  return {};
}

Result<> LoadMetadata(Json json, Spreadsheet& book) {
  const std::string project = StringOf(json, "project");
  json.Erase("project");
  EMU_ASSIGN(const Json message, CheckMessage(MessageNamed("DeveloperMetadata"), json, ""));
  Metadata metadata;
  metadata.id = static_cast<int32_t>(IntOf(message, "metadataId"));
  metadata.key = StringOf(message, "metadataKey");
  metadata.value = StringOf(message, "metadataValue");
  metadata.visibility = StringOf(message, "visibility", "DOCUMENT");
  metadata.project = project;
  EMU_TRY(SetLocation(book, ObjectOf(message, "location"), metadata));
  book.PutMetadata(std::move(metadata));
  return {};
}

Json SaveValue(const CellValue& value) {
  switch (value.kind()) {
    case CellValue::Kind::kNumber:
      return value.number();
    case CellValue::Kind::kBool:
      return value.truth();
    case CellValue::Kind::kText:
      return value.text();
    default:
      return nullptr;
  }
}

Json SaveCell(const Cell& cell) {
  if (!cell.extras) return SaveValue(cell.value);
  if (cell.spilled() && cell.extras->fields.empty()) return nullptr;
  Json json = Json::MakeObject();
  if (!cell.formula().empty()) {
    json["formula"] = cell.formula();
  } else if (!cell.value.empty() && !cell.spilled()) {
    json["value"] = SaveValue(cell.value);
  }
  json.Update(cell.extras->fields);
  return json.empty() ? Json() : json;
}

// Blank ends say nothing.
void CutEnd(const Json& blank, Json& list) {
  auto& elements = list.AsArray();
  while (!elements.empty() && elements.back() == blank) elements.pop_back();
}

Json SaveCells(const Grid& grid) {
  Json rows = Json::MakeArray();
  for (int row = 0; row < grid.stored_rows(); ++row) {
    Json cells = Json::MakeArray();
    const Row* stored = grid.FindRow(row);
    if (stored != nullptr) {
      for (const Cell& cell : stored->cells) cells.push_back(SaveCell(cell));
    }
    CutEnd(Json(), cells);
    rows.push_back(std::move(cells));
  }
  CutEnd(Json::MakeArray(), rows);
  return rows;
}

Json SaveDimensions(const DimensionTable& table) {
  Json list = Json::MakeArray();
  for (const auto& [index, info] : table.infos()) {
    Json json = {{"index", index}};
    if (info.pixel_size) json["pixelSize"] = *info.pixel_size;
    if (info.hidden_by_user) json["hiddenByUser"] = true;
    if (info.hidden_by_filter) json["hiddenByFilter"] = true;
    list.push_back(std::move(json));
  }
  return list;
}

Json SaveMetadata(const Metadata& metadata) {
  Json json = MetadataMessage(metadata);
  if (!metadata.project.empty()) json["project"] = metadata.project;
  return json;
}

Json SaveSheet(const Sheet& sheet) {
  Json json = {{"title", sheet.title},
               {"sheetId", sheet.id},
               {"rows", sheet.row_count},
               {"columns", sheet.column_count}};
  if (sheet.hidden) json["hidden"] = true;
  if (!sheet.properties.empty()) json["properties"] = sheet.properties;
  for (const Rect& merge : sheet.merges) json["merges"].push_back(GridRangeOf(sheet.id, merge));
  if (!sheet.objects.empty()) json["objects"] = sheet.objects;
  if (Json rows = SaveDimensions(sheet.rows); !rows.empty()) json["rowMetadata"] = std::move(rows);
  if (Json columns = SaveDimensions(sheet.columns); !columns.empty()) {
    json["columnMetadata"] = std::move(columns);
  }
  json["cells"] = SaveCells(sheet.grid);
  return json;
}

}  // namespace

Result<File*> LoadSpreadsheet(World& world, std::string_view owner, const Json& json, bool own) {
  const std::string id = Has(json, "id") ? StringOf(json, "id") : world.NewFileId();
  Spreadsheet book = NewSpreadsheet(id, StringOf(json, "title", "Untitled spreadsheet"));
  for (const char* name : {"locale", "timeZone", "autoRecalc"}) {
    if (Has(json, name)) book.properties[name] = StringOf(json, name);
  }
  if (own && Has(json, "properties")) book.properties = ObjectOf(json, "properties");
  const Json& sheets = ArrayOf(json, "sheets");
  if (!sheets.empty()) book.mutable_sheets().clear();
  for (const Json& sheet : sheets) EMU_TRY(LoadSheet(world, sheet, own, book));
  EMU_ASSIGN(const Json named, CheckMessage(MessageNamed("Spreadsheet"),
                                            {{"namedRanges", ArrayOf(json, "namedRanges")}}, ""));
  book.named_ranges = ArrayOf(named, "namedRanges");
  for (const Json& metadata : ArrayOf(json, "developerMetadata")) {
    EMU_TRY(LoadMetadata(metadata, book));
  }
  Recalculate(book, world.Now());
  File& file = world.AddSpreadsheet(std::move(book), StringOf(json, "owner", owner));
  for (const auto& [who, role] : ObjectOf(json, "permissions").AsObject()) {
    if (role.is_string()) file.permissions[who] = role.AsString();
  }
  world.NoteChange(id);
  return &file;
}

Json SaveSpreadsheet(const File& file) {
  const Spreadsheet& book = *file.book;
  Json json = {{"id", book.id}, {"title", book.title}};
  for (const char* name : {"locale", "timeZone", "autoRecalc"}) {
    json[name] = StringOf(book.properties, name);
  }
  json["owner"] = file.owner;
  for (const auto& [who, role] : file.permissions) json["permissions"][who] = role;
  for (const auto& sheet : book.sheets()) json["sheets"].push_back(SaveSheet(*sheet));
  if (!book.named_ranges.empty()) json["namedRanges"] = book.named_ranges;
  for (const auto& metadata : book.metadata()) {
    json["developerMetadata"].push_back(SaveMetadata(*metadata));
  }
  return json;
}

Result<> LoadDocument(World& world, std::string_view owner, const Json& document) {
  for (const Json& json : ArrayOf(document, "spreadsheets")) {
    auto loaded = LoadSpreadsheet(world, owner, json, /*own=*/false);
    if (loaded.has_value()) continue;
    ApiError error = std::move(loaded).error();
    error.message = "The spreadsheet \"" + StringOf(json, "title", "?") +
                    "\" cannot be loaded: " + error.message + '.';
    return Refusal(std::move(error));
  }
  return {};
}

Json SaveDocument(const World& world) {
  Json document = {{"spreadsheets", Json::MakeArray()}};
  for (const auto& [id, file] : world.files) {
    if (file.book) document["spreadsheets"].push_back(SaveSpreadsheet(file));
  }
  return document;
}

}  // namespace sheetkeeper::emulator
