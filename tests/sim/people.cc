#include "sim/people.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <map>
#include <utility>

#include <fmt/format.h>

namespace sheetkeeper::sim {

const People::Row& People::AnyRow(const Seen& seen) {
  auto row = seen.rows.begin();
  std::advance(row, static_cast<int64_t>(rng_.Below(seen.rows.size())));
  return *row;
}

void People::Act(const SimTable& table) {
  if (Undo(table)) return;
  const Seen seen = Look(emulator_, table);
  if (!seen.complete || seen.rows.empty()) return;
  if (write_is_open && !formulas_.empty()) return Types(seen, AnyRow(seen));
  if (rng_.Percent(12)) return ActOnTab(table, seen);
  const Row& row = AnyRow(seen);
  if (rng_.Percent(4) && !write_is_open) return TypesFormula(seen, row);
  ActOnRow(table, seen, row);
}

void People::ActInCycle(const SimTable& table) {
  if (to_undo_.contains(table.sheet_id)) {
    if (!std::exchange(tab_changed_in_cycle_, true)) Undo(table);
    return;
  }
  const Seen seen = Look(emulator_, table);
  if (!seen.complete || seen.rows.empty()) return;
  if (!formulas_.empty()) return Types(seen, AnyRow(seen));
  if (!rng_.Percent(12)) return ActOnRow(table, seen, AnyRow(seen));
  if (std::exchange(tab_changed_in_cycle_, true)) return;
  ActOnColumns(table, seen);
}

void People::ActOnRow(const SimTable& table, const Seen& seen, const Row& row) {
  if (ShowsAnothersKey(row)) return;
  switch (rng_.Below(24)) {
    case 0:
    case 1:
      return Inserts(table, seen);
    case 2:
    case 3:
      return Deletes(table, seen, row);
    case 4:
    case 5:
      return Sorts(seen);
    case 6:
    case 7:
      return Moves(seen, row);
    case 8:
      return InsertsBlank(seen);
    case 9:
    case 10:
      return Pastes(seen);
    case 11:
      return Rekeys(table, seen, row);
    case 12:
      return CopiesRow(table, seen, row);
    default:
      return Types(seen, row);
  }
}

void People::ActOnTab(const SimTable& table, const Seen& seen) {
  switch (rng_.Below(9)) {
    case 0:
      return DeletesColumn(table, seen);
    case 1:
      return tabs_are_bound ? ClearsTab(table, seen) : MovesColumn(seen);
    case 2:
      return DeletesTab(table, seen);
    case 3:
      return DuplicatesTab(seen);
    default:
      return ActOnColumns(table, seen);
  }
}

void People::ActOnColumns(const SimTable& table, const Seen& seen) {
  switch (rng_.Below(6)) {
    case 0:
    case 1:
      return InsertsColumn(seen);
    case 2:
    case 3:
      return MovesColumn(seen);
    case 4:
      return RenamesHeader(table, seen);
    default:
      return tabs_are_bound ? RenamesTab(table, seen) : MovesColumn(seen);
  }
}

// True where the tab is as somebody left it by mistake: it is undone now, or later.
bool People::Undo(const SimTable& table) {
  const auto found = to_undo_.find(table.sheet_id);
  if (found == to_undo_.end()) return false;
  if (rng_.Percent(40) && found->second()) to_undo_.erase(found);
  return true;
}

void People::UndoAll() {
  std::erase_if(to_undo_, [](const auto& entry) { return entry.second(); });
}

bool People::ShowsAnothersKey(const Row& row) {
  const auto& [key, shown] = row;
  const std::string& remark = shown.cells.at(kUnmappedHeader);
  if (remark.starts_with("remark ") && remark != fmt::format("remark {}", key)) return true;
  const std::string own = fmt::format("@{}.", key);
  bool names_another = false;
  for (const SimColumn& column : kColumns) {
    const std::string& value = shown.cells.at(column.header);
    if (value.find(own) != std::string::npos) return false;
    names_another = names_another || value.find('@') != std::string::npos;
  }
  return names_another;
}

bool People::LeavesAlone(const Row& row) const {
  return rows_taken_away.contains(row.first) || ShowsAnothersKey(row);
}

void People::PutText(const std::string& title, int row, int column, const std::string& text) {
  emulator_.At(kSpreadsheet).Put(title, row, column, text);
}

void People::Wrote(const Place& place, const std::string& value,
                   const std::optional<std::string>& seen) {
  ledger_.Wrote(Side::kSheet, place, value, seen);
  formulas_.erase(place);
}

void People::Types(const Seen& seen, const Row& row) {
  if (LeavesAlone(row)) return;
  const SimColumn& column = kColumns[rng_.Below(std::size(kColumns))];
  const Place place{row.first, column.name};
  const std::string value = ledger_.NewValue('p', place);
  Wrote(place, value, row.second.cells.at(column.header));
  trace_(fmt::format("person types {} in row {}", value, row.second.row));
  PutText(seen.title, row.second.row, seen.columns.at(column.header), value);
}

void People::TypesFormula(const Seen& seen, const Row& row) {
  if (LeavesAlone(row)) return;
  const SimColumn& column = kColumns[rng_.Below(std::size(kColumns))];
  const Place place{row.first, column.name};
  const std::string value = ledger_.NewValue('p', place);
  const std::string formula = fmt::format("=\"{}\"", value);
  Wrote(place, value, row.second.cells.at(column.header));
  formulas_[place] = formula;
  trace_(fmt::format("person types {} in row {}", formula, row.second.row));
  emulator_.At(kSpreadsheet)
      .Type(seen.title, row.second.row, seen.columns.at(column.header), formula);
}

// One column of many rows at once, as find and replace does it, too.
void People::Pastes(const Seen& seen) {
  const SimColumn& column = kColumns[rng_.Below(std::size(kColumns))];
  trace_(fmt::format("person pastes over {}", column.header));
  for (const Row& row : seen.rows) {
    if (LeavesAlone(row) || rng_.Percent(30)) continue;
    const Place place{row.first, column.name};
    const std::string value = ledger_.NewValue('p', place);
    Wrote(place, value, row.second.cells.at(column.header));
    PutText(seen.title, row.second.row, seen.columns.at(column.header), value);
  }
}

void People::Inserts(const SimTable& table, const Seen& seen) {
  const int64_t key = table.first_key + rng_.Between(1, 9);
  if (seen.rows.contains(key)) return;
  const int at = static_cast<int>(rng_.Between(1, seen.end));
  auto sheet = emulator_.At(kSpreadsheet);
  if (!sheet.InsertRows(seen.title, at, 1)) return;
  trace_(fmt::format("person inserts row {} at {}", key, at));
  sheet.Put(seen.title, at, seen.columns.at(kKeyHeader), static_cast<double>(key));
  PutText(seen.title, at, seen.columns.at(kUnmappedHeader), fmt::format("remark {}", key));
  for (const SimColumn& column : kColumns) {
    if (rng_.Percent(30)) continue;
    const Place place{key, column.name};
    const std::string value = ledger_.NewValue('p', place);
    Wrote(place, value, std::nullopt);
    PutText(seen.title, at, seen.columns.at(column.header), value);
  }
}

void People::InsertsBlank(const Seen& seen) {
  const int at = static_cast<int>(rng_.Between(1, seen.end));
  trace_(fmt::format("person inserts a blank row at {}", at));
  emulator_.At(kSpreadsheet).InsertRows(seen.title, at, 1);
}

void People::Deletes(const SimTable& table, const Seen& seen, const Row& row) {
  const auto& [key, found] = row;
  if (table.IsAnchor(key)) return;
  trace_(fmt::format("person deletes row {} with key {}", found.row, key));
  for (const SimColumn& column : kColumns) {
    ledger_.Deleted(Side::kSheet, {key, column.name}, found.cells.at(column.header));
    formulas_.erase({key, column.name});
  }
  emulator_.At(kSpreadsheet).DeleteRows(seen.title, found.row, 1);
}

// The row of one thing becomes the row of another.
void People::Rekeys(const SimTable& table, const Seen& seen, const Row& row) {
  const int64_t key = table.first_key + rng_.Between(1, 9);
  if (table.IsAnchor(row.first) || seen.rows.contains(key)) return;
  trace_(fmt::format("person makes row {} that of key {}, was {}", row.second.row, key, row.first));
  emulator_.At(kSpreadsheet)
      .Put(seen.title, row.second.row, seen.columns.at(kKeyHeader), static_cast<double>(key));
  for (int column = 0; column < seen.width; ++column) {
    if (column != seen.columns.at(kKeyHeader)) PutText(seen.title, row.second.row, column, "");
  }
  PutText(seen.title, row.second.row, seen.columns.at(kUnmappedHeader),
          fmt::format("remark {}", key));
  for (const SimColumn& column : kColumns) {
    ledger_.Deleted(Side::kSheet, {row.first, column.name}, row.second.cells.at(column.header));
    formulas_.erase({row.first, column.name});
    const std::string value = ledger_.NewValue('p', {key, column.name});
    Wrote({key, column.name}, value, std::nullopt);
    PutText(seen.title, row.second.row, seen.columns.at(column.header), value);
  }
}

void People::Sorts(const Seen& seen) {
  const bool ascending = rng_.Percent(50);
  auto header = seen.columns.begin();
  std::advance(header, static_cast<int64_t>(rng_.Below(seen.columns.size())));
  trace_(fmt::format("person sorts by {}", header->first));
  emulator_.At(kSpreadsheet).SortRows(seen.title, 1, header->second, ascending);
}

void People::Moves(const Seen& seen, const Row& row) {
  const int target = static_cast<int>(rng_.Between(1, seen.end));
  trace_(fmt::format("person moves row {} to {}", row.second.row, target));
  emulator_.At(kSpreadsheet).MoveRows(seen.title, row.second.row, 1, target);
}

// With its key, which then stands twice until the copy is taken away.
void People::CopiesRow(const SimTable& table, const Seen& seen, const Row& row) {
  if (seen.rows.count(row.first) != 1) return;
  trace_(fmt::format("person copies the row of key {}", row.first));
  const int at = seen.end - 1;
  auto sheet = emulator_.At(kSpreadsheet);
  if (!sheet.InsertRows(seen.title, at, 1)) return;
  const std::string mark = fmt::format("copy of {}", row.first);
  for (const auto& [header, text] : row.second.cells) {
    const int column = seen.columns.at(header);
    const std::string formula = fmt::format("=\"{}\"", text);
    const bool is_formula = std::any_of(formulas_.begin(), formulas_.end(),
                                        [&](const auto& entry) { return entry.second == formula; });
    sheet.Type(seen.title, at, column,
               header == kUnmappedHeader ? mark : (is_formula ? formula : text));
  }
  to_undo_[table.sheet_id] = [this, table, key = row.first, mark, cells = row.second.cells] {
    return TakesCopyAway(table, key, mark, cells);
  };
}

// What came to the copy only is given up knowingly, in favour of what is left. The copy is known by
// its mark, whatever else became of it.
bool People::TakesCopyAway(const SimTable& table, int64_t key, const std::string& mark,
                           const std::map<std::string, std::string>& as_copied) {
  if (mending) return false;
  const Seen seen = Look(emulator_, table);
  const auto original = std::find_if(seen.rows.begin(), seen.rows.end(), [&](const Row& row) {
    return row.first == key && row.second.cells.at(kUnmappedHeader) != mark;
  });
  const auto cells = Formulas(emulator_, seen.title);
  const auto copy = std::find_if(cells.begin(), cells.end(), [&](const auto& row) {
    return std::find(row.begin(), row.end(), mark) != row.end();
  });
  if (copy == cells.end()) return false;  // we deleted it by mistake, and will put it back
  trace_(fmt::format("person takes the copy of key {} away", key));
  const int at = static_cast<int>(copy - cells.begin());
  for (const Row& row : seen.rows) {
    if (row.second.row != at) continue;
    for (const SimColumn& column : kColumns) {
      const std::string& gone = row.second.cells.at(column.header);
      const std::string left =
          original == seen.rows.end() ? "" : original->second.cells.at(column.header);
      const bool meant_here = gone.ends_with(fmt::format("@{}.{}", key, column.name));
      if (gone == left || gone == as_copied.at(column.header) || !meant_here) continue;
      const Place place{key, column.name};
      left.empty() ? ledger_.Deleted(Side::kSheet, place, gone)
                   : ledger_.Wrote(Side::kSheet, place, left, gone);
    }
  }
  return emulator_.At(kSpreadsheet).DeleteRows(seen.title, at, 1);
}

void People::InsertsColumn(const Seen& seen) {
  const int at = static_cast<int>(rng_.Between(0, seen.width - 1));
  trace_(fmt::format("person inserts a column at {}", at));
  emulator_.At(kSpreadsheet).InsertColumns(seen.title, at, 1);
}

void People::MovesColumn(const Seen& seen) {
  const int from = static_cast<int>(rng_.Between(0, seen.width - 1));
  const int to = static_cast<int>(rng_.Between(0, seen.width));
  trace_(fmt::format("person moves column {} to {}", from, to));
  emulator_.At(kSpreadsheet).MoveColumns(seen.title, from, 1, to);
}

void People::RenamesHeader(const SimTable& table, const Seen& seen) {
  const SimColumn& column = kColumns[rng_.Below(std::size(kColumns))];
  const std::string renamed = fmt::format("Other {}", column.header);
  trace_(fmt::format("person renames the header {}", column.header));
  PutText(seen.title, 0, seen.columns.at(column.header), renamed);
  to_undo_[table.sheet_id] = [this, table, header = column.header, renamed] {
    const Seen now = Look(emulator_, table);
    trace_(fmt::format("person calls it {} again", header));
    PutText(now.title, 0, now.columns.at(renamed), header);
    return true;
  };
}

void People::PutBack(const std::string& title, const std::vector<std::vector<std::string>>& cells) {
  auto sheet = emulator_.At(kSpreadsheet);
  for (int row = 0; row < static_cast<int>(cells.size()); ++row) {
    const auto& texts = cells[static_cast<size_t>(row)];
    for (int column = 0; column < static_cast<int>(texts.size()); ++column) {
      const std::string& text = texts[static_cast<size_t>(column)];
      if (!text.empty()) sheet.Type(title, row, column, text);
    }
  }
}

void People::DeletesColumn(const SimTable& table, const Seen& seen) {
  const SimColumn& column = kColumns[rng_.Below(std::size(kColumns))];
  const int at = seen.columns.at(column.header);
  std::map<int64_t, std::string> by_key;
  for (const Row& row : seen.rows) by_key[row.first] = row.second.cells.at(column.header);
  if (by_key.size() != seen.rows.size() || !seen.strays.empty()) return;
  trace_(fmt::format("person deletes the column {}", column.header));
  emulator_.At(kSpreadsheet).DeleteColumns(seen.title, at, 1);
  to_undo_[table.sheet_id] = [this, table, at, header = std::string(column.header),
                              name = std::string(column.name), by_key] {
    trace_("person undoes it");
    const std::string title = TitleOf(emulator_, table);
    emulator_.At(kSpreadsheet).InsertColumns(title, at, 1);
    PutText(title, 0, at, header);
    for (const Row& row : Look(emulator_, table).rows) {
      const auto text = by_key.find(row.first);
      if (text == by_key.end()) continue;
      const auto formula = formulas_.find({row.first, name});
      emulator_.At(kSpreadsheet)
          .Type(title, row.second.row, at,
                formula == formulas_.end() ? text->second : formula->second);
    }
    return true;
  };
}

// The copy is nobody's table, whatever becomes of either.
void People::DuplicatesTab(const Seen& seen) {
  trace_("person duplicates the tab");
  emulator_.At(kSpreadsheet).DuplicateTab(seen.title, fmt::format("Copy {}", rng_.Below(1000)));
}

void People::RenamesTab(const SimTable& table, const Seen& seen) {
  const std::string title = fmt::format("{} {}", table.title, rng_.Below(100));
  trace_(fmt::format("person calls the tab {}", title));
  emulator_.At(kSpreadsheet).RenameTab(seen.title, title);
}

// A row that was cleared is not put back where one with its key has come meanwhile.
bool People::GivesWay(const std::vector<std::string>& cleared, const Seen& now) {
  if (!now.complete) return false;
  const auto text = [&](const char* header) -> std::string {
    const auto at = static_cast<size_t>(now.columns.at(header));
    const std::string typed = at < cleared.size() ? cleared[at] : "";
    const bool formula = typed.starts_with("=\"") && typed.ends_with('"');
    return formula ? typed.substr(2, typed.size() - 3) : typed;
  };
  const int64_t key = std::atoll(text(kKeyHeader).c_str());
  const auto came = now.rows.find(key);
  if (came == now.rows.end()) return false;
  for (const SimColumn& column : kColumns) {
    const Place place{key, column.name};
    formulas_.erase(place);
    if (came->second.cells.at(column.header) != text(column.header)) {
      ledger_.GaveUp(place, text(column.header));
    }
  }
  return true;
}

void People::ClearsTab(const SimTable& table, const Seen& seen) {
  auto cells = Formulas(emulator_, seen.title);
  const bool with_header = rng_.Percent(50);
  trace_(with_header ? "person clears the tab" : "person clears all rows");
  for (int row = with_header ? 0 : 1; row < seen.end; ++row) {
    for (int column = 0; column < seen.width; ++column) PutText(seen.title, row, column, "");
  }
  to_undo_[table.sheet_id] = [this, table, cells = std::move(cells)]() mutable {
    trace_("person undoes it");
    // Rows that came meanwhile have moved down what is put back.
    const Seen now = Look(emulator_, table);
    if (!now.rows.empty()) {
      emulator_.At(kSpreadsheet).InsertRows(now.title, 1, static_cast<int>(cells.size()) - 1);
    }
    std::erase_if(cells, [&](const std::vector<std::string>& row) { return GivesWay(row, now); });
    PutBack(TitleOf(emulator_, table), cells);
    return true;
  };
}

void People::DeletesTab(const SimTable& table, const Seen& seen) {
  auto sheet = emulator_.At(kSpreadsheet);
  const auto cells = Formulas(emulator_, seen.title);
  if (sheet.Tabs().size() < 2 || !sheet.DeleteTab(seen.title)) return;
  trace_("person deletes the tab");
  to_undo_[table.sheet_id] = [this, table, title = seen.title, cells] {
    trace_("person undoes it");
    emulator_.At(kSpreadsheet)
        .BatchUpdate(fmt::format(
            R"({{"requests":[{{"addSheet":{{"properties":{{"sheetId":{},"title":"{}","gridProperties":{{"rowCount":60,"columnCount":12}}}}}}}}]}})",
            table.sheet_id, title));
    PutBack(title, cells);
    return true;
  };
}

}  // namespace sheetkeeper::sim
