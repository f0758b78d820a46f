// A store in a file of its own, and another program that uses the same file with plain SQL.
#pragma once

#include <sqlite3.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "base/clock.h"
#include "store/store.h"

namespace sheetkeeper {

class ManualClock : public Clock {
 public:
  WallTime Wall() override { return now; }
  MonoTime Mono() override { return MonoTime(now.time_since_epoch()); }
  bool SleepUntil(MonoTime, std::stop_token) override { return true; }

  WallTime now{Millis(1'762'848'000'000)};  // 2025-11-11T08:00:00Z
};

// A connection of somebody else's.
class OtherProgram {
 public:
  explicit OtherProgram(const std::string& path) {
    EXPECT_EQ(sqlite3_open(path.c_str(), &db_), SQLITE_OK);
  }
  ~OtherProgram() { sqlite3_close(db_); }
  OtherProgram(const OtherProgram&) = delete;
  OtherProgram& operator=(const OtherProgram&) = delete;

  // Runs SQL that must succeed and gives its rows: "1|a;2|b", NULL as "NULL", text as it is.
  std::string Run(const std::string& sql) {
    std::string rows;
    char* message = nullptr;
    const int code = sqlite3_exec(db_, sql.c_str(), &AddRow, &rows, &message);
    EXPECT_EQ(code, SQLITE_OK) << sql << ": " << (message == nullptr ? "" : message);
    sqlite3_free(message);
    return rows;
  }
  // The result code of SQL that may fail.
  int Try(const std::string& sql) {
    return sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr);
  }

 private:
  static int AddRow(void* rows, int count, char** values, char**) {
    std::string& text = *static_cast<std::string*>(rows);
    if (!text.empty()) text += ';';
    for (int i = 0; i < count; ++i) {
      if (i > 0) text += '|';
      text += values[i] == nullptr ? "NULL" : values[i];
    }
    return 0;
  }

  sqlite3* db_ = nullptr;
};

inline Value T(std::string text) {
  return Value(std::move(text));
}
inline Value I(int64_t integer) {
  return Value(integer);
}
inline Value R(double real) {
  return Value(real);
}

inline TableSchema RatesSchema() {
  return {"rates",
          {{"id", "Id", ColumnType::kInteger},
           {"name", "Name", ColumnType::kText},
           {"wage", "Wage", ColumnType::kReal}},
          0};
}

// "[1, a, 2.5]", "absent", "held: reason".
inline std::string Show(const Row& row) {
  std::string text;
  for (const Value& value : row) {
    text += text.empty() ? "[" : ", ";
    text += IsNull(value) ? "NULL" : ToText(value);
  }
  return text + "]";
}
inline std::string Show(const SideRow& side) {
  if (const auto* row = std::get_if<Row>(&side)) return Show(*row);
  if (const auto* held = std::get_if<Held>(&side)) return "held: " + held->reason;
  return "absent";
}
inline std::string Show(const std::optional<Row>& row) {
  return row ? Show(*row) : "absent";
}

// "[1, a, 2.5] was absent"; "was lost" where the values of the base are not known.
inline std::string Show(const StoredRow& row) {
  return Show(row.now) + " was " + (row.base_known ? Show(row.base) : "lost");
}
inline std::string Show(const std::vector<StoredRow>& rows) {
  std::string text;
  for (const StoredRow& row : rows) text += (text.empty() ? "" : "; ") + Show(row);
  return text;
}

class StoreTest : public ::testing::Test {
 protected:
  StoreTest() {
    std::string name = std::filesystem::temp_directory_path() / "sheetkeeper_store_XXXXXX";
    EXPECT_NE(mkdtemp(name.data()), nullptr);
    folder = name;
    path = folder + "/data.db";
  }
  ~StoreTest() override {
    store.reset();
    user_.reset();
    std::filesystem::remove_all(folder);
  }

  Result<std::unique_ptr<Store>> TryOpen(const std::vector<TableSchema>& tables) {
    return Store::Open({.path = path, .busy_timeout_ms = 0}, tables, clock);
  }
  // Opens the store, again where it is open.
  Store& Open(const std::vector<TableSchema>& tables) {
    store.reset();
    schemas = tables;
    auto opened = TryOpen(tables);
    EXPECT_TRUE(opened.has_value()) << (opened ? "" : opened.error().message);
    if (opened) store = *std::move(opened);
    return *store;
  }
  Store& Open() { return Open({RatesSchema()}); }

  OtherProgram& user() {
    if (!user_) user_ = std::make_unique<OtherProgram>(path);
    return *user_;
  }

  std::unique_ptr<StoreTransaction> Begin() { return Take(store->Begin()); }

  // Commits `rows` in a transaction of its own; gives the results: "1" all written, "0" not all.
  std::string Commit(const std::vector<RowCommit>& rows, const std::string& table = "rates") {
    std::string results;
    const auto transaction = Begin();
    for (const RowCommit& row : rows)
      results += Take(transaction->CommitRow(table, row)) ? "1" : "0";
    Take(transaction->Commit());
    return results;
  }
  // Makes the rows the base, as if both sides had just agreed on them as they are.
  void Agree(const std::vector<Row>& rows, const std::string& table = "rates", size_t key = 0) {
    std::vector<RowCommit> commits;
    for (const Row& row : rows)
      commits.push_back({.key = row[key], .base = row, .local_cells = {}, .reason = ""});
    Commit(commits, table);
  }

  std::vector<StoredRow> LocalChanges(const std::string& table = "rates") {
    std::vector<StoredRow> rows;
    Take(store->ForEachLocalChange(table, INT64_MAX, [&](StoredRow row) -> Result<> {
      rows.push_back(std::move(row));
      return {};
    }));
    return rows;
  }
  std::string Changes(const std::string& table = "rates") { return Show(LocalChanges(table)); }
  std::string RowsOf(const std::vector<RowKey>& keys, const std::string& table = "rates") {
    return Show(Take(store->ReadRows(table, keys)));
  }

  template <typename V>
  static V Take(Result<V> result) {
    if (!result) {
      ADD_FAILURE() << result.error().message;
      std::abort();
    }
    return *std::move(result);
  }
  static void Take(Result<> result) {
    EXPECT_TRUE(result.has_value()) << (result ? "" : result.error().message);
  }

  std::string folder;
  std::string path;
  ManualClock clock;
  std::vector<TableSchema> schemas;
  std::unique_ptr<Store> store;

 private:
  std::unique_ptr<OtherProgram> user_;
};

// Commits that write to the user's table.
inline RowCommit InsertOf(const Row& row, size_t key = 0) {
  RowCommit commit{
      .key = row[key], .base = std::nullopt, .local_cells = {}, .reason = "new in the sheet"};
  commit.on_local = SideAction::kInsert;
  for (size_t i = 0; i < row.size(); ++i) commit.local_cells.push_back({i, Null{}, row[i]});
  return commit;
}
inline RowCommit UpdateOf(const Row& base, std::vector<CellChange> cells, size_t key = 0) {
  RowCommit commit{.key = base[key],
                   .base = base,
                   .local_cells = std::move(cells),
                   .reason = "changed in the sheet"};
  commit.on_local = SideAction::kUpdate;
  return commit;
}
inline RowCommit DeleteOf(const Row& row, size_t key = 0) {
  RowCommit commit{
      .key = row[key], .base = row, .local_cells = {}, .reason = "deleted in the sheet"};
  commit.on_local = SideAction::kDelete;
  for (size_t i = 0; i < row.size(); ++i) commit.local_cells.push_back({i, row[i], Null{}});
  return commit;
}

}  // namespace sheetkeeper
