// Recalculation: every formula of a spreadsheet is evaluated once after a change.
//
// A formula that meets a cell whose formula has not been evaluated yet evaluates that first; one
// that meets itself is a circular reference. Formulas are taken from top to bottom, so that the
// usual chains, where a cell refers to the one above, do not nest at all. Where they nest deeper
// than kMaxDepth the formulas concerned are postponed to the next pass, which goes the other way.
//
// Results that are arrays are laid over the empty cells below and to the right; they are taken off
// before the next recalculation. An array that does not find its cells empty is an error.

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "emulator/calc/eval_context.h"
#include "emulator/entered.h"
#include "emulator/formulas.h"
#include "emulator/model/ranges.h"
#include "emulator/time_zone.h"

namespace sheetkeeper::emulator {
namespace {

constexpr int kMaxDepth = 100;
constexpr int kMaxPasses = 20;
constexpr double kEpochDays = 25569;  // 1970-01-01 as a serial number
constexpr double kDay_ms = 86'400'000;

enum class Progress { kWaiting, kRunning, kPostponed, kDone };

struct FormulaCell {
  int sheet_index = 0;
  int row = 0;
  int column = 0;
  std::shared_ptr<const ParsedFormula> parsed;
  Progress progress = Progress::kWaiting;
};

class Recalculation {
 public:
  Recalculation(Spreadsheet& book, int64_t local_ms)
      : book_(book), now_(static_cast<double>(local_ms) / kDay_ms + kEpochDays) {}

  void Run() {
    Collect();
    for (int pass = 0; pass < kMaxPasses && !AllDone(); ++pass) RunPass(pass % 2 == 1);
  }

  double now() const { return now_; }
  const Spreadsheet& book() const { return book_; }

  // The value of a cell, evaluated where it has a formula.
  calc::Value ValueAt(int sheet_index, int row, int column) {
    const auto found = index_.find({sheet_index, row, column});
    if (found != index_.end()) {
      FormulaCell& cell = cells_[found->second];
      if (cell.progress == Progress::kRunning) return calc::CircularError();
      if (cell.progress == Progress::kWaiting) Evaluate(cell);
      if (cell.progress == Progress::kPostponed) postponed_ = true;
    }
    const Cell* stored = book_.sheet(sheet_index).grid.FindCell(row, column);
    return stored == nullptr ? calc::Value() : stored->value.ToCalc();
  }

 private:
  void Collect() {
    struct Place {
      int sheet_index, row, column;
    };
    std::vector<Place> spilled;
    for (int i = 0; i < static_cast<int>(book_.sheets().size()); ++i) {
      book_.sheet(i).grid.VisitFormulas([&](int row, int column, const Cell& cell) {
        if (cell.spilled()) {
          spilled.push_back({i, row, column});
        } else {
          index_[{i, row, column}] = cells_.size();
          cells_.push_back({i, row, column, cell.extras->parsed});
        }
      });
    }
    for (const Place& place : spilled) {
      Grid& grid = book_.MutableSheet(place.sheet_index).grid;
      grid.MutableCell(place.row, place.column).ClearContent();
    }
  }

  bool AllDone() const {
    return std::all_of(cells_.begin(), cells_.end(),
                       [](const FormulaCell& cell) { return cell.progress == Progress::kDone; });
  }

  void RunPass(bool backwards) {
    for (FormulaCell& cell : cells_) {
      if (cell.progress == Progress::kPostponed) cell.progress = Progress::kWaiting;
    }
    for (size_t i = 0; i < cells_.size(); ++i) {
      FormulaCell& cell = cells_[backwards ? cells_.size() - 1 - i : i];
      postponed_ = false;
      if (cell.progress == Progress::kWaiting) Evaluate(cell);
    }
  }

  void Evaluate(FormulaCell& cell);
  void Store(const FormulaCell& cell, const std::vector<std::vector<calc::Value>>& rows,
             const std::optional<calc::NumberFormat>& format);
  void StoreValue(const FormulaCell& cell, CellValue value,
                  const std::optional<calc::NumberFormat>& format);
  std::optional<std::string> Obstacle(const FormulaCell& cell,
                                      const std::vector<std::vector<calc::Value>>& rows) const;

  Spreadsheet& book_;
  const double now_;
  std::vector<FormulaCell> cells_;
  std::map<std::tuple<int, int, int>, size_t> index_;
  int depth_ = 0;
  bool postponed_ = false;
};

// The spreadsheet as one formula sees it.
class Context : public calc::EvalContext {
 public:
  Context(Recalculation& run, const FormulaCell& cell) : run_(run), cell_(cell) {}

  calc::Value CellValue(std::string_view sheet, int row, int column) const override {
    return run_.ValueAt(IndexOf(sheet), row, column);
  }

  void VisitCells(std::string_view sheet, const calc::Area& area,
                  const Visitor& visit) const override {
    const int index = IndexOf(sheet);
    // Evaluating a cell may change the grid: nothing of it is held on to from cell to cell.
    const auto grid = [&]() -> const Grid& { return run_.book().sheet(index).grid; };
    for (int row = area.first_row; row <= area.last_row && row < grid().stored_rows(); ++row) {
      for (int column = area.first_column; column <= area.last_column; ++column) {
        const Row* stored = grid().FindRow(row);
        if (stored == nullptr || column >= static_cast<int>(stored->cells.size())) break;
        if (!stored->cells[static_cast<size_t>(column)].HasContent()) continue;
        const calc::Value value = run_.ValueAt(index, row, column);
        if (!calc::IsBlank(value) && !visit(row, column, value)) return;
      }
    }
  }

