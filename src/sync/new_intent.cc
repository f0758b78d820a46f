#include "sync/new_intent.h"

#include <algorithm>

#include "sync/batch.h"

namespace sheetkeeper {
namespace {

// A repair can be in any column of the sheet, and a whole row may have to be put back.
bool NeedsEveryColumn(SheetOp::Kind kind) {
  return kind == SheetOp::Kind::kDelete || Mends(kind);
}

// A column that moves a little before the batch lands is still in sight of the evidence.
void SetSpan(SheetLayout& layout, bool every_column) {
  constexpr int kMargin = 3;
  layout.span_begin = every_column ? 0 : std::max(0, layout.first_column() - kMargin);
  layout.span_end = every_column
                        ? layout.column_count
                        : std::min(layout.column_count, layout.last_column() + 1 + kMargin);
  layout.span_end = std::max(layout.span_end, layout.last_column() + 1);
}

SheetLayout LayoutFor(const TableState& table, int32_t sheet_id, bool every_column) {
  SheetLayout layout = table.view.layout;
  layout.sheet_id = sheet_id;
  SetSpan(layout, every_column);
  const std::vector<std::string>& headers = table.view.headers;
  for (int column = layout.span_begin; column < layout.span_end; ++column) {
    const auto at = static_cast<size_t>(column);
    layout.span_headers.push_back(at < headers.size() ? headers[at] : "");
  }
  return layout;
}

}  // namespace

Intent NewIntent(int32_t token, WallTime now, const std::vector<Task>& tasks,
                 const std::vector<TableState>& tables, const Tabs& tabs) {
  Intent intent;
  intent.token = token;
  intent.at_ms = now.time_since_epoch().count();
  for (const Task& task : tasks) intent.ops.push_back(task.op);
  for (const TableState& table : tables) {
    const std::string& name = table.schema().name;
    bool used = false;
    bool every_column = false;
    for (const SheetOp& op : intent.ops) {
      if (op.table != name) continue;
      used = true;
      every_column = every_column || NeedsEveryColumn(op.kind);
    }
    if (used) intent.layouts.push_back(LayoutFor(table, *tabs.Of(name).sheet_id, every_column));
  }
  PlaceEvidence(intent);
  return intent;
}

}  // namespace sheetkeeper
