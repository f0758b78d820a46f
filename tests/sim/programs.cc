#include "sim/programs.h"

#include <cstdlib>
#include <utility>

#include <fmt/format.h>

namespace sheetkeeper::sim {
namespace {

int64_t KeyOf(const Sql::Texts& row) {
  return std::atoll(row[0].c_str());
}

}  // namespace

void Programs::Act(Sql& sql, const SimTable& table) {
  const auto rows =
      sql.Run(fmt::format("SELECT id, city, note, memo FROM {} ORDER BY id", table.name));
  if (!sql.ok || rows.empty()) return Insert(sql, table, AnyKey(table));
  const Texts& row = rows[rng_.Below(rows.size())];
  if (untracked_) ForgetBases(rows);
  switch (rng_.Below(16)) {
    case 0:
    case 1:
      return Insert(sql, table, AnyKey(table));
    case 2:
    case 3:
      return Delete(sql, table, row);
    case 4:
      return Replace(sql, table, row, "INSERT OR REPLACE");
    case 5:
      return Replace(sql, table, row, "upsert");
    case 6:
      return UpdateMany(sql, table, rows);
    case 7:
      return Rekey(sql, table, row);
    case 8:
      return rng_.Percent(40) ? Rebuild(sql, table) : GoPastTriggers(sql, table, row);
    default:
      return Update(sql, table, row);
  }
}

void Programs::Fill(Sql& sql, const SimTable& table) {
  for (int64_t key = 3; key <= 5; ++key) {
    if (rng_.Percent(25)) Insert(sql, table, table.first_key + key);
  }
}

void Programs::ForgetBases(const std::vector<Texts>& rows) {
  for (const Texts& row : rows) {
    for (const SimColumn& column : kColumns) ledger_.BaseWasLost({KeyOf(row), column.name});
  }
}

Sql::Texts Programs::NewValues(int64_t key) {
  Texts values{std::to_string(key)};
  for (const SimColumn& column : kColumns) {
    values.push_back(ledger_.NewValue('d', {key, column.name}));
  }
  return values;
}

void Programs::WroteAll(int64_t key, const Texts& values, const Texts* seen) {
  for (size_t i = 0; i < std::size(kColumns); ++i) {
    const auto shown = seen == nullptr ? std::nullopt : std::optional((*seen)[i + 1]);
    ledger_.Wrote(Side::kDatabase, {key, kColumns[i].name}, values[i + 1], shown);
  }
}

void Programs::Insert(Sql& sql, const SimTable& table, int64_t key) {
  const Texts values = NewValues(key);
  sql.Run(
      fmt::format("INSERT INTO {}(id, city, note, memo) VALUES(CAST(?1 AS INTEGER), ?2, ?3, ?4)",
                  table.name),
      values);
  if (!sql.ok) return;
  trace_(fmt::format("program inserts {}", key));
  WroteAll(key, values, nullptr);
}

void Programs::Update(Sql& sql, const SimTable& table, const Texts& row) {
  const size_t column = rng_.Below(std::size(kColumns));
  const Place place{KeyOf(row), kColumns[column].name};
  const std::string value = ledger_.NewValue('d', place);
  sql.Run(fmt::format("UPDATE {} SET {} = ?1 WHERE id = {}", table.name, place.second, place.first),
          {value});
  if (!sql.ok) return;
  trace_("program writes " + value);
  ledger_.Wrote(Side::kDatabase, place, value, row[column + 1]);
}

// A job that touches every row in one statement.
void Programs::UpdateMany(Sql& sql, const SimTable& table, const std::vector<Texts>& rows) {
  const size_t column = rng_.Below(std::size(kColumns));
  const std::string name = kColumns[column].name;
  std::vector<std::string> statements;
  std::vector<std::string> values;
  for (const Texts& row : rows) {
    values.push_back(ledger_.NewValue('d', {KeyOf(row), name}));
    statements.push_back(fmt::format("UPDATE {} SET {} = '{}' WHERE id = {}", table.name, name,
                                     values.back(), KeyOf(row)));
  }
  if (!sql.RunTogether(statements)) return;
  trace_(fmt::format("program writes {} of {} rows", name, rows.size()));
  for (size_t i = 0; i < rows.size(); ++i) {
    ledger_.Wrote(Side::kDatabase, {KeyOf(rows[i]), name}, values[i], rows[i][column + 1]);
  }
}

void Programs::Replace(Sql& sql, const SimTable& table, const Texts& row, const char* verb) {
  const int64_t key = KeyOf(row);
  const Texts values = NewValues(key);
  const bool upsert = std::string_view(verb) == "upsert";
  sql.Run(fmt::format("{} INTO {}(id, city, note, memo) VALUES(CAST(?1 AS INTEGER), ?2, ?3, ?4){}",
                      upsert ? "INSERT" : verb, table.name,
                      upsert ? " ON CONFLICT (id) DO UPDATE SET city = excluded.city, "
                               "note = excluded.note, memo = excluded.memo"
                             : ""),
          values);
  if (!sql.ok) return;
  trace_(fmt::format("program replaces {} ({})", key, verb));
  WroteAll(key, values, &row);
}

void Programs::Rekey(Sql& sql, const SimTable& table, const Texts& row) {
  const int64_t old_key = KeyOf(row);
  const int64_t key = AnyKey(table);
  if (table.IsAnchor(old_key) || key == old_key) return;
  Texts values = NewValues(key);
  sql.Run(fmt::format("UPDATE {} SET id = CAST(?1 AS INTEGER), city = ?2, note = ?3, memo = ?4 "
                      "WHERE id = {}",
                      table.name, old_key),
          values);
  if (!sql.ok) return;
  trace_(fmt::format("program changes key {} to {}", old_key, key));
  for (size_t i = 0; i < std::size(kColumns); ++i) {
    ledger_.Deleted(Side::kDatabase, {old_key, kColumns[i].name}, row[i + 1]);
  }
  WroteAll(key, values, nullptr);
}

void Programs::Delete(Sql& sql, const SimTable& table, const Texts& row) {
  const int64_t key = KeyOf(row);
  if (table.IsAnchor(key)) return;
  sql.Run(fmt::format("DELETE FROM {} WHERE id = {}", table.name, key));
  if (!sql.ok) return;
  trace_(fmt::format("program deletes {}", key));
  for (size_t i = 0; i < std::size(kColumns); ++i) {
    ledger_.Deleted(Side::kDatabase, {key, kColumns[i].name}, row[i + 1]);
  }
}

// A migration, as tools do it: the table is made anew beside itself and takes the old one's name.
void Programs::Rebuild(Sql& sql, const SimTable& table) {
  const std::string copy = table.name + "_new";
  const bool rebuilt = sql.RunTogether(
      {fmt::format(
           "CREATE TABLE {} (id INTEGER PRIMARY KEY, city TEXT, note TEXT, memo TEXT) STRICT",
           copy),
       fmt::format("INSERT INTO {} SELECT id, city, note, memo FROM {}", copy, table.name),
       fmt::format("DROP TABLE {}", table.name),
       fmt::format("ALTER TABLE {} RENAME TO {}", copy, table.name)});
  if (!rebuilt) return;
  trace_("program rebuilds " + table.name);
  ++rebuilds_;
  untracked_ = true;
}

void Programs::GoPastTriggers(Sql& sql, const SimTable& table, const Texts& row) {
  trace_("program writes with triggers off");
  const bool rebuilt = std::exchange(untracked_, true);
  ForgetBases({row});
  sql.EnableTriggers(false);
  if (rng_.Percent(60)) {
    Update(sql, table, row);
  } else if (rng_.Percent(50)) {
    Delete(sql, table, row);
  } else {
    Insert(sql, table, AnyKey(table));
  }
  sql.EnableTriggers(true);
  untracked_ = rebuilt;
}

}  // namespace sheetkeeper::sim
