#include "sync/mending_history.h"

#include <string>
#include <utility>

#include "model/canonical.h"
#include "sync/header.h"
#include "sync/hit.h"

namespace sheetkeeper {
namespace {

constexpr char kPutRight[] = "a write had hit it while rows or columns moved; put back";
constexpr char kNoKey[] = "the row had no key";

std::vector<CellChange> ChangesOf(const SheetOp& op, const SheetLayout& layout,
                                  const TableSchema& schema) {
  std::vector<CellChange> changes;
  for (const SheetOp::RawCell& cell : op.raw) {
    for (size_t i = 0; i < schema.columns.size(); ++i) {
      const Column& column = schema.columns[i];
      if (layout.columns[i] != cell.sheet_column) continue;
      changes.push_back(
          {i, FromCellOrText(cell.written, column), FromCellOrText(cell.restore, column)});
    }
  }
  return changes;
}

}  // namespace

std::optional<HistoryEntry> HistoryOfMending(const Intent& intent, const SheetOp& op,
                                             const Verdict& verdict, const TableSchema& schema) {
  if (verdict.kind != Verdict::Kind::kDone) return std::nullopt;
  HistoryEntry entry{op.table, op.key, "sheet", std::string(Name(op.kind)), {}, kPutRight};
  switch (op.kind) {
    case SheetOp::Kind::kGiveKey:
      entry.key = op.cells.at(0).after;
      entry.cells = op.cells;
      entry.reason = kNoKey;
      return entry;
    case SheetOp::Kind::kRepair:
      entry.cells = ChangesOf(op, LayoutOf(intent, op), schema);
      return entry.cells.empty() ? std::nullopt : std::optional(entry);
    case SheetOp::Kind::kRestoreRow:
      return entry;
    default:
      return std::nullopt;  // a new row of ours that is taken away again was never entered
  }
}

}  // namespace sheetkeeper
