// What one cycle knows of one table, phase by phase. Filled by observe, decide and push, consumed
// by commit.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/base_index.h"
#include "model/plan.h"
#include "model/schema.h"
#include "store/store.h"
#include "sync/sheet_scan.h"
#include "sync/verdict.h"

namespace sheetkeeper {

// A write to the sheet, and what became of it.
struct SentOp {
  SheetOp op;
  Verdict verdict;
};

struct PlannedRow {
  RowPlan plan;
  std::optional<Row> base;       // before this cycle
  std::unique_ptr<SentOp> sent;  // nullptr where there was no write, or it was put off
};

struct TableState {
  const TableBinding* binding = nullptr;

  // observe
  BaseIndex base;
  std::map<RowKey, StoredRow> local;  // rows that differ, or may differ, from their base
  SheetView view;

  // decide
  std::vector<PlannedRow> rows;
  std::vector<PlannedRow> stopped;  // what the plan was, where a guard stopped it
  std::vector<StoredRow> settled;   // changed and changed back: only the change log has to know
  std::vector<RejectedRow> rejected;
  std::optional<Hold> hold;

  const TableSchema& schema() const { return binding->schema; }
};

inline Hold HoldOf(const TableState& table, std::string guard, std::string reason) {
  Hold hold;
  hold.table = table.schema().name;
  hold.guard = std::move(guard);
  hold.reason = std::move(reason);
  return hold;
}

}  // namespace sheetkeeper
