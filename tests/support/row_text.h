// Rows as text, so that a test case can be checked by eye: "id=1 city=Oslo wage=15.5".
//
// A cell is its column's SQLite name, '=' and its value, which is read as its declared type reads
// text; cells are parted by blanks, so values have none. A column that is not named, or has nothing
// after its '=', is NULL. A row that is not there is "-"; one that does not fit is "held".
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/plan.h"
#include "model/schema.h"
#include "model/value.h"

namespace sheetkeeper {

// A test that names a column that the schema has not, or a value that does not fit, is broken: it
// is stopped by a CHECK.
SideRow ParseSide(std::string_view text, const TableSchema& schema);
// The same, where "held" has no place.
std::optional<Row> ParseRow(std::string_view text, const TableSchema& schema);

// NULL cells are left out; a row that is not there is "-".
std::string RowText(const std::optional<Row>& row, const TableSchema& schema);
std::string SideText(const SideRow& side, const TableSchema& schema);

// What is written: "" for nothing, "city=Rome wage=" for an update, "insert id=1 city=Rome",
// "delete".
std::string WriteText(SideAction action, const std::vector<CellChange>& cells,
                      const TableSchema& schema);

}  // namespace sheetkeeper
