#include "sync/header.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "model/a1.h"

namespace sheetkeeper {
namespace {

std::vector<int> PlacesOf(std::span<const Cell> header_row, const std::string& header,
                          bool exactly) {
  std::vector<int> places;
  for (size_t i = 0; i < header_row.size(); ++i) {
    const std::string text = ToText(header_row[i]);
    const bool same = exactly ? text == header : NormalizedHeader(text) == NormalizedHeader(header);
    if (same) places.push_back(static_cast<int>(i));
  }
  return places;
}

bool HasHeaderOf(std::span<const Cell> header_row, const TableSchema& schema) {
  return std::any_of(header_row.begin(), header_row.end(), [&](const Cell& cell) {
    return std::any_of(schema.columns.begin(), schema.columns.end(),
                       [&](const Column& column) { return IsHeaderOf(cell, column); });
  });
}

// The headers that are there, for the message about one that is not. Where there is none of them,
// the header row may be gone and data in its place, which is nothing for a log.
std::string Listed(std::span<const Cell> header_row, const TableSchema& schema) {
  if (!HasHeaderOf(header_row, schema)) return "none of the table's headers";
  std::string list;
  for (const Cell& cell : header_row) {
    const std::string text = ToText(cell);
    if (text.empty()) continue;
    if (list.size() > 200) return list + ", ...";
    list += (list.empty() ? "" : ", ") + text;
  }
  return list;
}

std::string Missing(const Column& column, std::span<const Cell> header_row,
                    const TableBinding& binding, std::string_view sheet_title) {
  return fmt::format(
      "the header '{}' is missing in row {} of the sheet '{}', which has: {}; put it back or "
      "change `header` of column {} of table {} in the configuration",
      column.header, binding.header_row, sheet_title, Listed(header_row, binding.schema),
      column.name, binding.schema.name);
}

std::string Doubled(const Column& column, const std::vector<int>& places,
                    const TableBinding& binding, std::string_view sheet_title) {
  return fmt::format("the header '{}' stands twice, in {} and {}; rename one of them",
                     column.header, A1In(sheet_title, binding.header_row - 1, places[0]),
                     A1In(sheet_title, binding.header_row - 1, places[1]));
}

}  // namespace

std::string NormalizedHeader(std::string_view text) {
  std::string normalized;
  bool blank = false;
  for (const char c : text) {
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      blank = true;
      continue;
    }
    if (blank && !normalized.empty()) normalized += ' ';
    blank = false;
    const auto byte = static_cast<unsigned char>(c);
    normalized += byte < 0x80 ? static_cast<char>(std::tolower(byte)) : c;
  }
  return normalized;
}

bool IsHeaderOf(const Cell& cell, const Column& column) {
  return NormalizedHeader(ToText(cell)) == NormalizedHeader(column.header);
}

std::variant<ColumnPlaces, HeaderTrouble> FindColumns(std::span<const Cell> header_row,
                                                      const TableBinding& binding,
                                                      std::string_view sheet_title) {
  ColumnPlaces found;
  for (const Column& column : binding.schema.columns) {
    std::vector<int> places = PlacesOf(header_row, column.header, true);
    if (places.empty()) places = PlacesOf(header_row, column.header, false);
    if (places.empty()) return HeaderTrouble{Missing(column, header_row, binding, sheet_title)};
    if (places.size() > 1) return HeaderTrouble{Doubled(column, places, binding, sheet_title)};
    if (std::find(found.begin(), found.end(), places[0]) != found.end()) {
      return HeaderTrouble{fmt::format("the header '{}' is claimed by two columns of table {}",
                                       column.header, binding.schema.name)};
    }
    found.push_back(places[0]);
  }
  return found;
}

const Cell& CellAt(std::span<const Cell> cells, int column) {
  static const Cell empty;
  return static_cast<size_t>(column) < cells.size() ? cells[static_cast<size_t>(column)] : empty;
}

int ColumnShowing(const std::string& name, const Cell& shown, std::span<const std::string> headers,
                  std::span<const Cell> cells) {
  const std::string header = NormalizedHeader(name);
  for (size_t i = 0; i < std::max(cells.size(), headers.size()); ++i) {
    const bool same = i < headers.size() ? headers[i] == header : header.empty();
    if (!same) continue;
    if (!header.empty() || CellAt(cells, static_cast<int>(i)) == shown) return static_cast<int>(i);
  }
  return -1;
}

bool ShowsNothingBut(std::span<const int> columns, std::span<const Cell> cells) {
  for (size_t i = 0; i < cells.size(); ++i) {
    const bool among = std::find(columns.begin(), columns.end(), i) != columns.end();
    if (!among && !ToText(cells[i]).empty()) return false;
  }
  return true;
}

}  // namespace sheetkeeper
