#include "google/batch_json.h"

#include <cmath>
#include <string_view>
#include <variant>

#include <fmt/format.h>

#include "base/utf8.h"
#include "google/json_writer.h"

namespace sheetkeeper {
namespace {

constexpr const char* kValueMask = "userEnteredValue";

void WriteRange(JsonWriter& json, std::string_view key, const GridRange& range) {
  json.Object(key)
      .Field("sheetId", range.sheet_id)
      .Field("startRowIndex", range.start_row)
      .Field("endRowIndex", range.end_row)
      .Field("startColumnIndex", range.start_column)
      .Field("endColumnIndex", range.end_column)
      .End();
}

void WriteRows(JsonWriter& json, int32_t sheet_id, int row, int count) {
  json.Object("range")
      .Field("sheetId", sheet_id)
      .Field("dimension", "ROWS")
      .Field("startIndex", row)
      .Field("endIndex", row + count)
      .End();
}

void WriteGridSize(JsonWriter& json, int row_count, int column_count) {
  json.Object("gridProperties")
      .Field("rowCount", row_count)
      .Field("columnCount", column_count)
      .End();
}

// A cell without a value is an empty object: it clears the cell.
void WriteCell(JsonWriter& json, const Cell& cell) {
  json.Object();
  if (!IsEmpty(cell)) {
    json.Object("userEnteredValue");
    if (const auto* truth = std::get_if<bool>(&cell)) json.Field("boolValue", *truth);
    if (const auto* number = std::get_if<double>(&cell)) json.Field("numberValue", *number);
    if (const auto* text = std::get_if<std::string>(&cell)) json.Field("stringValue", *text);
    json.End();
  }
  json.End();
}

void Write(JsonWriter& json, const CreateToken& token) {
  json.Object("createDeveloperMetadata")
      .Object("developerMetadata")
      .Field("metadataId", token.id)
      .Field("metadataKey", token.key)
      .Object("location")
      .Field("spreadsheet", true)
      .End()
      .Field("visibility", "DOCUMENT")
      .End()
      .End();
}

void Write(JsonWriter& json, const DeleteTokens& tokens) {
  json.Object("deleteDeveloperMetadata")
      .Object("dataFilter")
      .Object("developerMetadataLookup")
      .Field("metadataKey", tokens.key)
      .End()
      .End()
      .End();
}

void Write(JsonWriter& json, const AddHiddenSheet& sheet) {
  json.Object("addSheet")
      .Object("properties")
      .Field("sheetId", sheet.sheet_id)
      .Field("title", sheet.title);
  WriteGridSize(json, sheet.row_count, sheet.column_count);
  json.Field("hidden", true).End().End();
}

void Write(JsonWriter& json, const ResizeSheet& sheet) {
  json.Object("updateSheetProperties").Object("properties").Field("sheetId", sheet.sheet_id);
  WriteGridSize(json, sheet.row_count, sheet.column_count);
  json.End().Field("fields", "gridProperties.rowCount,gridProperties.columnCount").End();
}

// An update that names a range but brings no rows clears what the mask names.
void Write(JsonWriter& json, const ClearCells& clear) {
  json.Object("updateCells");
  WriteRange(json, "range", clear.range);
  json.Field("fields", kValueMask).End();
}

std::string_view PasteType(CopyCells::What what) {
  switch (what) {
    case CopyCells::What::kValues:
      return "PASTE_VALUES";
    case CopyCells::What::kFormulas:
      return "PASTE_FORMULA";
    case CopyCells::What::kEverything:
      return "PASTE_NORMAL";
  }
  return "PASTE_VALUES";
}

void Write(JsonWriter& json, const CopyCells& copy) {
  json.Object("copyPaste");
  WriteRange(json, "source", copy.from);
  WriteRange(json, "destination", copy.to);
  json.Field("pasteType", PasteType(copy.what)).End();
}

void Write(JsonWriter& json, const WriteCells& write) {
  json.Object("updateCells").Array("rows").Object().Array("values");
  for (const Cell& cell : write.cells) WriteCell(json, cell);
  json.End().End().End();
  json.Field("fields", kValueMask)
      .Object("start")
      .Field("sheetId", write.sheet_id)
      .Field("rowIndex", write.row)
      .Field("columnIndex", write.column)
      .End()
      .End();
}

// There is nothing to inherit from before the first row, and asking for it is refused.
void Write(JsonWriter& json, const InsertRows& insert) {
  json.Object("insertDimension");
  WriteRows(json, insert.sheet_id, insert.row, insert.count);
  json.Field("inheritFromBefore", insert.inherit_from_before && insert.row > 0).End();
}

void Write(JsonWriter& json, const AppendRows& append) {
  json.Object("appendDimension")
      .Field("sheetId", append.sheet_id)
      .Field("dimension", "ROWS")
      .Field("length", append.count)
      .End();
}

void Write(JsonWriter& json, const DeleteRows& rows) {
  json.Object("deleteDimension");
  WriteRows(json, rows.sheet_id, rows.row, rows.count);
  json.End();
}

// What is wrong with the cell, or "".
std::string_view Fault(const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) {
    return CountCodePoints(*text) ? "" : "a text that is not valid UTF-8";
  }
  const auto* number = std::get_if<double>(&cell);
  return number == nullptr || std::isfinite(*number) ? "" : "a number that is not finite";
}

}  // namespace

std::string BatchJson(const SheetBatch& batch) {
  JsonWriter json;
  json.Object().Array("requests");
  for (const BatchRequest& request : batch.requests) {
    json.Object();
    std::visit([&json](const auto& kind) { Write(json, kind); }, request);
    json.End();
  }
  json.End();
  if (!batch.response_ranges.empty()) {
    json.Field("includeSpreadsheetInResponse", true).Array("responseRanges");
    for (const std::string& range : batch.response_ranges) json.Item(range);
    json.End().Field("responseIncludeGridData", true);
  }
  json.End();
  return json.Take();
}

Result<> CheckBatch(const SheetBatch& batch, RefusedRequest* refused) {
  int index = 0;
  for (const BatchRequest& request : batch.requests) {
    if (const auto* write = std::get_if<WriteCells>(&request)) {
      for (const Cell& cell : write->cells) {
        const std::string_view fault = Fault(cell);
        if (fault.empty()) continue;
        if (refused != nullptr) refused->index = index;
        return Fail(ErrorKind::kInvalid, fmt::format("a sheet cannot hold {}", fault));
      }
    }
    ++index;
  }
  return {};
}

}  // namespace sheetkeeper
