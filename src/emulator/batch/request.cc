#include "emulator/batch/request.h"

#include <string>
#include <tuple>
#include <utility>

#include "emulator/model/ranges.h"
#include "emulator/values/render.h"

namespace sheetkeeper::emulator {
namespace {

struct Handler {
  std::string_view kind;
  RequestHandler run;
};

constexpr Handler kHandlers[] = {
    {"addBanding", AddBanding},
    {"addChart", AddChart},
    {"addConditionalFormatRule", AddConditionalFormatRule},
    {"addDimensionGroup", AddDimensionGroup},
    {"addFilterView", AddFilterView},
    {"addNamedRange", AddNamedRange},
    {"addProtectedRange", AddProtectedRange},
    {"addSheet", AddSheet},
    {"addSlicer", AddSlicer},
    {"addTable", AddTable},
    {"appendCells", AppendCells},
    {"appendDimension", AppendDimensionRequest},
    {"autoFill", AutoFill},
    {"autoResizeDimensions", AutoResizeDimensions},
    {"clearBasicFilter", ClearBasicFilter},
    {"copyPaste", CopyPaste},
    {"createDeveloperMetadata", CreateDeveloperMetadata},
    {"cutPaste", CutPaste},
    {"deleteBanding", DeleteBanding},
    {"deleteConditionalFormatRule", DeleteConditionalFormatRule},
    {"deleteDeveloperMetadata", DeleteDeveloperMetadata},
    {"deleteDimension", DeleteDimensionRequest},
    {"deleteDimensionGroup", DeleteDimensionGroup},
    {"deleteDuplicates", DeleteDuplicates},
    {"deleteEmbeddedObject", DeleteEmbeddedObject},
    {"deleteFilterView", DeleteFilterView},
    {"deleteNamedRange", DeleteNamedRange},
    {"deleteProtectedRange", DeleteProtectedRange},
    {"deleteRange", DeleteRange},
    {"deleteSheet", DeleteSheet},
    {"deleteTable", DeleteTable},
    {"duplicateFilterView", DuplicateFilterView},
    {"duplicateSheet", DuplicateSheet},
    {"findReplace", FindReplace},
    {"insertDimension", InsertDimensionRequest},
    {"insertRange", InsertRange},
    {"mergeCells", MergeCells},
    {"moveDimension", MoveDimensionRequest},
    {"pasteData", PasteData},
    {"randomizeRange", RandomizeRange},
    {"repeatCell", RepeatCell},
    {"setBasicFilter", SetBasicFilter},
    {"setDataValidation", SetDataValidation},
    {"sortRange", SortRange},
    {"textToColumns", TextToColumns},
    {"trimWhitespace", TrimWhitespace},
    {"unmergeCells", UnmergeCells},
    {"updateBanding", UpdateBanding},
    {"updateBorders", UpdateBorders},
    {"updateCells", UpdateCells},
    {"updateChartSpec", UpdateChartSpec},
    {"updateConditionalFormatRule", UpdateConditionalFormatRule},
    {"updateDeveloperMetadata", UpdateDeveloperMetadata},
    {"updateDimensionGroup", UpdateDimensionGroup},
    {"updateDimensionProperties", UpdateDimensionProperties},
    {"updateEmbeddedObjectBorder", UpdateEmbeddedObjectBorder},
    {"updateEmbeddedObjectPosition", UpdateEmbeddedObjectPosition},
    {"updateFilterView", UpdateFilterView},
    {"updateNamedRange", UpdateNamedRange},
    {"updateProtectedRange", UpdateProtectedRange},
    {"updateSheetProperties", UpdateSheetProperties},
    {"updateSlicerSpec", UpdateSlicerSpec},
    {"updateSpreadsheetProperties", UpdateSpreadsheetProperties},
    {"updateTable", UpdateTable},
};

}  // namespace

Result<Json> RunRequest(Batch& batch, std::string_view kind, const Json& request) {
  for (const Handler& handler : kHandlers) {
    if (handler.kind == kind) return handler.run(batch, request);
  }
  return Unimplemented("The emulator does not implement the request " + std::string(kind) + '.');
}

Result<int> SheetArgument(const Spreadsheet& book, const Json& message, std::string_view member) {
  const auto id = static_cast<int32_t>(IntOf(message, member));
  const int index = book.IndexOfId(id);
  if (index < 0) return InvalidArgument("No grid with id: " + std::to_string(id));
  return index;
}

Result<SheetRange> RangeArgument(const Spreadsheet& book, const Json& message,
                                 std::string_view member) {
  const Json* range = Find(message, member);
  if (range == nullptr) return InvalidArgument(std::string(member) + " is required");
  EMU_ASSIGN(const int index, SheetArgument(book, *range));
  const Sheet& sheet = book.sheet(index);
  const Rect rect = RectOf(*range, sheet.Bounds());
  for (const auto& [name, span] :
       {std::pair("Row", rect.rows), std::pair("Column", rect.columns)}) {
    const std::string bounds = "start" + std::string(name) + "Index[" + std::to_string(span.begin) +
                               "] and end" + name + "Index[" + std::to_string(span.end) + ']';
    if (span.begin < 0 || span.end < 0) return InvalidArgument("GridRange indexes must be >= 0");
    if (span.empty()) {
      return InvalidArgument("GridRange " + bounds + " do not name any cells");
    }
  }
  if (rect.rows.begin >= sheet.row_count || rect.columns.begin >= sheet.column_count) {
    return InvalidArgument("Range (" + RangeText(sheet.title, rect) +
                           ") exceeds grid limits. Max rows: " + std::to_string(sheet.row_count) +
                           ", max columns: " + std::to_string(sheet.column_count));
  }
  return SheetRange{index, Intersect(rect, sheet.Bounds())};
}

Result<SheetRange> CoordinateArgument(const Spreadsheet& book, const Json& coordinate) {
  EMU_ASSIGN(const int index, SheetArgument(book, coordinate));
  const auto row = static_cast<int>(IntOf(coordinate, "rowIndex"));
  const auto column = static_cast<int>(IntOf(coordinate, "columnIndex"));
  if (row < 0 || column < 0) return InvalidArgument("GridCoordinate indexes must be >= 0");
  const Sheet& sheet = book.sheet(index);
  for (const auto& [name, at, count] : {std::tuple("row", row, sheet.row_count),
                                        std::tuple("column", column, sheet.column_count)}) {
    if (at < count) continue;
    return InvalidArgument("GridCoordinate." + std::string(name) + "Index[" + std::to_string(at) +
                           "] is after last " + name + " in grid[" + std::to_string(count - 1) +
                           ']');
  }
  return SheetRange{index, {{row, row + 1}, {column, column + 1}}};
}

Result<FieldMask> MaskArgument(const Json& request, std::string_view message) {
  return ParseUpdateMask(StringOf(request, "fields"), MessageNamed(message));
}

Result<DimensionArgument> DimensionRangeArgument(const Spreadsheet& book, const Json& message,
                                                 std::string_view member) {
  const Json& range = ObjectOf(message, member);
  DimensionArgument argument;
  EMU_ASSIGN(argument.sheet_index, SheetArgument(book, range));
  if (!Has(range, "dimension")) return InvalidArgument("No dimension specified.");
  argument.dimension = DimensionOf(StringOf(range, "dimension"));
  const int count = book.sheet(argument.sheet_index).Count(argument.dimension);
  argument.span = {static_cast<int>(IntOf(range, "startIndex")),
                   static_cast<int>(IntOf(range, "endIndex", count))};
  if (argument.span.begin < 0) return InvalidArgument("DimensionRange indexes must be >= 0");
  if (argument.span.empty()) {
    return InvalidArgument("DimensionRange endIndex [" + std::to_string(argument.span.end) +
                           "] must be greater than startIndex [" +
                           std::to_string(argument.span.begin) + "].");
  }
  return argument;
}

}  // namespace sheetkeeper::emulator
