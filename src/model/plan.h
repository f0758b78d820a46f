// What one cycle sees and decides, as data: printable, comparable, free of I/O.
//
// The phases of a cycle (sync/cycle.cc) hand these to one another:
//     observe -> RowTriple -> merge -> RowPlan -> guard -> SheetOp (intent) -> evidence ->
//     RowCommit
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/schema.h"
#include "model/value.h"

namespace sheetkeeper {

// A row of one side that cannot take part in merging, and why. The row waits, others go on.
struct Held {
  std::string reason;  // the end of a sentence: "'15,5' is not a number"
  int column = -1;     // index in the schema; -1 where no single column is to blame
};

// What a side holds for a key: nothing, a row, or a row that does not fit.
using SideRow = std::variant<std::monostate, Row, Held>;

inline bool IsAbsent(const SideRow& side) {
  return std::holds_alternative<std::monostate>(side);
}
inline bool IsHeld(const SideRow& side) {
  return std::holds_alternative<Held>(side);
}

enum class Winner { kSheet, kDatabase, kNobody };
std::string_view Name(Winner winner);  // "sheet", "database", "nobody"

// What a person decided about an open conflict of one cell: while the sides hold these very values,
// the winner's goes to the other side.
struct Resolution {
  RowKey key;
  size_t column = 0;
  Value remote;
  Value local;
  Winner winner = Winner::kDatabase;  // never kNobody
  bool operator==(const Resolution&) const = default;
};

// One key with its row on the three sides. `base` is what both sides held when they last agreed.
struct RowTriple {
  RowKey key;
  std::optional<Row> base;
  SideRow remote;
  SideRow local;
  int sheet_row = -1;  // 0-based row of the sheet where the key stands; -1 where it does not
  std::vector<Resolution> resolutions = {};  // of cells of this row
};

// A cell of the row and the two values of the change. `column` is an index in the schema.
struct CellChange {
  size_t column = 0;
  Value before;
  Value after;
  bool operator==(const CellChange&) const = default;
};

enum class SideAction { kNone, kInsert, kUpdate, kDelete };
std::string_view Name(SideAction action);  // "none", "insert", "update", "delete"

// Two people changed one thing differently. What did not win is kept here.
struct Conflict {
  RowKey key;
  int column = -1;            // -1: one side deleted the row, the other edited it
  std::optional<Value> base;  // for a column: nullopt where the row had no base
  Value remote;
  Value local;
  Winner winner = Winner::kNobody;
  std::string reason;
  bool operator==(const Conflict&) const = default;
};

// What to do about one key. A key on which nothing is to be done has no RowPlan, unless its base
// moves (both sides made the same change).
struct RowPlan {
  RowKey key;
  int sheet_row = -1;
  SideAction on_sheet = SideAction::kNone;
  SideAction on_local = SideAction::kNone;
  // kUpdate: the cells to change, `before` is what that side holds. kInsert: every cell of the new
  // row, `before` is NULL. kDelete: every cell of the row that goes, `after` is NULL.
  std::vector<CellChange> sheet_cells;
  std::vector<CellChange> local_cells;
  // The base of the row without what this plan writes to the database (that is added when it is
  // written), before and after what it writes to the sheet has been proved to stand there.
  std::optional<Row> base_unpushed;
  std::optional<Row> base_pushed;
  std::vector<Conflict> conflicts;
  std::string_view reason;  // why, for a person: "changed in the sheet"; a literal
};

// A write to the sheet as it is recorded before the sheet is touched.
struct SheetOp {
  enum class Kind {
    kUpdate,
    kInsert,
    kDelete,
    kRepair,      // puts back what a misplaced or overtaken write of ours covered
    kRemoveRow,   // takes away a row of ours that was inserted while the columns moved
    kRestoreRow,  // puts back a whole row that a misplaced deletion of ours took
    kGiveKey,     // gives a row of the sheet without a key one; the next read meets it as a new row
  };
  Kind kind = Kind::kUpdate;
  std::string table;
  RowKey key;                      // NULL: the row had no key
  int sheet_row = -1;              // where the row stood in the read; where a new row goes
  std::vector<CellChange> cells;   // as in RowPlan; what mends holds raw cells in `raw` instead
  std::optional<Row> base_pushed;  // as in RowPlan
  struct RawCell {
    int sheet_column = -1;
    Cell written;  // what our misplaced write left there
    Cell restore;  // what it covered; for kRemoveRow nothing
    bool operator==(const RawCell&) const = default;
  };
  std::vector<RawCell> raw;
  // kRestoreRow: as in RowRestore. Only the batch needs it: an intent is recorded without it.
  std::vector<std::string> restored_headers = {};
  // The row of the evidence sheet that holds the pre-image after the write, 0-based; for
  // kRestoreRow the row that an earlier batch kept the lost row in. -1 where there is none.
  int evidence_row = -1;
  bool operator==(const SheetOp&) const = default;
};
std::string_view Name(SheetOp::Kind kind);

// Such an operation leaves one row less, and its evidence is two rows long.
bool TakesRowAway(SheetOp::Kind kind);
// It puts right what an earlier one did, and is in no plan.
bool Mends(SheetOp::Kind kind);
// It carries a row of the plan over, so that the row's base follows.
bool CarriesRow(SheetOp::Kind kind);

// How the columns of a table stood in the sheet when a batch was made.
struct SheetLayout {
  std::string table;
  int32_t sheet_id = 0;
  int header_row = 0;        // 0-based
  std::vector<int> columns;  // for each column of the schema its 0-based column in the sheet
  int end_row = 0;           // 0-based row after the last one that has content
  int row_count = 0;         // rows of the grid
  int column_count = 0;
  int evidence_header_row = -1;  // row of the evidence sheet with the headers as they were
  // The columns that evidence keeps, from span_begin to before span_end, and their headers
  // (normalized) at the time of the read.
  int span_begin = 0;
  int span_end = 0;
  std::vector<std::string> span_headers = {};

