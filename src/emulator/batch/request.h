#ifndef SHEETKEEPER_EMULATOR_BATCH_REQUEST_H_
#define SHEETKEEPER_EMULATOR_BATCH_REQUEST_H_

#include <string>
#include <string_view>

#include "emulator/model/a1.h"
#include "emulator/model/spreadsheet.h"
#include "emulator/wire/field_mask.h"
#include "emulator/wire/json.h"
#include "emulator/wire/result.h"
#include "emulator/world.h"

namespace sheetkeeper::emulator {

// What a request of a batch works on.
struct Batch {
  World& world;
  Spreadsheet& book;
  std::string caller;
};

// Carries out one request, given the message of its kind, and returns its reply ({} when it has
// none). It may leave the spreadsheet half changed when it refuses: the batch is then undone.
// Texts of refusals lack the name of the request.
Result<Json> RunRequest(Batch& batch, std::string_view kind, const Json& request);

// Arguments that many requests have.
Result<int> SheetArgument(const Spreadsheet& book, const Json& message,
                          std::string_view member = "sheetId");
Result<SheetRange> RangeArgument(const Spreadsheet& book, const Json& message,
                                 std::string_view member = "range");
// A GridCoordinate inside the grid: its sheet, and a rectangle of one cell.
Result<SheetRange> CoordinateArgument(const Spreadsheet& book, const Json& coordinate);
Result<FieldMask> MaskArgument(const Json& request, std::string_view message);
// Refuses properties of a spreadsheet that name no locale or time zone there is.
Result<> CheckSpreadsheetProperties(const Json& properties);

struct DimensionArgument {
  int sheet_index = 0;
  Dimension dimension = Dimension::kRows;
  Span span = {};  // not clipped
};
Result<DimensionArgument> DimensionRangeArgument(const Spreadsheet& book, const Json& message,
                                                 std::string_view member = "range");

// Inserts rows of the sheet at the end of a table, which grows by them. The cells of so many of its
// columns in them.
Result<SheetRange> AddTableRows(Batch& batch, const std::string& table_id, int rows, int columns);

using RequestHandler = Result<Json> (*)(Batch& batch, const Json& request);

// The handlers, by subject.
Result<Json> UpdateCells(Batch& batch, const Json& request);
Result<Json> AppendCells(Batch& batch, const Json& request);
Result<Json> RepeatCell(Batch& batch, const Json& request);
Result<Json> MergeCells(Batch& batch, const Json& request);
Result<Json> UnmergeCells(Batch& batch, const Json& request);
Result<Json> SetDataValidation(Batch& batch, const Json& request);

Result<Json> AddSheet(Batch& batch, const Json& request);
Result<Json> DeleteSheet(Batch& batch, const Json& request);
Result<Json> DuplicateSheet(Batch& batch, const Json& request);
Result<Json> UpdateSheetProperties(Batch& batch, const Json& request);
Result<Json> UpdateSpreadsheetProperties(Batch& batch, const Json& request);

Result<Json> InsertDimensionRequest(Batch& batch, const Json& request);
Result<Json> DeleteDimensionRequest(Batch& batch, const Json& request);
Result<Json> MoveDimensionRequest(Batch& batch, const Json& request);
Result<Json> AppendDimensionRequest(Batch& batch, const Json& request);
Result<Json> UpdateDimensionProperties(Batch& batch, const Json& request);
Result<Json> AutoResizeDimensions(Batch& batch, const Json& request);
Result<Json> AddDimensionGroup(Batch& batch, const Json& request);
Result<Json> DeleteDimensionGroup(Batch& batch, const Json& request);
Result<Json> UpdateDimensionGroup(Batch& batch, const Json& request);

Result<Json> CopyPaste(Batch& batch, const Json& request);
Result<Json> CutPaste(Batch& batch, const Json& request);
Result<Json> PasteData(Batch& batch, const Json& request);

Result<Json> SortRange(Batch& batch, const Json& request);
Result<Json> RandomizeRange(Batch& batch, const Json& request);
Result<Json> InsertRange(Batch& batch, const Json& request);
Result<Json> DeleteRange(Batch& batch, const Json& request);
Result<Json> TrimWhitespace(Batch& batch, const Json& request);
Result<Json> DeleteDuplicates(Batch& batch, const Json& request);
Result<Json> FindReplace(Batch& batch, const Json& request);

Result<Json> CreateDeveloperMetadata(Batch& batch, const Json& request);
Result<Json> UpdateDeveloperMetadata(Batch& batch, const Json& request);
Result<Json> DeleteDeveloperMetadata(Batch& batch, const Json& request);

Result<Json> AddNamedRange(Batch& batch, const Json& request);
Result<Json> UpdateNamedRange(Batch& batch, const Json& request);
Result<Json> DeleteNamedRange(Batch& batch, const Json& request);
Result<Json> AddProtectedRange(Batch& batch, const Json& request);
Result<Json> UpdateProtectedRange(Batch& batch, const Json& request);
Result<Json> DeleteProtectedRange(Batch& batch, const Json& request);

Result<Json> SetBasicFilter(Batch& batch, const Json& request);
Result<Json> ClearBasicFilter(Batch& batch, const Json& request);
Result<Json> UpdateBorders(Batch& batch, const Json& request);
Result<Json> AutoFill(Batch& batch, const Json& request);
Result<Json> TextToColumns(Batch& batch, const Json& request);
Result<Json> AddTable(Batch& batch, const Json& request);
Result<Json> UpdateTable(Batch& batch, const Json& request);
Result<Json> DeleteTable(Batch& batch, const Json& request);
Result<Json> AddFilterView(Batch& batch, const Json& request);
Result<Json> UpdateFilterView(Batch& batch, const Json& request);
Result<Json> DuplicateFilterView(Batch& batch, const Json& request);
Result<Json> DeleteFilterView(Batch& batch, const Json& request);
Result<Json> AddConditionalFormatRule(Batch& batch, const Json& request);
Result<Json> UpdateConditionalFormatRule(Batch& batch, const Json& request);
Result<Json> DeleteConditionalFormatRule(Batch& batch, const Json& request);
Result<Json> AddBanding(Batch& batch, const Json& request);
Result<Json> UpdateBanding(Batch& batch, const Json& request);
Result<Json> DeleteBanding(Batch& batch, const Json& request);
Result<Json> AddChart(Batch& batch, const Json& request);
Result<Json> UpdateChartSpec(Batch& batch, const Json& request);
Result<Json> AddSlicer(Batch& batch, const Json& request);
Result<Json> UpdateSlicerSpec(Batch& batch, const Json& request);
Result<Json> DeleteEmbeddedObject(Batch& batch, const Json& request);
Result<Json> UpdateEmbeddedObjectPosition(Batch& batch, const Json& request);
Result<Json> UpdateEmbeddedObjectBorder(Batch& batch, const Json& request);

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_BATCH_REQUEST_H_
