#include "config/toml_tree.h"

#include <algorithm>
#include <tuple>

#include <toml++/toml.h>

namespace sheetkeeper {
namespace {

Position PositionOf(const toml::source_position& at) {
  return {static_cast<int>(at.line), static_cast<int>(at.column)};
}

TomlNode Convert(const toml::node& node);

TomlTable ConvertTable(const toml::table& table) {
  TomlTable result;
  for (const auto& [key, node] : table) {
    result.push_back({std::string(key.str()), PositionOf(key.source().begin), Convert(node)});
  }
  std::sort(result.begin(), result.end(), [](const TomlEntry& a, const TomlEntry& b) {
    return std::tie(a.at.line, a.at.column) < std::tie(b.at.line, b.at.column);
  });
  return result;
}

TomlNode Convert(const toml::node& node) {
  TomlNode result{PositionOf(node.source().begin), {}};
  if (const auto* table = node.as_table()) {
    result.value = ConvertTable(*table);
  } else if (const auto* array = node.as_array()) {
    TomlList list;
    for (const toml::node& item : *array) list.push_back(Convert(item));
    result.value = std::move(list);
  } else if (const auto* text = node.as_string()) {
    result.value = text->get();
  } else if (const auto* whole = node.as_integer()) {
    result.value = whole->get();
  } else if (const auto* real = node.as_floating_point()) {
    result.value = real->get();
  } else if (const auto* truth = node.as_boolean()) {
    result.value = truth->get();
  }
  return result;
}

}  // namespace

std::variant<TomlTable, TomlSyntaxError> ParseToml(std::string_view text) {
  try {
    return ConvertTable(toml::parse(text));
  } catch (const toml::parse_error& error) {
    return TomlSyntaxError{PositionOf(error.source().begin), std::string(error.description())};
  }
}

}  // namespace sheetkeeper
