// Reads one TOML table key by key and notes every mistake: a wrong type, a value out of range, a
// missing key, and (when the reader goes) every key that was not asked for.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/problems.h"
#include "config/toml_tree.h"

namespace sheetkeeper {

class TableReader {
 public:
  // `place` names the table in messages: "[worker]". The table, the problems and every key asked
  // for outlive the reader.
  TableReader(const TomlTable& table, Position at, std::string place, Problems& problems);
  ~TableReader();
  TableReader(const TableReader&) = delete;
  TableReader& operator=(const TableReader&) = delete;

  // Nothing where the key is missing or its value is wrong; that is noted then.
  std::optional<std::string> Text(std::string_view key);
  std::optional<int> Whole(std::string_view key, int min, int max);
  std::optional<bool> Truth(std::string_view key);
  // The whole node; a TomlTable.
  const TomlNode* Table(std::string_view key);
  // Each is a TomlTable.
  std::vector<const TomlNode*> Tables(std::string_view key);

  // As Text(), but that the key is missing or its text empty is a mistake too.
  std::string RequiredText(std::string_view key, std::string_view example);

  bool Has(std::string_view key) const;
  // Of the value; of the table where the key is missing.
  Position At(std::string_view key) const;

 private:
  const TomlNode* Find(std::string_view key);
  template <typename T>
  const T* Typed(std::string_view key, std::string_view wanted);

  const TomlTable& table_;
  Position at_;
  std::string place_;
  Problems& problems_;
  std::vector<std::string_view> known_;
};

}  // namespace sheetkeeper
