#include "sim/ledger.h"

#include <algorithm>

#include <fmt/format.h>

namespace sheetkeeper::sim {
namespace {

std::string Named(const Place& place) {
  return fmt::format("{}.{}", place.first, place.second);
}

std::optional<std::string> At(const Ledger::Rows& rows, const Place& place) {
  const auto row = rows.find(place.first);
  if (row == rows.end()) return std::nullopt;
  const auto cell = row->second.find(place.second);
  return cell == row->second.end() ? std::optional<std::string>("") : cell->second;
}

bool Contains(const std::vector<std::string>& texts, const std::string& wanted) {
  return std::find(texts.begin(), texts.end(), wanted) != texts.end();
}

}  // namespace

std::string Ledger::NewValue(char author, const Place& place) {
  return fmt::format("{}{}@{}", author, ++next_, Named(place));
}

void Ledger::Replace(const Place& place, const std::optional<std::string>& seen) {
  for (Last& last : cells_[place].on) {
    if (last.value && seen == last.value) last.replaced = true;
  }
}

void Ledger::Wrote(Side side, const Place& place, const std::string& value,
                   const std::optional<std::string>& seen) {
  Replace(place, seen);
  // The side's own last value is replaced on that side, whatever it showed: nobody writes over a
  // cell of their own side without seeing it.
  cells_[place].on[static_cast<int>(side)] = {value, false};
}

void Ledger::Deleted(Side side, const Place& place, const std::string& shown) {
  Replace(place, shown);
  cells_[place].on[static_cast<int>(side)] = {std::nullopt, false};
  cells_[place].row_was_deleted = true;
}

void Ledger::DatabaseWasPutBack(const Rows& sheet, const Rows& database) {
  for (auto& [place, cell] : cells_) {
    Last& of_sheet = cell.on[static_cast<int>(Side::kSheet)];
    of_sheet.replaced = of_sheet.replaced || At(sheet, place) != of_sheet.value;
    cell.on[static_cast<int>(Side::kDatabase)] = {At(database, place), true};
  }
  base_was_lost_ = true;
}

std::vector<std::string> Ledger::Judge(const Found& found) const {
  std::vector<std::string> wrongs;
  JudgeShown(found, wrongs);
  for (const auto& [place, cell] : cells_) {
    if (!found.doubled.contains(place.first)) JudgePlace(place, cell, found, wrongs);
  }
  return wrongs;
}

void Ledger::JudgeShown(const Found& found, std::vector<std::string>& wrongs) const {
  for (const auto* side : {&found.sheet, &found.database}) {
    const char* name = side == &found.sheet ? "sheet" : "database";
    for (const auto& [key, row] : *side) {
      for (const auto& [column, value] : row) {
        if (value.empty()) continue;
        const Place place{key, column};
        if (!value.ends_with("@" + Named(place))) {
          wrongs.push_back(
              fmt::format("misplaced: the {} shows {} at {}", name, value, Named(place)));
        }
      }
    }
  }
}

void Ledger::JudgePlace(const Place& place, const Cell& cell, const Found& found,
                        std::vector<std::string>& wrongs) const {
  const auto sheet = At(found.sheet, place);
  const auto database = At(found.database, place);
  if (sheet != database && !found.excused.contains(place)) {
    wrongs.push_back(fmt::format("apart: {} is {} in the sheet and {} in the database",
                                 Named(place), sheet.value_or("absent"),
                                 database.value_or("absent")));
  }
  int standing = 0;
  int shown = 0;
  for (const Last& last : cell.on) {
    if (!last.value || last.replaced || last.value->empty()) continue;
    ++standing;
    shown += sheet == last.value || database == last.value ? 1 : 0;
  }
  const bool may_be_kept = base_was_lost_ || cell.base_was_lost || cell.row_was_deleted;
  if (standing > 0 && shown == 0 && !may_be_kept) {
    wrongs.push_back(fmt::format("stale: {} shows {}, which nobody left there", Named(place),
                                 sheet.value_or("no such row")));
  }
  for (const Last& last : cell.on) {
    if (!last.value || last.replaced || last.value->empty()) continue;
    if (sheet == last.value || database == last.value) continue;
    if (standing == 2 || may_be_kept) {
      if (Contains(found.kept, *last.value)) continue;
      if (may_be_kept && Contains(found.history, *last.value)) continue;
    }
    wrongs.push_back(fmt::format("lost: {} (the sheet shows {}, the database {})", *last.value,
                                 sheet.value_or("no such row"), database.value_or("no such row")));
  }
}

}  // namespace sheetkeeper::sim
