// Outbox: which of the local changes one pass takes up.
//
// Programs may change more rows at once than fit into memory, so no list of them is ever held. A
// pass goes through all of them, one after another, twice: before the sheet is read, to note their
// keys (9 bytes each), and when it decides. Each is merged with what the sheet holds for it, and
// counts for the guards, which judge the whole. But only a part of the plans is kept and carried
// out, a few thousand: that of the oldest entries of the change log after the one with which the
// pass before ended. The plans of the others are put off, which is to forget them: nothing is
// written for those rows on either side, their entries stay, and a later pass makes the plans anew.
//
// The part goes on from pass to pass until it has come to the end of the log, so that rows that
// cannot be sent (a formula in the way, an open conflict) never keep others from their turn. Rows
// about which there is nothing to do take no place. A table that has come to the end takes up only
// what is newer until the others have, too; then all begin anew. If each began anew by itself, one
// of them would always have something left, and the passes would never end.
//
// What is read twice may differ: an entry that came in between has a larger seq and waits, and what
// a program makes of a row in between is merged as it is then. That the base of a row is the same
// both times, as only our own commits move it, is what counts.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <vector>

namespace sheetkeeper {

struct TableState;

// The part of one table that a pass takes up.
class OutboxPart {
 public:
  // All of it.
  OutboxPart() = default;
  // The first `places` rows after the entry `after`.
  OutboxPart(int64_t after, size_t places) : after_(after), places_(places) {}

  // Whether the row with the entry `seq`, about which there is something to do, has a place. Asked
  // once for each, in the order of seq; a row without an entry (0) always has.
  bool Take(int64_t seq);
  // The same of a row that was asked for before, in any order.
  bool Has(int64_t seq) const { return seq == 0 || (seq > after_ && seq <= end_); }

  // There are rows after this part.
  bool rest() const { return rest_; }
  // Nothing was put off.
  bool whole() const;
  // The entry after which the next pass goes on. `newest`: the last one of the log.
  int64_t next(int64_t newest) const { return rest_ ? end_ : std::max(after_, newest); }
  // Whether rows may be put off, where so many may differ.
  bool MayPutOff(size_t rows) const { return after_ != 0 || rows > places_; }

 private:
  int64_t after_ = 0;
  size_t places_ = std::numeric_limits<size_t>::max();
  size_t taken_ = 0;
  int64_t end_ = std::numeric_limits<int64_t>::max();  // the last one, once all places are taken
  bool rest_ = false;
};

class Outbox {
 public:
  // Not more than so many rows are taken up by a pass, of all tables together.
  explicit Outbox(size_t rows) : rows_(rows) {}

  // Sets the part of each table, whose pending rows are known. No table waits for another.
  void Divide(std::vector<TableState>& tables) const;
  // After a pass that came to its end. `unfinished`: some of what it took up is to be looked at
  // again soon. True where that is now due: one of the passes left such, and this was the last.
  bool Advance(const std::vector<TableState>& tables, bool unfinished);

 private:
  size_t rows_;
  std::map<std::string, int64_t> after_;  // by table: where the next pass begins, if not at 0
  bool unfinished_ = false;               // what the passes so far left
};

// Something is left for the next pass.
bool AnyRest(const std::vector<TableState>& tables);
// Nothing was put off: what there is to do was looked at in one pass.
bool IsWhole(const std::vector<TableState>& tables);

// What a pass takes up by default; one batch has as many operations.
inline constexpr size_t kRowsOfAPass = 5000;

}  // namespace sheetkeeper
