#include <utility>

#include "emulator/batch/sheet_copy.h"
#include "emulator/model/metadata.h"
#include "emulator/model/ranges.h"
#include "emulator/sheets/data_filter.h"
#include "emulator/sheets/sheets_api.h"
#include "emulator/sheets/spreadsheet_create.h"
#include "emulator/sheets/spreadsheet_message.h"
#include "emulator/wire/json_text.h"
#include "emulator/wire/message.h"

namespace sheetkeeper::emulator {

Result<Json> SpreadsheetsCreate(World& world, const Call& call) {
  EMU_ASSIGN(const FieldMask mask, ResponseMaskOf(call, "Spreadsheet"));
  EMU_ASSIGN(const Json parsed, ParseJson(call.body));
  EMU_ASSIGN(const Json body, CheckMessage(MessageNamed("Spreadsheet"), parsed, ""));
  EMU_ASSIGN(Spreadsheet book, SpreadsheetFrom(world, call.caller, body));
  const File& file = world.AddSpreadsheet(std::move(book), call.caller);
  return SpreadsheetMessage(*file.book, {}, mask);
}

Result<Json> SpreadsheetsGet(World& world, const Call& call) {
  EMU_ASSIGN(const FieldMask mask, ResponseMaskOf(call, "Spreadsheet"));
  SpreadsheetView view;
  if (const auto include = call.query.Last("includeGridData")) {
    EMU_ASSIGN(view.with_cells, CheckBool("include_grid_data", *include));
  }
  if (const auto exclude = call.query.Last("excludeTablesInBandedRanges")) {
    EMU_ASSIGN(view.without_table_bands, CheckBool("exclude_tables_in_banded_ranges", *exclude));
  }
  EMU_ASSIGN(File * file, world.OpenSpreadsheet(call.segments[2], call.caller, false));
  const auto texts = call.query.All("ranges");
  if (!texts.empty()) view.ranges.emplace();
  for (const std::string& text : texts) {
    EMU_ASSIGN(const SheetRange range, ResolveRange(*file->book, text));
    view.ranges->push_back(range);
  }
  return SpreadsheetMessage(*file->book, view, mask);
}

Result<Json> SpreadsheetsGetByDataFilter(World& world, const Call& call) {
  EMU_ASSIGN(const FieldMask mask, ResponseMaskOf(call, "Spreadsheet"));
  EMU_ASSIGN(const Json parsed, ParseJson(call.body));
  EMU_ASSIGN(const Json body,
             CheckMessage(MessageNamed("GetSpreadsheetByDataFilterRequest"), parsed, ""));
  EMU_ASSIGN(File * file, world.OpenSpreadsheet(call.segments[2], call.caller, false));
  SpreadsheetView view = {.with_cells = BoolOf(body, "includeGridData"),
                          .without_table_bands = BoolOf(body, "excludeTablesInBandedRanges"),
                          .by_filter = true};
  const Json& filters = ArrayOf(body, "dataFilters");
  if (!filters.empty()) {
    EMU_ASSIGN(const auto filtered, RangesOfFilters(*file->book, filters));
    view.ranges.emplace();
    for (const FilteredRange& one : filtered) view.ranges->push_back(one.range);
  }
  return SpreadsheetMessage(*file->book, view, mask);
}

Result<Json> SheetsCopyTo(World& world, const Call& call) {
  EMU_ASSIGN(const FieldMask mask, ResponseMaskOf(call, "SheetProperties"));
  EMU_ASSIGN(const Json parsed, ParseJson(call.body));
  EMU_ASSIGN(const Json body,
             CheckMessage(MessageNamed("CopySheetToAnotherSpreadsheetRequest"), parsed, ""));
  EMU_ASSIGN(File * source, world.OpenSpreadsheet(call.segments[2], call.caller, false));
  EMU_ASSIGN(const int32_t sheet_id, SheetIdOf(call.segments[4]));
  const int index = source->book->IndexOfId(sheet_id);
  if (index < 0) return NotFound("Requested entity was not found.");
  EMU_ASSIGN(File * target,
             world.OpenSpreadsheet(StringOf(body, "destinationSpreadsheetId"), call.caller, true));
  const Counted<Sheet> sheet = source->book->sheets()[static_cast<size_t>(index)];
  return EditSpreadsheet(world, call.caller, *target, [&](Spreadsheet& book) -> Result<Json> {
    auto& sheets = book.mutable_sheets();
    sheets.push_back(CopySheet(world, *sheet, world.NewSheetId(book),
                               FreeTitle(book, "Copy of " + sheet->title)));
    const int last = static_cast<int>(sheets.size()) - 1;
    return Filter(SheetPropertiesOf(book.sheet(last), last), mask);
  });
}

}  // namespace sheetkeeper::emulator
