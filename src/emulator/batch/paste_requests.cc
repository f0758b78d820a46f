#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "emulator/batch/merges.h"
#include "emulator/batch/request.h"
#include "emulator/drive/csv.h"
#include "emulator/entered.h"
#include "emulator/formulas.h"
#include "emulator/model/ranges.h"
#include "emulator/wire/message.h"

namespace sheetkeeper::emulator {
namespace {

// A copied rectangle of cells.
struct Clip {
  Rect source = {};
  bool transposed = false;
  std::vector<Cell> cells = {};  // row by row

  int rows() const { return transposed ? source.columns.size() : source.rows.size(); }
  int columns() const { return transposed ? source.rows.size() : source.columns.size(); }
  const Cell& At(int row, int column) const {
    if (transposed) std::swap(row, column);
    return cells[static_cast<size_t>(row * source.columns.size() + column)];
  }
};

Clip CopyCells(const Grid& grid, const Rect& source) {
  Clip clip = {.source = source, .cells = {}};
  for (int row = source.rows.begin; row < source.rows.end; ++row) {
    for (int column = source.columns.begin; column < source.columns.end; ++column) {
      const Cell* cell = grid.FindCell(row, column);
      clip.cells.push_back(cell == nullptr ? Cell() : *cell);
    }
  }
  return clip;
}

// Replaces members of the cell's extras by those of another, or takes them away.
void CopyFields(const Cell& from, const std::vector<const char*>& names, Cell& to) {
  static const Message& kCell = MessageNamed("CellData");
  Json fields = to.extras ? to.extras->fields : Json::MakeObject();
  for (const char* name : names) {
    const Json* value = from.Field(name);
    PutField(fields, kCell, *kCell.FindField(name), value == nullptr ? Json() : *value);
  }
  if (fields.empty() && to.formula().empty()) {
    to.extras = Counted<CellExtras>();
  } else {
    to.extras.Mutable().fields = std::move(fields);
  }
}

void CopyContent(const Cell& from, bool with_formula, Cell& to) {
  to.ClearContent();
  to.value = from.value;
  if (!with_formula || from.formula().empty()) return;
  CellExtras& extras = to.extras.Mutable();
  extras.formula = from.extras->formula;
  extras.parsed = from.extras->parsed;
  extras.result_format = from.extras->result_format;
}

Json WithoutBorders(const Json& format) {
  Json bare = format;
  bare.Erase("borders");
  return bare;
}

void PasteCell(std::string_view type, const Cell& from, Cell& to) {
  if (type == "PASTE_NORMAL" || type == "PASTE_NO_BORDERS") {
    Json borders;
    if (type == "PASTE_NO_BORDERS") {
      if (const Json* format = to.Field("userEnteredFormat"))
        borders = ObjectOf(*format, "borders");
    }
    to = from;
    const Json* format = to.Field("userEnteredFormat");
    if (type == "PASTE_NO_BORDERS" && format != nullptr) {
      Json bare = WithoutBorders(*format);
      if (!borders.empty()) bare["borders"] = borders;
      to.extras.Mutable().fields["userEnteredFormat"] = std::move(bare);
    }
  } else if (type == "PASTE_VALUES") {
    CopyContent(from, false, to);
  } else if (type == "PASTE_FORMULA") {
    CopyContent(from, true, to);
  } else if (type == "PASTE_FORMAT") {
    CopyFields(from, {"userEnteredFormat", "dataValidation"}, to);
  } else if (type == "PASTE_DATA_VALIDATION") {
    CopyFields(from, {"dataValidation"}, to);
  }
}

Result<> CheckInGrid(const Sheet& sheet, const Rect& rect) {
  if (sheet.Bounds().Contains(rect)) return {};
  return InvalidArgument("Range (" + RangeText(sheet.title, rect) +
                         ") exceeds grid limits. Max rows: " + std::to_string(sheet.row_count) +
                         ", max columns: " + std::to_string(sheet.column_count));
}

void PasteClip(const Spreadsheet& book, const Clip& clip, std::string_view type, const Rect& rect,
               bool moved, Grid& grid) {
  for (int row = 0; row < rect.rows.size(); ++row) {
    for (int column = 0; column < rect.columns.size(); ++column) {
      const Cell& from = clip.At(row % clip.rows(), column % clip.columns());
      const int to_row = rect.rows.begin + row;
      const int to_column = rect.columns.begin + column;
      if (from.blank() && grid.FindCell(to_row, to_column) == nullptr) continue;
      Cell& to = grid.MutableCell(to_row, to_column);
      PasteCell(type, from, to);
      if (moved || to.formula().empty()) continue;
      OffsetFormula(book, to_row - clip.source.rows.begin - row % clip.rows(),
                    to_column - clip.source.columns.begin - column % clip.columns(), to);
    }
  }
}

// The destination of a copy: repeated where it is a multiple of the source, else as large as it.
Rect Extent(const Clip& clip, const Rect& asked) {
  const auto extent = [](Span span, int size) {
    const bool whole = span.size() > size && span.size() % size == 0;
    return Span{span.begin, span.begin + (whole ? span.size() : size)};
  };
  return {extent(asked.rows, clip.rows()), extent(asked.columns, clip.columns())};
}

std::string PasteTypeOf(const Json& request, std::string_view member) {
  return StringOf(request, member, "PASTE_NORMAL");
}

bool CopiesMerges(std::string_view type) {
  return type == "PASTE_NORMAL" || type == "PASTE_FORMAT" || type == "PASTE_NO_BORDERS";
}

}  // namespace

Result<Json> CopyPaste(Batch& batch, const Json& request) {
  EMU_ASSIGN(const SheetRange source, RangeArgument(batch.book, request, "source"));
  EMU_ASSIGN(const SheetRange asked, RangeArgument(batch.book, request, "destination"));
  const std::string type = PasteTypeOf(request, "pasteType");
  Clip clip = CopyCells(batch.book.sheet(source.sheet_index).grid, source.rect);
  clip.transposed = StringOf(request, "pasteOrientation") == "TRANSPOSE";
  const Rect rect = Extent(clip, asked.rect);
  EMU_TRY(CheckInGrid(batch.book.sheet(asked.sheet_index), rect));
  const std::vector<Rect> merges = batch.book.sheet(source.sheet_index).merges;
  Sheet& sheet = batch.book.MutableSheet(asked.sheet_index);
  PasteClip(batch.book, clip, type, rect, /*moved=*/false, sheet.grid);
  if (CopiesMerges(type) && !clip.transposed) CopyMerges(merges, source.rect, rect, sheet);
  return Json::MakeObject();
}

Result<Json> CutPaste(Batch& batch, const Json& request) {
  EMU_ASSIGN(const SheetRange source, RangeArgument(batch.book, request, "source"));
  EMU_ASSIGN(const SheetRange destination,
             CoordinateArgument(batch.book, ObjectOf(request, "destination")));
  const int index = destination.sheet_index;
  const int row = destination.rect.rows.begin;
  const int column = destination.rect.columns.begin;
  const Rect rect = {{row, row + source.rect.rows.size()},
                     {column, column + source.rect.columns.size()}};
  EMU_TRY(CheckInGrid(batch.book.sheet(index), rect));
  const std::string type = PasteTypeOf(request, "pasteType");
  const Clip clip = CopyCells(batch.book.sheet(source.sheet_index).grid, source.rect);
  const Clip nothing = {.source = source.rect,
                        .cells = std::vector<Cell>(clip.cells.size(), Cell())};
  Sheet& from = batch.book.MutableSheet(source.sheet_index);
  const std::vector<Rect> merges = from.merges;
  PasteClip(batch.book, nothing, type, source.rect, /*moved=*/true, from.grid);
  if (CopiesMerges(type)) RemoveMerges(source.rect, from);
  Sheet& to = batch.book.MutableSheet(index);
  PasteClip(batch.book, clip, type, rect, /*moved=*/true, to.grid);
  if (CopiesMerges(type)) CopyMerges(merges, source.rect, rect, to);
  if (type == "PASTE_NORMAL") MoveReferences(batch.book, source, {index, rect});
  return Json::MakeObject();
}

Result<Json> PasteData(Batch& batch, const Json& request) {
  EMU_ASSIGN(const SheetRange coordinate,
             CoordinateArgument(batch.book, ObjectOf(request, "coordinate")));
  const int index = coordinate.sheet_index;
  if (BoolOf(request, "html")) {
    return Unimplemented("The emulator does not implement pasteData.html.");
  }
  const std::string delimiter = StringOf(request, "delimiter");
  if (delimiter.empty()) return InvalidArgument("Either delimiter or html must be set.");
  const int top = coordinate.rect.rows.begin;
  const int left = coordinate.rect.columns.begin;
  int row = top;
  for (const auto& parts : ParseCsv(StringOf(request, "data"), delimiter)) {
    EMU_TRY(CheckInGrid(batch.book.sheet(index),
                        {{row, row + 1}, {left, left + static_cast<int>(parts.size())}}));
    Grid& grid = batch.book.MutableSheet(index).grid;
    for (size_t i = 0; i < parts.size(); ++i) {
      EnterText(batch.book, parts[i], batch.world.Now(),
                grid.MutableCell(row, left + static_cast<int>(i)));
    }
    ++row;
  }
  return Json::MakeObject();
}

}  // namespace sheetkeeper::emulator
