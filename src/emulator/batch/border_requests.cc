#include <utility>

#include "emulator/batch/request.h"
#include "emulator/wire/message.h"

namespace sheetkeeper::emulator {
namespace {

// Sets one side of a cell's borders; style NONE takes it away.
void SetBorder(const char* side, const Json& border, Cell& cell) {
  static const Message& kCell = MessageNamed("CellData");
  static const Message& kFormat = MessageNamed("CellFormat");
  static const Message& kBorders = MessageNamed("Borders");
  const Json* old = cell.Field("userEnteredFormat");
  Json format = old == nullptr ? Json::MakeObject() : *old;
  Json borders = ObjectOf(format, "borders");
  const bool none = StringOf(border, "style") == "NONE";
  PutField(borders, kBorders, *kBorders.FindField(side), none ? Json() : border);
  PutField(format, kFormat, *kFormat.FindField("borders"), borders.empty() ? Json() : borders);
  PutField(cell.extras.Mutable().fields, kCell, *kCell.FindField("userEnteredFormat"),
           format.empty() ? Json() : format);
}

}  // namespace

Result<Json> UpdateBorders(Batch& batch, const Json& request) {
  EMU_ASSIGN(const SheetRange range, RangeArgument(batch.book, request));
  Grid& grid = batch.book.MutableSheet(range.sheet_index).grid;
  const Rect& rect = range.rect;
  for (int row = rect.rows.begin; row < rect.rows.end; ++row) {
    for (int column = rect.columns.begin; column < rect.columns.end; ++column) {
      const auto set = [&](const char* side, const char* member) {
        const Json* border = Find(request, member);
        if (border != nullptr) SetBorder(side, *border, grid.MutableCell(row, column));
      };
      set("top", row == rect.rows.begin ? "top" : "innerHorizontal");
      set("bottom", row == rect.rows.end - 1 ? "bottom" : "innerHorizontal");
      set("left", column == rect.columns.begin ? "left" : "innerVertical");
      set("right", column == rect.columns.end - 1 ? "right" : "innerVertical");
    }
  }
  return Json::MakeObject();
}

}  // namespace sheetkeeper::emulator
