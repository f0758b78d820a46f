#include "emulator/batch/request.h"

#include <string>
#include <unordered_map>

#include "emulator/model/ranges.h"
#include "emulator/values/render.h"

namespace sheetkeeper::emulator {
namespace {

const std::unordered_map<std::string_view, RequestHandler>& Handlers() {
  static const std::unordered_map<std::string_view, RequestHandler> kHandlers = {
      {"updateCells", UpdateCells},
      {"appendCells", AppendCells},
      {"repeatCell", RepeatCell},
      {"mergeCells", MergeCells},
      {"unmergeCells", UnmergeCells},
      {"setDataValidation", SetDataValidation},
      {"addSheet", AddSheet},
      {"deleteSheet", DeleteSheet},
      {"duplicateSheet", DuplicateSheet},
      {"updateSheetProperties", UpdateSheetProperties},
      {"updateSpreadsheetProperties", UpdateSpreadsheetProperties},
      {"insertDimension", InsertDimensionRequest},
      {"deleteDimension", DeleteDimensionRequest},
      {"moveDimension", MoveDimensionRequest},
      {"appendDimension", AppendDimensionRequest},
      {"updateDimensionProperties", UpdateDimensionProperties},
      {"autoResizeDimensions", AutoResizeDimensions},
      {"addDimensionGroup", AddDimensionGroup},
      {"deleteDimensionGroup", DeleteDimensionGroup},
      {"updateDimensionGroup", UpdateDimensionGroup},
      {"copyPaste", CopyPaste},
      {"cutPaste", CutPaste},
      {"pasteData", PasteData},
      {"sortRange", SortRange},
      {"randomizeRange", RandomizeRange},
      {"insertRange", InsertRange},
      {"deleteRange", DeleteRange},
      {"trimWhitespace", TrimWhitespace},
      {"deleteDuplicates", DeleteDuplicates},
      {"findReplace", FindReplace},
      {"createDeveloperMetadata", CreateDeveloperMetadata},
      {"updateDeveloperMetadata", UpdateDeveloperMetadata},
      {"deleteDeveloperMetadata", DeleteDeveloperMetadata},
      {"addNamedRange", AddNamedRange},
      {"updateNamedRange", UpdateNamedRange},
      {"deleteNamedRange", DeleteNamedRange},
      {"addProtectedRange", AddProtectedRange},
      {"updateProtectedRange", UpdateProtectedRange},
      {"deleteProtectedRange", DeleteProtectedRange},
      {"setBasicFilter", SetBasicFilter},
      {"clearBasicFilter", ClearBasicFilter},
      {"updateBorders", UpdateBorders},
      {"autoFill", AutoFill},
      {"textToColumns", TextToColumns},
      {"addTable", AddTable},
      {"updateTable", UpdateTable},
      {"deleteTable", DeleteTable},
      {"addFilterView", AddFilterView},
      {"updateFilterView", UpdateFilterView},
      {"duplicateFilterView", DuplicateFilterView},
      {"deleteFilterView", DeleteFilterView},
      {"addConditionalFormatRule", AddConditionalFormatRule},
      {"updateConditionalFormatRule", UpdateConditionalFormatRule},
      {"deleteConditionalFormatRule", DeleteConditionalFormatRule},
      {"addBanding", AddBanding},
      {"updateBanding", UpdateBanding},
      {"deleteBanding", DeleteBanding},
      {"addChart", AddChart},
      {"updateChartSpec", UpdateChartSpec},
      {"addSlicer", AddSlicer},
      {"updateSlicerSpec", UpdateSlicerSpec},
      {"deleteEmbeddedObject", DeleteEmbeddedObject},
      {"updateEmbeddedObjectPosition", UpdateEmbeddedObjectPosition},
      {"updateEmbeddedObjectBorder", UpdateEmbeddedObjectBorder},
  };
  return kHandlers;
}

}  // namespace

Result<Json> RunRequest(Batch& batch, std::string_view kind, const Json& request) {
  const auto handler = Handlers().find(kind);
  if (handler == Handlers().end()) {
    return Unimplemented("The emulator does not implement the request " + std::string(kind) + '.');
  }
  return handler->second(batch, request);
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
    if (span.begin < 0 || span.empty()) {
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
