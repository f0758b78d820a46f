// What one cycle knows of one table, phase by phase. Filled by observe, decide and push, consumed
// by commit.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/check.h"
#include "model/base_index.h"
#include "model/digest_table.h"
#include "model/plan.h"
#include "model/schema.h"
#include "store/store.h"
#include "sync/outbox.h"
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
  uint64_t local_digest = 0;     // of the row of the database, or of an empty one
  uint64_t writes = 0;           // WritesOf the plan, as it was decided
  std::unique_ptr<SentOp> sent;  // nullptr where there was no write, or it was put off
};

struct TableState {
  const TableBinding* binding = nullptr;

  // observe
  BaseIndex base;
  int64_t last_change = 0;    // the newest local change that this cycle knows of
  DigestSet pending;          // keys of the rows that differ, or may differ, from their base
  std::set<RowKey> baseless;  // those of them whose base is not known by value
  OutboxPart part;            // what is taken up of them
  SheetView view;

  // decide
  std::vector<PlannedRow> rows;
  uint64_t put_off = 0;             // the sum of WritesOf the plans that wait for a later pass
  std::vector<PlannedRow> stopped;  // what the plan was, where a guard stopped it
  std::vector<StoredRow> settled;   // changed and changed back: only the change log has to know
  std::vector<RejectedRow> rejected;
  std::optional<Hold> hold;
  std::optional<Hold> decided;  // the hold whose plan is carried out, as a person decided

  const TableSchema& schema() const { return binding->schema; }
};

// REQUIRES: it is one of `tables`.
inline TableState& TableOf(std::vector<TableState>& tables, const std::string& name) {
  const auto table = std::find_if(tables.begin(), tables.end(), [&](const TableState& candidate) {
    return candidate.schema().name == name;
  });
  CHECK(table != tables.end());
  return *table;
}

inline Hold HoldOf(const TableState& table, std::string guard, std::string reason) {
  Hold hold;
  hold.table = table.schema().name;
  hold.guard = std::move(guard);
  hold.reason = std::move(reason);
  return hold;
}

}  // namespace sheetkeeper
