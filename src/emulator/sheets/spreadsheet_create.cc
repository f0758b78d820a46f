#include "emulator/sheets/spreadsheet_create.h"

#include <charconv>
#include <string>
#include <utility>

#include "emulator/batch/request.h"
#include "emulator/formulas.h"
#include "emulator/model/ranges.h"
#include "emulator/wire/message.h"

namespace sheetkeeper::emulator {
namespace {

// What is on a sheet besides its cells: the member of its message, and the request that makes one
// such thing.
struct ObjectRequest {
  const char* member;
  const char* argument;
  RequestHandler run;
};

constexpr ObjectRequest kObjects[] = {
    {"merges", "range", MergeCells},
    {"conditionalFormats", "rule", AddConditionalFormatRule},
    {"filterViews", "filter", AddFilterView},
    {"protectedRanges", "protectedRange", AddProtectedRange},
    {"charts", "chart", AddChart},
    {"bandedRanges", "bandedRange", AddBanding},
    {"rowGroups", "range", AddDimensionGroup},
    {"columnGroups", "range", AddDimensionGroup},
    {"slicers", "slicer", AddSlicer},
    {"tables", "table", AddTable},
    {"developerMetadata", "developerMetadata", CreateDeveloperMetadata}};

// The message with its ranges on the sheet that was made of it.
Json OnSheet(const Json& message, int32_t id) {
  static const Message& kSheet = MessageNamed("Sheet");
  const auto given = static_cast<int32_t>(IntOf(ObjectOf(message, "properties"), "sheetId"));
  Json moved = message;
  moved.Erase("data");
  RenameSheetIn(given, id, kSheet, moved);
  return moved;
}

Result<> FillObjects(Batch& batch, const Json& message) {
  for (const ObjectRequest& request : kObjects) {
    int64_t index = 0;
    for (const Json& object : ArrayOf(message, request.member)) {
      const bool group = std::string_view(request.member).ends_with("Groups");
      EMU_TRY(
          request.run(batch, Json{{request.argument, group ? ObjectOf(object, "range") : object},
                                  {"index", index++}}));
    }
  }
  if (const Json* filter = Find(message, "basicFilter")) {
    EMU_TRY(SetBasicFilter(batch, Json{{"filter", *filter}}));
  }
  return {};
}

// The sizes of rows or columns, from the first of the block on.
Result<> FillDimensions(Batch& batch, int64_t sheet_id, std::string_view dimension, int64_t start,
                        const Json& lines) {
  for (const Json& line : lines) {
    const Json range = {{"sheetId", sheet_id},
                        {"dimension", dimension},
                        {"startIndex", start},
                        {"endIndex", start + 1}};
    ++start;
    EMU_TRY(UpdateDimensionProperties(
        batch, Json{{"range", range}, {"properties", line}, {"fields", "pixelSize,hiddenByUser"}}));
  }
  return {};
}

// Runs what a sheet of the message asks for as requests of a batch.
Result<> FillSheet(Batch& batch, const Json& message) {
  EMU_ASSIGN(const Json reply,
             AddSheet(batch, Json{{"properties", ObjectOf(message, "properties")}}));
  const int64_t id = IntOf(ObjectOf(reply, "properties"), "sheetId");
  for (const Json& data : ArrayOf(message, "data")) {
    const Json start = {{"sheetId", id},
                        {"rowIndex", IntOf(data, "startRow")},
                        {"columnIndex", IntOf(data, "startColumn")}};
    EMU_TRY(UpdateCells(
        batch, Json{{"start", start}, {"rows", ArrayOf(data, "rowData")}, {"fields", "*"}}));
    EMU_TRY(
        FillDimensions(batch, id, "ROWS", IntOf(data, "startRow"), ArrayOf(data, "rowMetadata")));
    EMU_TRY(FillDimensions(batch, id, "COLUMNS", IntOf(data, "startColumn"),
                           ArrayOf(data, "columnMetadata")));
  }
  return FillObjects(batch, OnSheet(message, static_cast<int32_t>(id)));
}

}  // namespace

Result<Spreadsheet> SpreadsheetFrom(World& world, std::string_view caller, const Json& message) {
  const Json& properties = ObjectOf(message, "properties");
  EMU_TRY(CheckSpreadsheetProperties(properties));
  Spreadsheet book =
      NewSpreadsheet(world.NewFileId(), StringOf(properties, "title", "Untitled spreadsheet"));
  for (const auto& [name, value] : properties.AsObject()) {
    if (name != "title") Put(book.properties, name, value);
  }
  Batch batch = {world, book, std::string(caller)};
  const Json& sheets = ArrayOf(message, "sheets");
  if (!sheets.empty()) book.mutable_sheets().clear();
  for (size_t i = 0; i < sheets.size(); ++i) {
    Json sheet = sheets[i];
    Json& sheet_properties = sheet["properties"];
    if (sheet_properties.is_null()) sheet_properties = Json::MakeObject();
    if (i == 0 && !Has(sheet_properties, "sheetId")) sheet_properties["sheetId"] = 0;
    EMU_TRY(FillSheet(batch, sheet));
  }
  for (const Json& named : ArrayOf(message, "namedRanges")) {
    EMU_TRY(AddNamedRange(batch, Json{{"namedRange", named}}));
  }
  for (const Json& metadata : ArrayOf(message, "developerMetadata")) {
    EMU_TRY(CreateDeveloperMetadata(batch, Json{{"developerMetadata", metadata}}));
  }
  Recalculate(book, world.Now());
  return book;
}

Result<int32_t> SheetIdOf(std::string_view text) {
  int32_t id = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), id);
  if (read.ec == std::errc() && read.ptr == text.data() + text.size()) return id;
  const std::string shown(text);
  return InvalidFields(
      {{"sheet_id", "Invalid value at 'sheet_id' (TYPE_INT32), \"" + shown + '"'}});
}

}  // namespace sheetkeeper::emulator
