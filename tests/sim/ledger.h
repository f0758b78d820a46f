// The ledger of a simulation: who wrote what where, and what had been seen when it was written.
//
// Every value that an actor writes is unique and names its author and the place it was meant for:
// "p17@5.city" is the 17th write of a person, into column city of row 5. So a loss, a doubling or a
// misplacement shows without a model of the product:
//
//   misplaced   a value stands in a row or column that it does not name
//   invented    a value stands somewhere that nobody wrote
//   doubled     a key stands in two rows
//   lost        see below
//
// For every cell the ledger keeps the last value written on each side, and whether a later writer
// on the other side had it before their eyes when they replaced it. What nobody has replaced
// knowingly has to be there in the end: if one such value is left, the cell shows it; if both sides
// have one, the cell shows one of them and the other stands in _conflicts.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace sheetkeeper::sim {

using Place = std::pair<int64_t, std::string>;  // row key, column name

enum class Side { kSheet, kDatabase };

class Ledger {
 public:
  // A new value of `author` ('p' a person, 'd' a program) for a place.
  std::string NewValue(char author, const Place& place);

  // `side` now shows `value` at `place`, where it showed `seen` before (nullopt: no such row).
  void Wrote(Side side, const Place& place, const std::string& value,
             const std::optional<std::string>& seen);
  // The row was deleted on `side` by somebody who saw `shown` in the place.
  void Deleted(Side side, const Place& place, const std::string& shown);

  using Rows = std::map<int64_t, std::map<std::string, std::string>>;  // by key and column

  // An older copy of the database is put back: what programs wrote since then, and what was only
  // kept for people to see, is the operator's loss. The base is that of the copy.
  void DatabaseWasPutBack(const Rows& sheet, const Rows& database);

  // Somebody leaves to others a value that they had before their eyes.
  void GaveUp(const Place& place, const std::string& value) { Replace(place, value); }

  // From here on the program does not know what both sides had agreed on: it unites them, and keeps
  // as a conflict what it cannot.
  void BaseWasLost() { base_was_lost_ = true; }
  void BaseWasLost(const Place& place) { cells_[place].base_was_lost = true; }

  struct Found {
    Rows sheet;
    Rows database;
    std::vector<std::string> kept;  // every text in the conflict table
    std::vector<std::string> history;
    std::set<Place> excused;    // cells that differ and are reported: in conflict, rejected
    std::set<int64_t> doubled;  // rows that two people made at once: both stand there, and are held
  };
  // What is wrong, one sentence each; empty where nothing is.
  std::vector<std::string> Judge(const Found& found) const;

 private:
  struct Last {
    std::optional<std::string> value;  // nullopt: nothing was written there
    bool replaced = false;             // by somebody who had seen it
  };
  struct Cell {
    Last on[2];
    bool row_was_deleted = false;
    bool base_was_lost = false;
  };

  void Replace(const Place& place, const std::optional<std::string>& seen);
  void JudgePlace(const Place& place, const Cell& cell, const Found& found,
                  std::vector<std::string>& wrongs) const;
  void JudgeShown(const Found& found, std::vector<std::string>& wrongs) const;

  int next_ = 0;
  bool base_was_lost_ = false;
  std::map<Place, Cell> cells_;
};

}  // namespace sheetkeeper::sim
