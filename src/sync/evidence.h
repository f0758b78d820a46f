// How sheetkeeper writes to a sheet that people are changing at the same moment.
//
// The API has no compare-and-swap; rows and columns move under us, and a request that timed out may
// still land, now or minutes later. It has three things to build on: a batch is applied whole and
// in order or not at all; a developer-metadata id is unique, so a batch that creates one in use
// fails whole; and a copy inside a batch carries content aside before it is overwritten.
//
// So each batch of ours, in this order:
//     1  creates its own token, and the tokens of all earlier batches whose outcome is not known:
//        from here on none of those can land any more; had one landed, this batch fails whole
//     2  empties the evidence sheet (a hidden tab) and writes its token there, with the database's
//        id, the time and its lease (last_writer.h); rows that the batch puts back from there stay
//     3  copies the header cells, and of every row it will touch the cells from the first mapped
//        column to the last, into the evidence sheet
//     4  writes the changed cells, inserts the new rows, deletes rows
// and asks for the evidence sheet in its answer. Where the answer is lost, the next read finds the
// evidence where the batch left it, or finds that the batch has not landed.
//
// The evidence says for each operation what it really hit. If the header or the key is not the one
// we meant, the write is misplaced: what it covered is put back. If the key is right but the value
// is not the one we merged against, a person was faster: their value is put back or kept as the
// loser of a conflict, as the column's policy says. New rows are inserted, which covers nothing.
//
// Layout of the evidence sheet:
//     row 0          the token, the writer's id, the time, and the end of its lease where it has
//                    one (ms since 1970), in A1 to D1
//     for each table one row with its header cells as they were
//     for each operation on an existing row one row with its cells as they were; after a deletion's
//     row one more with the whole row, formats and all, from which it can be put back
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "google/sheets_client.h"
#include "model/plan.h"
#include "model/schema.h"

namespace sheetkeeper {

inline constexpr char kEvidenceSheetTitle[] = "_sheetkeeper";

// Tokens count against a quota of characters, and a request cannot land a day late: the key of a
// token names its day in a round of three, and the tokens of the day before yesterday may go.
std::string TokenKey(int64_t day);
inline constexpr int64_t kMsPerTokenDay = 86'400'000;

struct EvidenceSheet {
  int32_t sheet_id = 0;
  bool exists = false;
};
inline constexpr char kEvidenceMark[] = "_sheetkeeper!1:1";

// A batch, and which operation each of its requests belongs to (-1: none), so that a refusal can be
// laid at somebody's door.
struct BuiltBatch {
  SheetBatch batch;
  std::vector<int> operation_of_request;
};

// Who sends a batch.
struct BatchWriter {
  std::string id;   // the database's
  Millis lease{0};  // how long from the batch on the spreadsheet is its own; zero: it makes no claim
};

// Numbers the evidence rows of the layouts and operations.
void PlaceEvidence(Intent& intent);

// Neighbouring columns of a row that is put back, and where they go.
struct ColumnRun {
  int from;
  int to;
  int width;
};

// Where the columns with these headers, from column A on, stand in `layout`; those that are gone go
// nowhere. REQUIRES: the layout's span begins at column A.
std::vector<ColumnRun> WhereColumnsWent(const std::vector<std::string>& headers,
                                        const SheetLayout& layout);

// The batch that carries out `intent`. `schemas` has those of all its tables. REQUIRES:
// PlaceEvidence was called; an intent that restores rows does nothing else; operations on existing
// rows of a table are in the order of their rows.
BuiltBatch BuildBatch(const Intent& intent, const EvidenceSheet& evidence,
                      const BatchWriter& writer, std::span<const int32_t> tokens_to_burn,
                      std::span<const TableSchema* const> schemas);

// What the evidence sheet holds.
struct Evidence {
  std::optional<int32_t> token;
  std::string writer = {};  // the id of the database that wrote it
  int64_t at_ms = 0;
  int64_t leased_until_ms = 0;          // 0: it made no claim
  std::vector<std::vector<Cell>> rows;  // ragged
};

Evidence ReadEvidence(std::vector<std::vector<Cell>> rows);
Evidence ReadEvidence(const GridBlock& block);

// What became of one operation.
struct Verdict {
  enum class Kind {
    kDone,
    kOvertaken,  // right row, but a person had changed something there after our read
    kMisplaced,  // another row or another column was hit
  };
  Kind kind = Kind::kDone;
  // For updates and inserts: by cell of the operation, true where it stands as it should.
  std::vector<bool> cell_done;
  std::vector<Conflict> conflicts;  // decided: ours won over what a person had just written
  Mending mending;
};

// REQUIRES: evidence.token == intent.token; `schema` is that of op.table.
Verdict Judge(const Intent& intent, const SheetOp& op, const Evidence& evidence,
              const TableSchema& schema);

// What a misplaced write covered, as the loser of a conflict: somebody wrote there before it could
// be put back, without having seen it. Nothing where it was empty, or stood in no column of the
// table.
std::optional<Conflict> Covered(const Repair& repair, const TableSchema& schema);

// The base of the row once the verdict is known. `base` is what it was before.
std::optional<Row> BaseAfter(const std::optional<Row>& base, const SheetOp& op,
                             const Verdict& verdict);

}  // namespace sheetkeeper