  int first_column() const;
  int last_column() const;
  bool operator==(const SheetLayout&) const = default;
};

// What we are about to write. At most one intent of a store can have landed and not be known to
// have: each batch makes the tokens of all earlier unresolved ones unusable.
struct Intent {
  int32_t token = 0;  // a developer-metadata id, unique in the spreadsheet; > 0
  int64_t at_ms = 0;  // wall time
  std::vector<SheetLayout> layouts;
  std::vector<SheetOp> ops;
};

// A cell of ours that stands where it should not, to be put right by a later batch.
struct Repair {
  std::string table;
  RowKey key;          // of the row that was hit; NULL where it has none
  int sheet_row = -1;  // where it was hit; only used where the key is NULL
  std::string header;  // of the column that was hit
  Cell written;
  Cell restore;
  // It was made, on a row with that key. Should the next read find the key twice, it may have been
  // a copy that somebody had just taken of the row.
  bool made = false;
};

// A row of ours that was inserted while the columns moved, so that its values stand under other
// headers and it has no key. It is known by all it shows, and taken away whole.
struct RowRemoval {
  std::string table;
  struct Shown {
    std::string header;
    Cell cell;
  };
  std::vector<Shown> cells;
};

// A row that a deletion of ours took although it was not, or no longer, the one to go. Its content
// stands in the evidence sheet until the next batch.
struct RowRestore {
  std::string table;
  RowKey key;
  int32_t token = 0;
  int evidence_row = -1;
  int sheet_row = -1;
  // The header of each column of that content (normalized), from column A on.
  std::vector<std::string> headers = {};
};

// What misplaced writes of ours left to be put right by later batches.
struct Mending {
  std::vector<Repair> repairs = {};
  std::vector<RowRemoval> removals = {};
  std::vector<RowRestore> restores = {};

  bool empty() const { return repairs.empty() && removals.empty() && restores.empty(); }
  void Add(const Mending& more);
  std::set<RowKey> KeysBeingRestored(const std::string& table) const;
};

}  // namespace sheetkeeper
