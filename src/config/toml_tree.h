// A TOML document as plain data, each key and value with its place in the file, so that nothing
// else of the program meets the TOML library.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace sheetkeeper {

// Both count from 1.
struct Position {
  int line = 0;
  int column = 0;
};

struct TomlEntry;
struct TomlNode;
using TomlTable = std::vector<TomlEntry>;  // in the order of the file
using TomlList = std::vector<TomlNode>;

struct TomlNode {
  Position at;
  // std::monostate: a date or a time, for which no setting has a use.
  std::variant<std::monostate, bool, int64_t, double, std::string, TomlList, TomlTable> value;
};

struct TomlEntry {
  std::string key;
  Position at;  // of the key
  TomlNode node;
};

struct TomlSyntaxError {
  Position at;
  std::string message;
};

std::variant<TomlTable, TomlSyntaxError> ParseToml(std::string_view text);

}  // namespace sheetkeeper
