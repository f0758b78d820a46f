#include "support/row_text.h"

#include <sstream>

#include "base/check.h"
#include "model/canonical.h"

namespace sheetkeeper {
namespace {

size_t ColumnNamed(std::string_view name, const TableSchema& schema) {
  size_t column = 0;
  while (column < schema.columns.size() && schema.columns[column].name != name) ++column;
  CHECK(column < schema.columns.size());
  return column;
}

std::string CellText(size_t column, const Value& value, const TableSchema& schema) {
  return schema.columns[column].name + "=" + ToText(value);
}

}  // namespace

SideRow ParseSide(std::string_view text, const TableSchema& schema) {
  if (text == "-") return {};
  if (text == "held") return Held{.reason = "it does not fit"};
  Row row(schema.columns.size());
  std::istringstream words{std::string(text)};
  for (std::string word; words >> word;) {
    const size_t equals = word.find('=');
    CHECK(equals != std::string::npos);
    const size_t column = ColumnNamed(word.substr(0, equals), schema);
    const std::string value = word.substr(equals + 1);
    if (value.empty()) continue;
    const auto fitted = FromDatabase(value, schema.columns[column]);
    CHECK(std::holds_alternative<Value>(fitted));
    row[column] = std::get<Value>(fitted);
  }
  return row;
}

std::optional<Row> ParseRow(std::string_view text, const TableSchema& schema) {
  const SideRow side = ParseSide(text, schema);
  CHECK(!IsHeld(side));
  if (IsAbsent(side)) return std::nullopt;
  return std::get<Row>(side);
}

std::string RowText(const std::optional<Row>& row, const TableSchema& schema) {
  if (!row) return "-";
  std::string text;
  for (size_t column = 0; column < row->size(); ++column) {
    if (IsNull((*row)[column])) continue;
    if (!text.empty()) text += ' ';
    text += CellText(column, (*row)[column], schema);
  }
  return text;
}

std::string SideText(const SideRow& side, const TableSchema& schema) {
  if (IsHeld(side)) return "held";
  return RowText(IsAbsent(side) ? std::nullopt : std::optional(std::get<Row>(side)), schema);
}

std::string WriteText(SideAction action, const std::vector<CellChange>& cells,
                      const TableSchema& schema) {
  if (action == SideAction::kNone || action == SideAction::kDelete) {
    return action == SideAction::kNone ? "" : "delete";
  }
  const bool insert = action == SideAction::kInsert;
  std::string text = insert ? "insert" : "";
  for (const CellChange& cell : cells) {
    if (insert && IsNull(cell.after)) continue;
    if (!text.empty()) text += ' ';
    text += CellText(cell.column, cell.after, schema);
  }
  return text;
}

}  // namespace sheetkeeper
