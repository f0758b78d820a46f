#include <cmath>

#include "reader/reader.h"

namespace sheetkeeper::reader {

const Value* Row::Find(std::string_view column) const {
  const std::vector<std::string>& names = *table_->columns;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == column) return &At(i);
  }
  return nullptr;
}

std::optional<std::int64_t> Row::Integer(std::string_view column) const {
  constexpr double kExactLimit = 9007199254740992.0;  // 2^53
  const Value* value = Find(column);
  if (value == nullptr) return std::nullopt;
  if (const auto* integer = std::get_if<std::int64_t>(value)) return *integer;
  const auto* real = std::get_if<double>(value);
  if (real == nullptr || std::trunc(*real) != *real || std::fabs(*real) > kExactLimit) {
    return std::nullopt;
  }
  return static_cast<std::int64_t>(*real);
}

std::optional<double> Row::Real(std::string_view column) const {
  const Value* value = Find(column);
  if (value == nullptr) return std::nullopt;
  if (const auto* real = std::get_if<double>(value)) return *real;
  if (const auto* integer = std::get_if<std::int64_t>(value)) return static_cast<double>(*integer);
  return std::nullopt;
}

std::optional<std::string> Row::Text(std::string_view column) const {
  const Value* value = Find(column);
  const auto* text = value == nullptr ? nullptr : std::get_if<std::string>(value);
  return text == nullptr ? std::nullopt : std::optional(*text);
}

}  // namespace sheetkeeper::reader
