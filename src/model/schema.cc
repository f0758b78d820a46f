#include "model/schema.h"

#include <array>
#include <utility>

namespace sheetkeeper {
namespace {

constexpr std::array<std::pair<ColumnType, std::string_view>, 8> kTypes{{
    {ColumnType::kInteger, "integer"},
    {ColumnType::kReal, "real"},
    {ColumnType::kDecimal, "decimal"},
    {ColumnType::kText, "text"},
    {ColumnType::kBoolean, "boolean"},
    {ColumnType::kDate, "date"},
    {ColumnType::kDateTime, "datetime"},
    {ColumnType::kAny, "any"},
}};

constexpr std::array<std::pair<ConflictPolicy, std::string_view>, 3> kPolicies{{
    {ConflictPolicy::kSheetWins, "sheet"},
    {ConflictPolicy::kDatabaseWins, "database"},
    {ConflictPolicy::kManual, "manual"},
}};

template <typename Table, typename T>
std::string_view NameIn(const Table& table, T wanted) {
  for (const auto& [value, name] : table) {
    if (value == wanted) return name;
  }
  return "";
}

template <typename T, typename Table>
std::optional<T> FindIn(const Table& table, std::string_view wanted) {
  for (const auto& [value, name] : table) {
    if (name == wanted) return value;
  }
  return std::nullopt;
}

}  // namespace

std::string_view Name(ColumnType type) {
  return NameIn(kTypes, type);
}
std::optional<ColumnType> ParseColumnType(std::string_view name) {
  return FindIn<ColumnType>(kTypes, name);
}

std::string_view Name(ConflictPolicy policy) {
  return NameIn(kPolicies, policy);
}
std::optional<ConflictPolicy> ParseConflictPolicy(std::string_view name) {
  return FindIn<ConflictPolicy>(kPolicies, name);
}

}  // namespace sheetkeeper
