// People who work in the sheet: they type, paste, insert, delete, sort and move rows, move and
// rename columns and tabs, enter formulas, copy rows, clear what they should not, and undo.
//
// What a person undoes (a cleared or deleted tab, a deleted or renamed column, a copied row) is
// undone before that person does anything else in the tab, as Ctrl-Z would.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>

#include "base/rng.h"
#include "emulator/emulator.h"
#include "sim/ledger.h"
#include "sim/spreadsheet.h"

namespace sheetkeeper::sim {

class People {
 public:
  using Trace = std::function<void(const std::string&)>;
  People(emulator::Emulator& emulator, Rng& rng, Ledger& ledger, Trace trace)
      : emulator_(emulator), rng_(rng), ledger_(ledger), trace_(std::move(trace)) {}

  // One act in one tab.
  void Act(const SimTable& table);
  // One act between two requests of a cycle. Not among them (docs/TESTING.md): two changes of a
  // tab's columns in one cycle; a column or tab that is deleted or cleared; and, while there are
  // formulas, anything that moves rows.
  void ActInCycle(const SimTable& table);
  void CycleBegins() { tab_changed_in_cycle_ = false; }
  // A write of the program may land at any moment. Then nobody enters formulas or moves them, as in
  // a cycle.
  bool write_is_open = false;
  // Keys of rows that were put back under columns that had moved, and are about to be taken away.
  // Nobody edits them: whoever does keeps them, among the held rows (docs/TESTING.md).
  std::set<int64_t> rows_taken_away;
  // Something is to be mended, or was a moment ago. Nobody takes a copy of a row away then: it may
  // be the copy that was mended (docs/TESTING.md).
  bool mending = false;
  // The program knows the tabs by their ids, so that they may be renamed.
  bool tabs_are_bound = false;

  // Everything that somebody meant to undo is undone.
  void UndoAll();
  bool AnythingToUndo() const { return !to_undo_.empty(); }

  // Formulas that people entered and did not replace, with what they were typed as.
  const std::map<Place, std::string>& formulas() const { return formulas_; }
  // Those of rows that a program has deleted are nobody's any more.
  void ForgetFormulas(const std::function<bool(int64_t key)>& is_gone) {
    std::erase_if(formulas_, [&](const auto& entry) { return is_gone(entry.first.first); });
  }

 private:
  using Row = std::pair<const int64_t, Seen::SeenRow>;

  const Row& AnyRow(const Seen& seen);
  void ActOnRow(const SimTable& table, const Seen& seen, const Row& row);
  void ActOnTab(const SimTable& table, const Seen& seen);
  void ActOnColumns(const SimTable& table, const Seen& seen);
  bool Undo(const SimTable& table);

  void Types(const Seen& seen, const Row& row);
  void TypesFormula(const Seen& seen, const Row& row);
  void Pastes(const Seen& seen);
  void Inserts(const SimTable& table, const Seen& seen);
  void InsertsBlank(const Seen& seen);
  void Deletes(const SimTable& table, const Seen& seen, const Row& row);
  void Rekeys(const SimTable& table, const Seen& seen, const Row& row);
  void Sorts(const Seen& seen);
  void Moves(const Seen& seen, const Row& row);
  void CopiesRow(const SimTable& table, const Seen& seen, const Row& row);

  bool TakesCopyAway(const SimTable& table, int64_t key, const std::string& mark,
                     const std::map<std::string, std::string>& as_copied);

  void InsertsColumn(const Seen& seen);
  void MovesColumn(const Seen& seen);
  void RenamesHeader(const SimTable& table, const Seen& seen);
  void DeletesColumn(const SimTable& table, const Seen& seen);
  void DuplicatesTab(const Seen& seen);
  void RenamesTab(const SimTable& table, const Seen& seen);
  bool GivesWay(const std::vector<std::string>& cleared, const Seen& now);
  void ClearsTab(const SimTable& table, const Seen& seen);
  void DeletesTab(const SimTable& table, const Seen& seen);

  // A misplaced write of ours stands in its key's cell, or a key stands in a row that only we
  // wrote: whose row it is cannot be said, until that is put right.
  static bool ShowsAnothersKey(const Row& row);
  bool LeavesAlone(const Row& row) const;
  void PutText(const std::string& title, int row, int column, const std::string& text);
  void PutBack(const std::string& title, const std::vector<std::vector<std::string>>& cells);
  void Wrote(const Place& place, const std::string& value, const std::optional<std::string>& seen);

  emulator::Emulator& emulator_;
  Rng& rng_;
  Ledger& ledger_;
  Trace trace_;
  std::map<int32_t, std::function<bool()>> to_undo_;  // by tab; false where it cannot be done yet
  std::map<Place, std::string> formulas_;
  bool tab_changed_in_cycle_ = false;
};

}  // namespace sheetkeeper::sim
