#include "emulator/sheets/grid_data.h"

#include <algorithm>
#include <string>
#include <utility>

#include "emulator/entered.h"
#include "emulator/model/metadata.h"
#include "emulator/sheets/effective_format.h"

namespace sheetkeeper::emulator {
namespace {

constexpr int kRowPixels = 21;
constexpr int kColumnPixels = 100;

Json EffectiveValue(const CellValue& value) {
  switch (value.kind()) {
    case CellValue::Kind::kEmpty:
      break;
    case CellValue::Kind::kNumber:
      return {{"numberValue", value.number()}};
    case CellValue::Kind::kBool:
      return {{"boolValue", value.truth()}};
    case CellValue::Kind::kText:
      return {{"stringValue", value.text()}};
    case CellValue::Kind::kError: {
      Json error = {{"type", calc::ErrorTypeName(value.error())}};
      if (!value.text().empty()) error["message"] = value.text();
      return {{"errorValue", std::move(error)}};
    }
  }
  return Json::MakeObject();
}

Json EnteredValue(const Cell& cell) {
  if (!cell.formula().empty()) return {{"formulaValue", cell.formula()}};
  return EffectiveValue(cell.value);
}

// Adds rows of cells up to the last one that has something.
Json RowDataOf(const Spreadsheet& book, const Grid& grid, const Rect& rect, const FieldMask& mask) {
  const FieldMask* values_mask = mask.Child("values");
  Json rows = Json::MakeArray();
  size_t filled_rows = 0;
  const int end = std::min(rect.rows.end, grid.stored_rows());
  for (int row = rect.rows.begin; row < end; ++row) {
    Json values = Json::MakeArray();
    size_t filled = 0;
    const Row* stored = grid.FindRow(row);
    const int width = stored == nullptr ? 0 : static_cast<int>(stored->cells.size());
    for (int column = rect.columns.begin; column < std::min(width, rect.columns.end); ++column) {
      const Cell& cell = stored->cells[static_cast<size_t>(column)];
      values.push_back(values_mask == nullptr ? Json::MakeObject()
                                              : CellDataOf(book, cell, *values_mask));
      if (!values.AsArray().back().empty()) filled = values.size();
    }
    auto& cells = values.AsArray();
    cells.erase(cells.begin() + static_cast<std::ptrdiff_t>(filled), cells.end());
    rows.push_back(filled == 0 ? Json::MakeObject() : Json{{"values", std::move(values)}});
    if (filled > 0) filled_rows = rows.size();
  }
  auto& list = rows.AsArray();
  list.erase(list.begin() + static_cast<std::ptrdiff_t>(filled_rows), list.end());
  return rows;
}

Json DimensionMetadataOf(const Spreadsheet& book, const Sheet& sheet, Dimension dimension,
                         Span span, const FieldMask& mask) {
  const DimensionTable& table = sheet.Table(dimension);
  const int usual = dimension == Dimension::kRows ? kRowPixels : kColumnPixels;
  Json lines = Json::MakeArray();
  for (int i = span.begin; i < span.end; ++i) {
    const DimensionInfo& info = table.Get(i);
    Json line = Json::MakeObject();
    if (info.hidden_by_filter && mask.Names("hiddenByFilter")) line["hiddenByFilter"] = true;
    if (info.hidden_by_user && mask.Names("hiddenByUser")) line["hiddenByUser"] = true;
    if (mask.Names("pixelSize")) line["pixelSize"] = info.pixel_size.value_or(usual);
    lines.push_back(std::move(line));
  }
  const FieldMask* metadata_mask = mask.Child("developerMetadata");
  if (metadata_mask == nullptr) return lines;
  const auto place =
      dimension == Dimension::kRows ? Metadata::Place::kRow : Metadata::Place::kColumn;
  for (const auto& metadata : book.metadata()) {
    const bool here = metadata->place == place && metadata->sheet_id == sheet.id &&
                      span.Contains(metadata->index);
    if (!here) continue;
    Json& line = lines[static_cast<size_t>(metadata->index - span.begin)];
    line["developerMetadata"].push_back(Filter(MetadataMessage(*metadata), *metadata_mask));
  }
  return lines;
}

}  // namespace

Json CellDataOf(const Spreadsheet& book, const Cell& cell, const FieldMask& mask) {
  Json data = Json::MakeObject();
  if (cell.blank()) return data;
  const auto put = [&](const char* name, auto make) {
    const FieldMask* child = mask.Child(name);
    if (child != nullptr) data[name] = Filter(make(), *child);
  };
  const auto put_field = [&](const char* name) {
    const Json* value = cell.Field(name);
    if (value != nullptr) put(name, [&] { return *value; });
  };
  if (cell.HasContent()) {
    if (!cell.spilled()) put("userEnteredValue", [&] { return EnteredValue(cell); });
    put("effectiveValue", [&] { return EffectiveValue(cell.value); });
    put("formattedValue", [&] { return Json(FormattedText(LocaleOf(book), cell)); });
  }
  put_field("userEnteredFormat");
  if (cell.HasContent() || cell.Field("userEnteredFormat") != nullptr) {
    put("effectiveFormat", [&] { return EffectiveFormat(book, cell); });
  }
  for (const char* name : {"hyperlink", "note", "textFormatRuns", "dataValidation", "pivotTable",
                           "dataSourceTable", "chipRuns"}) {
    put_field(name);
  }
  return data;
}

Json GridDataOf(const Spreadsheet& book, const SheetRange& range, const FieldMask& mask) {
  const Sheet& sheet = book.sheet(range.sheet_index);
  const Rect& rect = range.rect;
  Json data = Json::MakeObject();
  if (rect.rows.begin > 0 && mask.Names("startRow")) data["startRow"] = rect.rows.begin;
  if (rect.columns.begin > 0 && mask.Names("startColumn")) {
    data["startColumn"] = rect.columns.begin;
  }
  if (const FieldMask* child = mask.Child("rowData")) {
    Json rows = RowDataOf(book, sheet.grid, rect, *child);
    if (!rows.empty()) data["rowData"] = std::move(rows);
  }
  if (const FieldMask* child = mask.Child("rowMetadata")) {
    data["rowMetadata"] = DimensionMetadataOf(book, sheet, Dimension::kRows, rect.rows, *child);
  }
  if (const FieldMask* child = mask.Child("columnMetadata")) {
    data["columnMetadata"] =
        DimensionMetadataOf(book, sheet, Dimension::kColumns, rect.columns, *child);
  }
  return data;
}

}  // namespace sheetkeeper::emulator
