// The header row of a sheet: which declared column stands where, and what a row has there.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "model/schema.h"
#include "model/value.h"

namespace sheetkeeper {

// For each column of the schema its 0-based column in the sheet.
using ColumnPlaces = std::vector<int>;

// Why the header row cannot be used, and what to do, as a sentence.
struct HeaderTrouble {
  std::string reason;
};

// Finds every declared header in the header row. Blanks around a header, runs of blanks inside it
// and the case of ASCII letters do not matter where the match is unique; exact matches come first.
// A declared header that is missing or stands there twice is trouble; other headers, blank and
// doubled ones included, are nobody's business.
std::variant<ColumnPlaces, HeaderTrouble> FindColumns(std::span<const Cell> header_row,
                                                      const TableBinding& binding,
                                                      std::string_view sheet_title);

// True where the cell is the header of that column, by the same rules.
bool IsHeaderOf(const Cell& cell, const Column& column);

// The form in which headers are compared.
std::string NormalizedHeader(std::string_view text);

// The cell of a ragged row.
const Cell& CellAt(std::span<const Cell> cells, int column);

// The column that a header names, or -1; `headers` are normalized, by sheet column. Where the name
// is empty, the column that shows the value.
int ColumnShowing(const std::string& name, const Cell& shown, std::span<const std::string> headers,
                  std::span<const Cell> cells);

// True where the row shows nothing but in these columns.
bool ShowsNothingBut(std::span<const int> columns, std::span<const Cell> cells);

}  // namespace sheetkeeper
