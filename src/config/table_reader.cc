#include "config/table_reader.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "config/nearest_word.h"

namespace sheetkeeper {
namespace {

std::string_view KindOf(const TomlNode& node) {
  constexpr std::array<std::string_view, 7> kKinds = {
      "a date or time", "true or false", "a whole number", "a number with a fraction",
      "text",           "a list",        "a table"};
  return kKinds[node.value.index()];
}

// How to write what was meant, where the mistake is a common one.
std::string Hint(const TomlNode& node, std::string_view wanted) {
  const auto* text = std::get_if<std::string>(&node.value);
  const bool means_it = text != nullptr && !text->empty() &&
                        (*text == "true" || *text == "false" ||
                         text->find_first_not_of("-+.0123456789") == std::string::npos);
  if (means_it && wanted != "text") return fmt::format(": write {} without quotes", *text);
  if (text == nullptr && wanted == "text" && node.value.index() < 4) return ": put it in quotes";
  return "";
}

}  // namespace

TableReader::TableReader(const TomlTable& table, Position at, std::string place, Problems& problems)
    : table_(table), at_(at), place_(std::move(place)), problems_(problems) {}

TableReader::~TableReader() {
  for (const TomlEntry& entry : table_) {
    if (std::find(known_.begin(), known_.end(), entry.key) != known_.end()) continue;
    problems_.Add(entry.at, fmt::format("unknown key '{}' in {}{}", entry.key, place_,
                                        Suggestion(entry.key, known_)));
  }
}

const TomlNode* TableReader::Find(std::string_view key) {
  if (std::find(known_.begin(), known_.end(), key) == known_.end()) known_.push_back(key);
  for (const TomlEntry& entry : table_) {
    if (entry.key == key) return &entry.node;
  }
  return nullptr;
}

template <typename T>
const T* TableReader::Typed(std::string_view key, std::string_view wanted) {
  const TomlNode* node = Find(key);
  if (node == nullptr) return nullptr;
  const T* value = std::get_if<T>(&node->value);
  if (value == nullptr) {
    problems_.Add(node->at, fmt::format("'{}' must be {}, not {}{}", key, wanted, KindOf(*node),
                                        Hint(*node, wanted)));
  }
  return value;
}

std::optional<std::string> TableReader::Text(std::string_view key) {
  const auto* text = Typed<std::string>(key, "text");
  return text == nullptr ? std::nullopt : std::optional(*text);
}

std::optional<int> TableReader::Whole(std::string_view key, int min, int max) {
  const auto* whole = Typed<int64_t>(key, "a whole number");
  if (whole == nullptr) return std::nullopt;
  if (*whole < min || *whole > max) {
    problems_.Add(At(key),
                  fmt::format("'{}' is {}; it must be between {} and {}", key, *whole, min, max));
    return std::nullopt;
  }
  return static_cast<int>(*whole);
}

std::optional<bool> TableReader::Truth(std::string_view key) {
  const auto* truth = Typed<bool>(key, "true or false");
  return truth == nullptr ? std::nullopt : std::optional(*truth);
}

const TomlNode* TableReader::Table(std::string_view key) {
  return Typed<TomlTable>(key, "a table") == nullptr ? nullptr : Find(key);
}

std::vector<const TomlNode*> TableReader::Tables(std::string_view key) {
  std::vector<const TomlNode*> tables;
  const auto* list = Typed<TomlList>(key, "a list of tables");
  if (list == nullptr) return tables;
  for (const TomlNode& node : *list) {
    if (std::holds_alternative<TomlTable>(node.value)) {
      tables.push_back(&node);
    } else {
      problems_.Add(node.at,
                    fmt::format("'{}' must be a list of tables; this is {}", key, KindOf(node)));
    }
  }
  return tables;
}

std::string TableReader::RequiredText(std::string_view key, std::string_view example) {
  const std::optional<std::string> text = Text(key);
  if (text && !text->empty()) return *text;
  if (text) {
    problems_.Add(At(key),
                  fmt::format("'{}' is empty; for example: {} = \"{}\"", key, key, example));
  } else if (!Has(key)) {
    problems_.Add(
        at_, fmt::format("{} needs '{}', for example: {} = \"{}\"", place_, key, key, example));
  }
  return "";
}

bool TableReader::Has(std::string_view key) const {
  return std::any_of(table_.begin(), table_.end(),
                     [&](const TomlEntry& entry) { return entry.key == key; });
}

Position TableReader::At(std::string_view key) const {
  for (const TomlEntry& entry : table_) {
    if (entry.key == key) return entry.node.at;
  }
  return at_;
}

}  // namespace sheetkeeper
