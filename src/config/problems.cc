#include "config/problems.h"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

namespace sheetkeeper {

void Problems::Add(Position at, std::string message) {
  items_.push_back({at, fmt::format("{}:{}:{}", file_, at.line, at.column), std::move(message)});
}

void Problems::Add(std::string source, std::string message) {
  items_.push_back({{}, std::move(source), std::move(message)});
}

Error Problems::ToError() const {
  std::vector<Item> items = items_;
  std::stable_sort(items.begin(), items.end(), [](const Item& a, const Item& b) {
    const auto order = [](const Item& item) {
      return std::tuple(item.at.line == 0, item.at.line, item.at.column);
    };
    return order(a) < order(b);
  });
  std::string text;
  for (const Item& item : items) {
    if (!text.empty()) text += '\n';
    if (!item.source.empty()) text += item.source + ": ";
    text += item.message;
  }
  return {ErrorKind::kInvalid, std::move(text)};
}

}  // namespace sheetkeeper
