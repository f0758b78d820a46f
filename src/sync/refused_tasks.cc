#include "sync/refused_tasks.h"

#include "sync/verdict.h"

namespace sheetkeeper {
namespace {

void GiveUpRepair(SheetView& view, const TableSchema& schema, const SheetOp& op,
                  CoveredValues& covered) {
  std::erase_if(view.repairs, [&](const FoundRepair& found) {
    if (found.sheet_row != op.sheet_row || found.sheet_column != op.raw.at(0).sheet_column) {
      return false;
    }
    if (auto value = Covered(found.repair, schema))
      covered.emplace_back(op.table, std::move(*value));
    return true;
  });
}

void Refuse(const Task& task, const std::string& reason, TableState& table,
            const RefusedRow& refused, CoveredValues& covered) {
  const SheetOp& op = task.op;
  if (op.kind == SheetOp::Kind::kRemoveRow) return MarkMended(table.view, op);
  if (op.kind == SheetOp::Kind::kGiveKey) {
    return refused(op.table, Null{}, Digest(Row{}), reason);
  }
  if (task.row == nullptr) return GiveUpRepair(table.view, table.schema(), op, covered);
  refused(op.table, op.key, task.row->local_digest, reason);
  table.rejected.push_back({op.key, "", reason});
}

}  // namespace

bool LeaveOutRefused(std::vector<Task>& tasks, std::optional<size_t> blamed,
                     const std::string& reason, std::vector<TableState>& tables,
                     const RefusedRow& refused, CoveredValues& covered) {
  const size_t at = blamed.value_or(0);
  if (at >= tasks.size() || tasks[at].op.kind == SheetOp::Kind::kRestoreRow) return false;
  if (!blamed && tasks.size() > 1) {
    tasks.resize((tasks.size() + 1) / 2);
    return true;
  }
  const Task task = std::move(tasks[at]);
  tasks.erase(tasks.begin() + static_cast<std::ptrdiff_t>(at));
  Refuse(task, reason, TableOf(tables, task.op.table), refused, covered);
  return true;
}

}  // namespace sheetkeeper
