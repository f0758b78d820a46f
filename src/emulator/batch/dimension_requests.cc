#include <algorithm>

#include "emulator/batch/request.h"
#include "emulator/batch/structure.h"
#include "emulator/values/render.h"

namespace sheetkeeper::emulator {
namespace {

std::string LineName(Dimension dimension) {
  return dimension == Dimension::kRows ? "row" : "column";
}

int FrozenCount(const Sheet& sheet, Dimension dimension) {
  return static_cast<int>(
      IntOf(ObjectOf(sheet.properties, "gridProperties"),
            dimension == Dimension::kRows ? "frozenRowCount" : "frozenColumnCount"));
}

Result<> CheckExists(const Spreadsheet& book, const DimensionArgument& argument) {
  const int count = book.sheet(argument.sheet_index).Count(argument.dimension);
  if (argument.span.end <= count) return {};
  const std::string name = LineName(argument.dimension);
  return InvalidArgument("Cannot delete a " + name + " that doesn't exist. Tried to delete " +
                         name + " index " + std::to_string(argument.span.end - 1) +
                         " but there are only " + std::to_string(count) + ' ' + name + "s.");
}

Result<> CheckToUpdate(const Spreadsheet& book, const DimensionArgument& argument) {
  const int count = book.sheet(argument.sheet_index).Count(argument.dimension);
  if (argument.span.begin < count) return {};
  const std::string name = LineName(argument.dimension);
  return InvalidArgument("Cannot update a " + name + " that doesn't exist. Tried to update " +
                         name + " index " + std::to_string(argument.span.begin) +
                         " but there are only " + std::to_string(count) + ' ' + name + "s.");
}

// A merged cell is not torn apart.
Result<> CheckMovable(const Sheet& sheet, const DimensionArgument& argument, int target) {
  for (const Rect& merge : sheet.merges) {
    const Span span = merge.Along(argument.dimension);
    const Span moved = Intersect(span, argument.span);
    const bool torn = !moved.empty() && moved != span;
    const bool split = span.begin < target && target < span.end;
    if (!torn && !split) continue;
    return InvalidArgument("Sorry, it is not possible to move a " + LineName(argument.dimension) +
                           " to a position that crosses a merged cell. Please unmerge and try "
                           "again.");
  }
  return {};
}

}  // namespace

Result<Json> InsertDimensionRequest(Batch& batch, const Json& request) {
  EMU_ASSIGN(const DimensionArgument argument, DimensionRangeArgument(batch.book, request));
  if (!Has(ObjectOf(request, "range"), "endIndex")) {
    return InvalidArgument("DimensionRange must specify both a startIndex and an endIndex.");
  }
  const int count = batch.book.sheet(argument.sheet_index).Count(argument.dimension);
  const int at = argument.span.begin;
  const bool from_before = BoolOf(request, "inheritFromBefore");
  if (at > count) {
    return InvalidArgument("range.startIndex is larger than current grid size (" +
                           std::to_string(count) + ')');
  }
  if (at == count && !from_before) {
    return InvalidArgument("range.startIndex must be less than the grid size (" +
                           std::to_string(count) + ") if inheritFromBefore is false.");
  }
  if (from_before && at == 0) {
    return InvalidArgument("inheritFromBefore cannot be true if inserting at index 0");
  }
  EMU_TRY(InsertDimension(batch.book, argument.sheet_index, argument.dimension, at,
                          argument.span.size(), from_before));
  return Json::MakeObject();
}

Result<Json> DeleteDimensionRequest(Batch& batch, const Json& request) {
  EMU_ASSIGN(const DimensionArgument argument, DimensionRangeArgument(batch.book, request));
  EMU_TRY(CheckExists(batch.book, argument));
  const int count = batch.book.sheet(argument.sheet_index).Count(argument.dimension);
  if (argument.span.size() == count) {
    return InvalidArgument("You can't delete all the " + LineName(argument.dimension) +
                           "s on the sheet.");
  }
  const int frozen = FrozenCount(batch.book.sheet(argument.sheet_index), argument.dimension);
  if (argument.span.begin <= frozen && argument.span.end == count) {
    return InvalidArgument("Sorry, it is not possible to delete all non-frozen " +
                           LineName(argument.dimension) + "s.");
  }
  DeleteDimension(batch.book, argument.sheet_index, argument.dimension, argument.span);
  return Json::MakeObject();
}

Result<Json> MoveDimensionRequest(Batch& batch, const Json& request) {
  EMU_ASSIGN(const DimensionArgument argument,
             DimensionRangeArgument(batch.book, request, "source"));
  const int count = batch.book.sheet(argument.sheet_index).Count(argument.dimension);
  const int target = static_cast<int>(IntOf(request, "destinationIndex"));
  if (argument.span.end > count || target < 0 || target > count) {
    return InvalidArgument("Cannot move " + LineName(argument.dimension) +
                           "s that don't exist or to a place behind the grid. There are only " +
                           std::to_string(count) + ' ' + LineName(argument.dimension) + "s.");
  }
  EMU_TRY(CheckMovable(batch.book.sheet(argument.sheet_index), argument, target));
  MoveDimension(batch.book, argument.sheet_index, argument.dimension, argument.span, target);
  return Json::MakeObject();
}

Result<Json> AppendDimensionRequest(Batch& batch, const Json& request) {
  EMU_ASSIGN(const int index, SheetArgument(batch.book, request));
  if (!Has(request, "dimension")) return InvalidArgument("No dimension specified.");
  const int length = static_cast<int>(IntOf(request, "length"));
  if (length < 1) return InvalidArgument("length must be greater than 0");
  const bool rows = StringOf(request, "dimension") == "ROWS";
  const Sheet& sheet = batch.book.sheet(index);
  EMU_TRY(GrowGrid(batch.book, index, sheet.row_count + (rows ? length : 0),
                   sheet.column_count + (rows ? 0 : length)));
  return Json::MakeObject();
}

Result<Json> UpdateDimensionProperties(Batch& batch, const Json& request) {
  EMU_ASSIGN(const FieldMask mask, MaskArgument(request, "DimensionProperties"));
  EMU_ASSIGN(const DimensionArgument argument, DimensionRangeArgument(batch.book, request));
  const Json& properties = ObjectOf(request, "properties");
  EMU_TRY(CheckToUpdate(batch.book, argument));
  Sheet& sheet = batch.book.MutableSheet(argument.sheet_index);
  const int end = std::min(argument.span.end, sheet.Count(argument.dimension));
  DimensionTable& table = sheet.Table(argument.dimension);
  for (int i = argument.span.begin; i < end; ++i) {
    DimensionInfo info = table.Get(i);
    if (mask.Names("hiddenByUser")) info.hidden_by_user = BoolOf(properties, "hiddenByUser");
    if (mask.Names("pixelSize")) {
      info.pixel_size.reset();
      if (Has(properties, "pixelSize")) {
        info.pixel_size = static_cast<int>(IntOf(properties, "pixelSize"));
      }
    }
    table.Set(i, info);
  }
  return Json::MakeObject();
}

Result<Json> AutoResizeDimensions(Batch& batch, const Json& request) {
  EMU_ASSIGN(const DimensionArgument argument,
             DimensionRangeArgument(batch.book, request, "dimensions"));
  Sheet& sheet = batch.book.MutableSheet(argument.sheet_index);
  const int end = std::min(argument.span.end, sheet.Count(argument.dimension));
  DimensionTable& table = sheet.Table(argument.dimension);
  for (int i = argument.span.begin; i < end; ++i) {
    DimensionInfo info = table.Get(i);
    info.pixel_size.reset();
    table.Set(i, info);
  }
  return Json::MakeObject();
}

}  // namespace sheetkeeper::emulator
