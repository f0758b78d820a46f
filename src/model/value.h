// The two forms of a value.
//
// A Cell is what a sheet holds, as the API reads and writes it: nothing, a truth value, a number or
// text. A Value is what the database holds: NULL, a 64-bit integer, a double or text. The declared
// type of a column decides how one becomes the other (model/canonical.h); values are compared in
// canonical form only, never by how they are displayed.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace sheetkeeper {

using Null = std::monostate;
using Value = std::variant<Null, int64_t, double, std::string>;

using Empty = std::monostate;
using Cell = std::variant<Empty, bool, double, std::string>;

inline bool IsNull(const Value& value) {
  return std::holds_alternative<Null>(value);
}
inline bool IsEmpty(const Cell& cell) {
  return std::holds_alternative<Empty>(cell);
}

// The canonical value of a row's key column. Never NULL. Ordered and comparable.
using RowKey = Value;

// One value per declared column, in the order of the schema, the key included; in canonical form.
using Row = std::vector<Value>;

// For messages and for views: NULL is "", numbers as in base/number_text.h.
std::string ToText(const Value& value);
std::string ToText(const Cell& cell);

// 64 bits that are equal for equal values and, but for chance, different for different ones. Kept
// in the database, so the function never changes.
uint64_t Digest(const Value& value);
uint64_t Digest(const Row& row);

}  // namespace sheetkeeper