  std::optional<calc::GridSize> SheetSize(std::string_view sheet) const override {
    const int index = IndexOf(sheet);
    if (index < 0) return std::nullopt;
    return calc::GridSize{run_.book().sheet(index).row_count,
                          run_.book().sheet(index).column_count};
  }

  std::optional<calc::NamedRange> FindNamedRange(std::string_view name) const override {
    const Json* named = run_.book().FindNamedRange(name);
    if (named == nullptr) return std::nullopt;
    const Json& range = ObjectOf(*named, "range");
    const int index = run_.book().IndexOfId(static_cast<int32_t>(IntOf(range, "sheetId")));
    if (index < 0) return std::nullopt;
    const Sheet& sheet = run_.book().sheet(index);
    const Rect rect = RectOf(range, sheet.Bounds());
    return calc::NamedRange{
        sheet.title,
        {rect.rows.begin, rect.columns.begin, rect.rows.end - 1, rect.columns.end - 1}};
  }

  calc::CellPosition OwnCell() const override { return {cell_.row, cell_.column}; }
  double Now() const override { return run_.now(); }

  std::optional<calc::NumberFormat> CellFormat(std::string_view sheet, int row,
                                               int column) const override {
    const Cell* cell = run_.book().sheet(IndexOf(sheet)).grid.FindCell(row, column);
    return cell == nullptr ? std::nullopt : ShownFormat(*cell);
  }

 private:
  int IndexOf(std::string_view sheet) const {
    return sheet.empty() ? cell_.sheet_index : run_.book().IndexOfTitle(sheet);
  }

  Recalculation& run_;
  const FormulaCell& cell_;
};

void Recalculation::Evaluate(FormulaCell& cell) {
  if (depth_ >= kMaxDepth) {
    cell.progress = Progress::kPostponed;
    postponed_ = true;
    return;
  }
  const bool postponed_before = std::exchange(postponed_, false);
  cell.progress = Progress::kRunning;
  ++depth_;
  const Context context(*this, cell);
  const calc::Formula& formula = cell.parsed->formula();
  using Rows = std::vector<std::vector<calc::Value>>;
  const auto rows =
      formula.MayBeArray() ? formula.EvaluateArray(context) : Rows{{formula.Evaluate(context)}};
  const auto format = formula.ResultFormat(context);
  --depth_;
  if (postponed_) {
    cell.progress = Progress::kPostponed;
    return;
  }
  Store(cell, rows, format);
  cell.progress = Progress::kDone;
  postponed_ = postponed_before;
}

void Recalculation::StoreValue(const FormulaCell& cell, CellValue value,
                               const std::optional<calc::NumberFormat>& format) {
  const Cell& old = *book_.sheet(cell.sheet_index).grid.FindCell(cell.row, cell.column);
  const auto& old_format = old.extras->result_format;
  const bool same_format =
      format ? old_format != nullptr && *old_format == *format : old_format == nullptr;
  if (old.value == value && same_format) return;
  Cell& stored = book_.MutableSheet(cell.sheet_index).grid.MutableCell(cell.row, cell.column);
  stored.value = std::move(value);
  if (same_format) return;
  stored.extras.Mutable().result_format =
      format ? std::make_shared<const calc::NumberFormat>(*format) : nullptr;
}

// The first cell that an array would cover and that is not empty.
std::optional<std::string> Recalculation::Obstacle(
    const FormulaCell& cell, const std::vector<std::vector<calc::Value>>& rows) const {
  const Grid& grid = book_.sheet(cell.sheet_index).grid;
  for (int row = 0; row < static_cast<int>(rows.size()); ++row) {
    for (int column = 0; column < static_cast<int>(rows.front().size()); ++column) {
      if (row == 0 && column == 0) continue;
      const Cell* covered = grid.FindCell(cell.row + row, cell.column + column);
      if (covered == nullptr || !covered->HasContent()) continue;
      return ColumnLetters(cell.column + column) + std::to_string(cell.row + row + 1);
    }
  }
  return std::nullopt;
}

void Recalculation::Store(const FormulaCell& cell,
                          const std::vector<std::vector<calc::Value>>& rows,
                          const std::optional<calc::NumberFormat>& format) {
  const bool single = rows.size() == 1 && rows.front().size() == 1;
  if (const auto obstacle = single ? std::nullopt : Obstacle(cell, rows)) {
    StoreValue(cell,
               CellValue::Error(ErrorType::kRef,
                                "Array result was not expanded because it would "
                                "overwrite data in " +
                                    *obstacle + '.'),
               std::nullopt);
    return;
  }
  StoreValue(cell, CellValue::From(rows.front().front()), format);
  if (single) return;
  Sheet& sheet = book_.MutableSheet(cell.sheet_index);
  for (size_t i = 0; i < rows.size(); ++i) {
    for (size_t j = 0; j < rows[i].size(); ++j) {
      const int row = cell.row + static_cast<int>(i);
      const int column = cell.column + static_cast<int>(j);
      const bool own = i == 0 && j == 0;
      if (own || calc::IsBlank(rows[i][j]) || !sheet.Bounds().Contains(row, column)) continue;
      Cell& covered = sheet.grid.MutableCell(row, column);
      covered.value = CellValue::From(rows[i][j]);
      covered.extras.Mutable().spilled = true;
    }
  }
}

}  // namespace

void Recalculate(Spreadsheet& spreadsheet, int64_t now_ms) {
  if (!spreadsheet.stale) return;
  const std::string zone = StringOf(spreadsheet.properties, "timeZone", "Etc/GMT");
  const int64_t local_ms = now_ms + int64_t{OffsetOfZone(zone, now_ms).value_or(0)} * 1000;
  Recalculation(spreadsheet, local_ms).Run();
  spreadsheet.stale = false;
}

}  // namespace sheetkeeper::emulator
