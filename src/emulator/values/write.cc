#include "emulator/values/write.h"

#include <algorithm>

#include "emulator/batch/structure.h"
#include "emulator/entered.h"
#include "emulator/values/limits.h"
#include "emulator/values/proto_text.h"
#include "emulator/values/render.h"

namespace sheetkeeper::emulator {
namespace {

// The values of a message as lines, whichever the major dimension.
class Lines {
 public:
  explicit Lines(const Json& value_range)
      : lines_(ArrayOf(value_range, "values")),
        by_rows_(DimensionOf(StringOf(value_range, "majorDimension")) == Dimension::kRows) {
    for (const Json& line : lines_) longest_ = std::max(longest_, static_cast<int>(line.size()));
  }

  int rows() const { return by_rows_ ? static_cast<int>(lines_.size()) : longest_; }
  int columns() const { return by_rows_ ? longest_ : static_cast<int>(lines_.size()); }

  template <typename Visit>
  void ForEach(Visit visit) const {
    for (size_t line = 0; line < lines_.size(); ++line) {
      for (size_t i = 0; i < lines_[line].size(); ++i) {
        const int a = static_cast<int>(line);
        const int b = static_cast<int>(i);
        visit(by_rows_ ? a : b, by_rows_ ? b : a, lines_[line][i]);
      }
    }
  }

  Result<> Check() const {
    for (size_t line = 0; line < lines_.size(); ++line) {
      for (size_t i = 0; i < lines_[line].size(); ++i) {
        const Json& value = lines_[line][i];
        if (value.is_array() || value.is_object()) {
          return InvalidArgument("Invalid values[" + std::to_string(line) + "][" +
                                 std::to_string(i) + "]: " + ProtoText(value));
        }
        if (value.is_string()) EMU_TRY(CheckTextLength(value.AsString()));
      }
    }
    return {};
  }

 private:
  const Json& lines_;
  const bool by_rows_;
  int longest_ = 0;
};

// A range of one cell says only where to begin.
Result<> CheckFits(const Spreadsheet& spreadsheet, const SheetRange& range, const Rect& wanted,
                   const WriteOptions& options) {
  const Rect& limits = range.asked ? *range.asked : range.rect;
  if (limits.rows.size() == 1 && limits.columns.size() == 1) return {};
  const std::string& text =
      options.range_text.empty() ? TextOf(spreadsheet, range) : options.range_text;
  const std::string within = "Requested writing within range [" + text + "], but tried writing to ";
  if (wanted.rows.end > limits.rows.end) {
    return InvalidArgument(within + "row [" + std::to_string(limits.rows.end + 1) + ']');
  }
  if (wanted.columns.end > limits.columns.end) {
    return InvalidArgument(within + "column [" + ColumnLetters(limits.columns.end) + ']');
  }
  return {};
}

}  // namespace

void WriteCell(const Spreadsheet& spreadsheet, const Json& value, const WriteOptions& options,
               Cell& cell) {
  if (value.is_string() && options.user_entered) {
    EnterText(spreadsheet, value.AsString(), options.now_ms, cell);
    return;
  }
  cell.ClearContent();
  if (value.is_string()) {
    const auto& text = value.AsString();
    if (!text.empty()) cell.value = CellValue::Text(text);
  } else if (value.is_bool()) {
    cell.value = CellValue::Bool(value.AsBool());
  } else {
    cell.value = CellValue::Number(value.AsDouble());
  }
}

Result<WriteOutcome> WriteValues(const SheetRange& range, const Json& value_range,
                                 const WriteOptions& options, Spreadsheet& spreadsheet) {
  const Lines lines(value_range);
  EMU_TRY(lines.Check());
  const int top = range.rect.rows.begin;
  const int left = range.rect.columns.begin;
  const Rect wanted = {{top, top + std::max(1, lines.rows())},
                       {left, left + std::max(1, lines.columns())}};
  EMU_TRY(CheckFits(spreadsheet, range, wanted, options));
  EMU_TRY(GrowGrid(spreadsheet, range.sheet_index, wanted.rows.end, wanted.columns.end));
  WriteOutcome outcome = {.requested = range, .written = range, .rows = {}, .columns = {}};
  int bottom = top;
  int right = left;
  Sheet& sheet = spreadsheet.MutableSheet(range.sheet_index);
  lines.ForEach([&](int row, int column, const Json& value) {
    if (value.is_null()) return;
    if (!sheet.IsCovered(top + row, left + column)) {
      WriteCell(spreadsheet, value, options, sheet.grid.MutableCell(top + row, left + column));
    }
    outcome.rows.insert(top + row);
    outcome.columns.insert(left + column);
    ++outcome.cells;
    bottom = std::max(bottom, top + row);
    right = std::max(right, left + column);
  });
  outcome.written.rect = {{top, bottom + 1}, {left, right + 1}};
  return outcome;
}

void ClearValues(const SheetRange& range, Spreadsheet& spreadsheet) {
  Sheet& sheet = spreadsheet.MutableSheet(range.sheet_index);
  const int end = std::min(range.rect.rows.end, sheet.grid.stored_rows());
  for (int row = range.rect.rows.begin; row < end; ++row) {
    if (sheet.grid.FindRow(row) == nullptr) continue;
    auto& cells = sheet.grid.MutableRow(row);
    const int last = std::min(range.rect.columns.end, static_cast<int>(cells.size()));
    for (int column = range.rect.columns.begin; column < last; ++column) {
      cells[static_cast<size_t>(column)].ClearContent();
    }
  }
}

void AddOutcome(const Spreadsheet& spreadsheet, const WriteOutcome& outcome, Json& response) {
  response["updatedRange"] = TextOf(spreadsheet, outcome.written);
  if (outcome.cells == 0) return;
  response["updatedRows"] = outcome.rows.size();
  response["updatedColumns"] = outcome.columns.size();
  response["updatedCells"] = outcome.cells;
}

}  // namespace sheetkeeper::emulator
