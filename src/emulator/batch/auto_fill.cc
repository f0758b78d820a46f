// Filling: a run of source cells is continued along a dimension. Numbers that form an arithmetic
// series go on in it, a text that ends in a number counts on, formulas are copied, and anything
// else repeats. With alternateSeries plain numbers repeat.

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "emulator/batch/request.h"
#include "emulator/batch/structure.h"
#include "emulator/formulas.h"
#include "emulator/values/render.h"

namespace sheetkeeper::emulator {
namespace {

// The step of the series that numbers form; nothing when they form none.
std::optional<double> StepOf(const std::vector<Cell>& cells) {
  for (const Cell& cell : cells) {
    if (cell.value.kind() != CellValue::Kind::kNumber || !cell.formula().empty()) {
      return std::nullopt;
    }
  }
  if (cells.size() < 2) return std::nullopt;
  const double step = cells[1].value.number() - cells[0].value.number();
  for (size_t i = 2; i < cells.size(); ++i) {
    const double other = cells[i].value.number() - cells[i - 1].value.number();
    if (std::abs(other - step) > 1e-9) return std::nullopt;
  }
  return step;
}

// "Item 9" counted on by two is "Item 11".
std::string CountOn(std::string_view text, int64_t by) {
  const size_t letters = text.find_last_not_of("0123456789") + 1;
  if (letters == text.size() || text.size() - letters > 15) return std::string(text);
  const int64_t number = std::atoll(std::string(text.substr(letters)).c_str());
  return std::string(text.substr(0, letters)) + std::to_string(number + by);
}

struct Fill {
  SheetRange source;
  Dimension dimension = Dimension::kRows;
  int length = 0;  // negative: upwards or to the left
};

Result<Fill> FillArgument(Batch& batch, const Json& request) {
  Fill fill;
  if (const Json* explicit_fill = Find(request, "sourceAndDestination")) {
    EMU_ASSIGN(fill.source, RangeArgument(batch.book, *explicit_fill, "source"));
    fill.dimension = DimensionOf(StringOf(*explicit_fill, "dimension"));
    fill.length = static_cast<int>(IntOf(*explicit_fill, "fillLength"));
    return fill;
  }
  // The filled top of the range is the source, the rest is to be filled.
  EMU_ASSIGN(fill.source, RangeArgument(batch.book, request));
  const Grid& grid = batch.book.sheet(fill.source.sheet_index).grid;
  Rect& rect = fill.source.rect;
  int filled = rect.rows.begin;
  for (int row = rect.rows.begin; row < rect.rows.end; ++row) {
    const Cell* cell = grid.FindCell(row, rect.columns.begin);
    if (cell == nullptr || !cell->HasContent()) break;
    filled = row + 1;
  }
  fill.length = rect.rows.end - filled;
  rect.rows.end = filled;
  return fill;
}

// Continues one line of cells; index -1 is the place before its first.
Cell Continued(const Spreadsheet& book, const std::vector<Cell>& line, int index, bool alternate,
               Dimension dimension) {
  const int size = static_cast<int>(line.size());
  const int origin = ((index % size) + size) % size;
  Cell cell = line[static_cast<size_t>(origin)];
  const int distance = index - origin;
  const auto step = alternate ? std::nullopt : StepOf(line);
  if (!cell.formula().empty()) {
    const bool down = dimension == Dimension::kRows;
    OffsetFormula(book, down ? distance : 0, down ? 0 : distance, cell);
  } else if (step) {
    cell.value = CellValue::Number(line.front().value.number() + *step * index);
  } else if (cell.value.kind() == CellValue::Kind::kText && !alternate) {
    cell.value = CellValue::Text(CountOn(cell.value.text(), distance / size));
  }
  return cell;
}

}  // namespace

Result<Json> AutoFill(Batch& batch, const Json& request) {
  EMU_ASSIGN(const Fill fill, FillArgument(batch, request));
  const Rect& rect = fill.source.rect;
  const bool down = fill.dimension == Dimension::kRows;
  const Span along = rect.Along(fill.dimension);
  if (rect.empty()) return Json::MakeObject();
  const int first = fill.length < 0 ? fill.length : along.size();
  const int last = fill.length < 0 ? 0 : along.size() + fill.length;
  if (along.begin + first < 0) return InvalidArgument("The fill reaches beyond the grid.");
  EMU_TRY(GrowGrid(batch.book, fill.source.sheet_index, down ? along.begin + last : 0,
                   down ? 0 : along.begin + last));
  Grid& grid = batch.book.MutableSheet(fill.source.sheet_index).grid;
  const Span across = down ? rect.columns : rect.rows;
  for (int other = across.begin; other < across.end; ++other) {
    std::vector<Cell> line;
    for (int i = along.begin; i < along.end; ++i) {
      const Cell* cell = down ? grid.FindCell(i, other) : grid.FindCell(other, i);
      line.push_back(cell == nullptr ? Cell() : *cell);
    }
    for (int i = first; i < last; ++i) {
      const int place = along.begin + i;
      Cell& cell = down ? grid.MutableCell(place, other) : grid.MutableCell(other, place);
      cell = Continued(batch.book, line, i, BoolOf(request, "useAlternateSeries"), fill.dimension);
    }
  }
  return Json::MakeObject();
}

}  // namespace sheetkeeper::emulator
