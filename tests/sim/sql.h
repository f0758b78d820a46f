// A program that uses the database with plain SQL, beside the engine.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace sheetkeeper::sim {

class Sql {
 public:
  explicit Sql(const std::string& path);
  ~Sql();
  Sql(const Sql&) = delete;
  Sql& operator=(const Sql&) = delete;

  using Texts = std::vector<std::string>;  // of one row; NULL is ""

  // One statement; `ok` is false where it failed. Values are bound as text.
  std::vector<Texts> Run(const std::string& sql, const Texts& values = {});
  // Several statements, whole or not at all.
  bool RunTogether(const std::vector<std::string>& statements);
  // Triggers fire for this connection, or do not.
  void EnableTriggers(bool enabled);

  bool ok = true;

 private:
  sqlite3_stmt* Prepared(const std::string& sql);

  std::unordered_map<std::string, sqlite3_stmt*> prepared_;
  sqlite3* db_ = nullptr;
};

}  // namespace sheetkeeper::sim
