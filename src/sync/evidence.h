// How sheetkeeper writes to a sheet that people are changing at the same moment.
//
// The API has no compare-and-swap; rows and columns move under us, and a request that timed out may
// still land, now or minutes later. It has three things to build on: a batch is applied whole and
// in order or not at all; a developer-metadata id is unique, so a batch that creates one in use
// fails whole; and a copy inside a batch carries content aside before it is overwritten.
//
// So each batch of ours, in this order:
//     1  creates its own token, and the tokens of all earlier batches whose outcome is not known:
//        from here on none of those can land any more; had one landed, this batch fails whole. One
//        that says just what an earlier one said has that one's token (open_intents.h)
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
#include <string>
#include <vector>

#include "google/sheets_client.h"

namespace sheetkeeper {

inline constexpr char kEvidenceSheetTitle[] = "_sheetkeeper";
inline constexpr char kEvidenceMark[] = "_sheetkeeper!1:1";

struct EvidenceSheet {
  int32_t sheet_id = 0;
  bool exists = false;
};

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

}  // namespace sheetkeeper
