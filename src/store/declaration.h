// Tables as the configuration declares them, in the words of SQL.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/schema.h"

namespace sheetkeeper {

// "na"me" -> "\"na\"\"me\"".
std::string QuoteName(std::string_view name);
// 'it''s', as SQL writes text.
std::string QuoteText(std::string_view text);
// SQLite's names are the same in upper and lower case.
bool SameName(std::string_view a, std::string_view b);

// The type of a column in a table that we create.
std::string_view SqlType(ColumnType type);
// The statement that creates the table.
std::string CreateTableSql(const TableSchema& schema);

// Refuses declarations that no database can hold, before anything is touched.
Result<> CheckDeclarations(const std::vector<TableSchema>& tables);

}  // namespace sheetkeeper
