#include "sync/look_again.h"

#include <algorithm>
#include <map>
#include <set>

#include "model/a1.h"
#include "model/canonical.h"

namespace sheetkeeper {
namespace {

// Ranges of one table in the request's address, which servers limit. More rows than that, and the
// whole tab is read instead.
constexpr size_t kMaxRanges = 30;

struct RowRange {
  const TableState* table;
  int first;
  int last;
};

// The rows of one table as few ranges.
std::vector<RowRange> RangesOf(const TableState& table, const std::set<int>& rows) {
  std::vector<RowRange> ranges;
  for (const int row : rows) {
    if (!ranges.empty() && row <= ranges.back().last + 3) {
      ranges.back().last = row;
    } else {
      ranges.push_back({&table, row, row});
    }
  }
  if (ranges.size() > kMaxRanges) ranges = {{&table, *rows.begin(), *rows.rbegin()}};
  return ranges;
}

std::string Notation(const RowRange& range) {
  const SheetLayout& layout = range.table->view.layout;
  return QuoteSheetTitle(range.table->view.title) + "!" + A1(range.first, layout.first_column()) +
         ":" + A1(range.last, layout.last_column());
}

using WantedRows = std::map<const TableState*, std::set<int>>;

class Collector : public ValueSink {
 public:
  Collector(const std::vector<RowRange>& ranges, const WantedRows& wanted)
      : ranges_(ranges), wanted_(wanted) {}
  void OnBegin() override { rows_.clear(); }
  void OnRange(size_t, std::string_view) override {}
  void OnRow(size_t range, int row, std::span<const Cell> cells) override {
    const TableState* const table = ranges_[range].table;
    const int sheet_row = ranges_[range].first + row;
    if (!wanted_.at(table).contains(sheet_row)) return;
    rows_[{table, sheet_row}].assign(cells.begin(), cells.end());
  }
  std::span<const Cell> At(const TableState* table, int row) const {
    const auto found = rows_.find({table, row});
    if (found == rows_.end()) return {};
    return found->second;
  }

 private:
  const std::vector<RowRange>& ranges_;
  const WantedRows& wanted_;
  std::map<std::pair<const TableState*, int>, std::vector<Cell>> rows_;
};

// Rendered as a formula, a cell with one shows text that begins with '='; so does text that merely
// begins so, but that text was read as the value.
bool IsFormula(const Cell& cell, const Value& value_read) {
  const auto* text = std::get_if<std::string>(&cell);
  return text != nullptr && text->starts_with('=') && Value(*text) != value_read;
}

bool Holds(const Cell& cell, const Value& expected, const Column& column) {
  const auto value = FromCell(cell, column, &expected);
  return std::holds_alternative<Value>(value) && std::get<Value>(value) == expected;
}

SecondLook Compare(const LookedAt& wanted, std::span<const Cell> cells) {
  const TableSchema& schema = wanted.table->schema();
  const SheetLayout& layout = wanted.table->view.layout;
  const auto at = [&](size_t column) -> const Cell& {
    return CellAt(cells, layout.columns[column] - layout.first_column());
  };
  SecondLook look;
  if (!IsFormula(at(schema.key), wanted.op->key) &&
      !Holds(at(schema.key), wanted.op->key, schema.key_column())) {
    return look;
  }
  for (const CellChange& change : wanted.op->cells) {
    if (IsFormula(at(change.column), change.before)) {
      // A row is deleted with its formulas; a value never replaces one.
      if (wanted.op->kind == SheetOp::Kind::kUpdate) look.formulas.push_back(change.column);
    } else if (!Holds(at(change.column), change.before, schema.columns[change.column])) {
      return look;
    }
  }
  look.unchanged = true;
  return look;
}

// A row that still has content and no key.
SecondLook CompareKeyless(const LookedAt& wanted, std::span<const Cell> cells) {
  const SheetLayout& layout = wanted.table->view.layout;
  const int key = layout.columns[wanted.table->schema().key] - layout.first_column();
  SecondLook look;
  if (IsFormula(CellAt(cells, key), Value(Null{}))) {
    look.formulas.push_back(wanted.table->schema().key);
  } else if (!ToText(CellAt(cells, key)).empty()) {
    return look;
  }
  look.unchanged = std::any_of(layout.columns.begin(), layout.columns.end(), [&](int column) {
    return !ToText(CellAt(cells, column - layout.first_column())).empty();
  });
  return look;
}

}  // namespace

Result<std::vector<SecondLook>> LookAgainAt(const std::vector<LookedAt>& wanted,
                                            const std::string& spreadsheet_id, SheetsClient& sheets,
                                            std::stop_token stop) {
  WantedRows rows;
  for (const LookedAt& one : wanted) rows[one.table].insert(one.op->sheet_row);
  std::vector<RowRange> ranges;
  for (const auto& [table, of_table] : rows) {
    const auto more = RangesOf(*table, of_table);
    ranges.insert(ranges.end(), more.begin(), more.end());
  }
  std::vector<std::string> notations;
  std::transform(ranges.begin(), ranges.end(), std::back_inserter(notations), Notation);
  Collector seen(ranges, rows);
  TRY("reading " + std::to_string(ranges.size()) + " ranges",
      sheets.ReadValues(spreadsheet_id, notations, seen, stop, Render::kFormulas));
  std::vector<SecondLook> looks;
  for (const LookedAt& one : wanted) {
    const std::span<const Cell> cells = seen.At(one.table, one.op->sheet_row);
    const bool keyless = one.op->kind == SheetOp::Kind::kGiveKey;
    looks.push_back(keyless ? CompareKeyless(one, cells) : Compare(one, cells));
  }
  return looks;
}

}  // namespace sheetkeeper
