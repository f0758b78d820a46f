#include "sim/sql.h"

#include <sqlite3.h>

#include <cstdlib>

namespace sheetkeeper::sim {
namespace {

Sql::Texts RowOf(sqlite3_stmt* statement) {
  Sql::Texts row;
  for (int i = 0; i < sqlite3_column_count(statement); ++i) {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, i));
    row.emplace_back(text == nullptr ? "" : text);
  }
  return row;
}

}  // namespace

Sql::Sql(const std::string& path) {
  if (sqlite3_open(path.c_str(), &db_) != SQLITE_OK) std::abort();
  sqlite3_busy_timeout(db_, 1000);
}

Sql::~Sql() {
  for (const auto& [sql, statement] : prepared_) sqlite3_finalize(statement);
  sqlite3_close(db_);
}

// nullptr where there is no such statement. Most are asked for again and again in a life.
sqlite3_stmt* Sql::Prepared(const std::string& sql) {
  sqlite3_stmt*& statement = prepared_[sql];
  if (statement == nullptr) sqlite3_prepare_v2(db_, sql.c_str(), -1, &statement, nullptr);
  return statement;
}

std::vector<Sql::Texts> Sql::Run(const std::string& sql, const Texts& values) {
  std::vector<Texts> rows;
  sqlite3_stmt* const statement = Prepared(sql);
  ok = statement != nullptr;
  for (size_t i = 0; ok && i < values.size(); ++i) {
    sqlite3_bind_text(statement, static_cast<int>(i) + 1, values[i].c_str(), -1, SQLITE_TRANSIENT);
  }
  int step = SQLITE_DONE;
  while (ok && (step = sqlite3_step(statement)) == SQLITE_ROW) rows.push_back(RowOf(statement));
  ok = ok && step == SQLITE_DONE;
  sqlite3_reset(statement);
  return rows;
}

bool Sql::RunTogether(const std::vector<std::string>& statements) {
  Run("BEGIN IMMEDIATE");
  bool all = ok;
  for (const std::string& statement : statements) {
    if (!all) break;
    Run(statement);
    all = ok;
  }
  Run(all ? "COMMIT" : "ROLLBACK");
  return ok = all && ok;
}

void Sql::EnableTriggers(bool enabled) {
  sqlite3_db_config(db_, SQLITE_DBCONFIG_ENABLE_TRIGGER, enabled ? 1 : 0, nullptr);
}

}  // namespace sheetkeeper::sim
