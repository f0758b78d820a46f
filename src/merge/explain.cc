#include "merge/explain.h"

#include <string_view>

#include <fmt/format.h>

namespace sheetkeeper {
namespace {

bool IsContinuationByte(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

// Text in quotes, on one line, cut off where it is long.
std::string Quoted(std::string_view text) {
  constexpr size_t kShown = 60;
  size_t shown = text.size();
  if (shown > kShown) {
    shown = kShown;
    while (shown > 0 && IsContinuationByte(text[shown])) --shown;
  }
  std::string quoted = "'";
  for (const char c : text.substr(0, shown)) {
    quoted += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
  }
  return quoted + (shown < text.size() ? "...'" : "'");
}

std::string Shown(const Value& value) {
  if (IsNull(value)) return "(empty)";
  if (const auto* text = std::get_if<std::string>(&value)) return Quoted(*text);
  return ToText(value);
}

std::string ShownChange(const CellChange& cell, SideAction action, const TableSchema& schema) {
  const std::string& header = schema.columns[cell.column].header;
  if (action == SideAction::kUpdate) {
    return fmt::format("{} {} -> {}", header, Shown(cell.before), Shown(cell.after));
  }
  return fmt::format("{} {}", header,
                     Shown(action == SideAction::kInsert ? cell.after : cell.before));
}

class Explainer {
 public:
  explicit Explainer(const TableSchema& schema) : schema_(schema) {}

  void Add(const RowPlan& row) {
    AddSide("sheet", row.on_sheet, row.sheet_cells, row);
    AddSide("database", row.on_local, row.local_cells, row);
    for (const Conflict& conflict : row.conflicts) AddConflict(conflict);
  }

  std::vector<std::string> Lines() { return std::move(lines_); }

 private:
  void AddSide(std::string_view side, SideAction action, const std::vector<CellChange>& cells,
               const RowPlan& row) {
    if (action == SideAction::kNone) return;
    std::string changes;
    for (const CellChange& cell : cells) {
      if (!changes.empty()) changes += ", ";
      changes += ShownChange(cell, action, schema_);
    }
    const std::string_view what = action == SideAction::kInsert   ? "new row: "
                                  : action == SideAction::kDelete ? "delete row: "
                                                                  : "";
    AddLine(row.key, fmt::format("{} <- {}{} ({})", side, what, changes, row.reason));
  }

  void AddConflict(const Conflict& conflict) {
    const std::string verdict = conflict.winner == Winner::kNobody
                                    ? "a person has to decide"
                                    : fmt::format("the {} wins", Name(conflict.winner));
    if (conflict.column < 0) {
      AddLine(conflict.key, fmt::format("conflict: {} ({})", verdict, conflict.reason));
      return;
    }
    const std::string before = conflict.base ? ", before " + Shown(*conflict.base) : "";
    AddLine(conflict.key, fmt::format("conflict in {}: sheet {}, database {}{}; {} ({})",
                                      schema_.columns[static_cast<size_t>(conflict.column)].header,
                                      Shown(conflict.remote), Shown(conflict.local), before,
                                      verdict, conflict.reason));
  }

  void AddLine(const RowKey& key, std::string_view what) {
    lines_.push_back(fmt::format("{} {}: {}", schema_.name, ToText(key), what));
  }

  const TableSchema& schema_;
  std::vector<std::string> lines_;
};

}  // namespace

std::vector<std::string> Explain(const std::vector<RowPlan>& plan, const TableSchema& schema) {
  Explainer explainer(schema);
  for (const RowPlan& row : plan) explainer.Add(row);
  return explainer.Lines();
}

}  // namespace sheetkeeper
