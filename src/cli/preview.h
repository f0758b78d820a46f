// A look ahead: what the next cycle would do, without doing it.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "cli/database_flags.h"
#include "sync/preview.h"

namespace sheetkeeper {

struct PreviewFlags {
  DatabaseFlags database;
  std::string table;  // "": every one
};

// AddDatabaseFlags and --table.
void AddPreviewFlags(CommandLine& line, PreviewFlags& flags);

// Reads the sheet as a cycle does and decides on a copy of the database, which goes again; where
// there is no database yet, as for a new one. Nothing is written to the sheet or the database.
// Ctrl-C ends the process when the copy is gone.
Result<CyclePreview> PreviewNow(Config config);

// The tables that the flags mean.
Result<std::vector<TablePreview>> LookAhead(const PreviewFlags& flags);

// Where a cell of the previewed table stands: "Ranks!D5"; "" for a row that the sheet has not.
std::string AddressIn(const TablePreview& table, int sheet_row, size_t column);

const std::string& ColumnName(const TablePreview& table, size_t column);

// For people: "(empty)" for nothing.
std::string Shown(const Value& value);

}  // namespace sheetkeeper
