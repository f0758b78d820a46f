// The batch that carries out an intent, by the protocol of sync/evidence.h.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "google/sheets_client.h"
#include "model/plan.h"
#include "model/schema.h"
#include "sync/evidence.h"
#include "sync/tokens.h"

namespace sheetkeeper {

// A batch, and which operation each of its requests belongs to (-1: none), so that a refusal can be
// laid at somebody's door.
struct BuiltBatch {
  SheetBatch batch;
  std::vector<int> operation_of_request;
};

// Who sends a batch.
struct BatchWriter {
  std::string id;  // the database's
  Millis lease{
      0};  // how long from the batch on the spreadsheet is its own; zero: it makes no claim
};

// Numbers the evidence rows of the layouts and operations.
void PlaceEvidence(Intent& intent);

// Neighbouring columns of a row that is put back, and where they go.
struct ColumnRun {
  int from;
  int to;
  int width;
};

// Where the columns with these headers, from column A on, stand in `layout`, some perhaps renamed
// in their place; those that are gone go nowhere. REQUIRES: the layout's span begins at column A.
std::vector<ColumnRun> WhereColumnsWent(const std::vector<std::string>& headers,
                                        const SheetLayout& layout);

// The batch that carries out `intent`. `schemas` has those of all its tables. REQUIRES:
// PlaceEvidence was called; an intent that restores rows does nothing else; operations on existing
// rows of a table are in the order of their rows.
BuiltBatch BuildBatch(const Intent& intent, const EvidenceSheet& evidence,
                      const BatchWriter& writer, const BatchTokens& tokens,
                      std::span<const TableSchema* const> schemas);

}  // namespace sheetkeeper
