#include "emulator/sheets/spreadsheet_create.h"

#include <charconv>
#include <string>
#include <utility>

#include "emulator/batch/request.h"
#include "emulator/formulas.h"
#include "emulator/wire/message.h"

namespace sheetkeeper::emulator {
namespace {

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
  }
  for (const Json& merge : ArrayOf(message, "merges")) {
    Json range = merge;
    range["sheetId"] = id;
    EMU_TRY(MergeCells(batch, Json{{"range", std::move(range)}}));
  }
  return {};
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
