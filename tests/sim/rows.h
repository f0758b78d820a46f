// What the two sides show, row by row, as the ledger asks for it.
#pragma once

#include <vector>

#include "sim/ledger.h"
#include "sim/spreadsheet.h"
#include "sim/sql.h"

namespace sheetkeeper::sim {

// Of rows that have the same key, the first.
Ledger::Rows RowsOfSheet(emulator::Emulator& sheet, const std::vector<SimTable>& tables);
Ledger::Rows RowsOfDatabase(Sql& program, const std::vector<SimTable>& tables);

}  // namespace sheetkeeper::sim
