#include "sim/rows.h"

#include <cstdlib>
#include <iterator>

#include <fmt/format.h>

namespace sheetkeeper::sim {

Ledger::Rows RowsOfSheet(emulator::Emulator& sheet, const std::vector<SimTable>& tables) {
  Ledger::Rows rows;
  for (const SimTable& table : tables) {
    for (const auto& [key, row] : Look(sheet, table).rows) {
      for (const SimColumn& column : kColumns) {
        const auto cell = row.cells.find(column.header);
        if (cell != row.cells.end()) rows[key].emplace(column.name, cell->second);
      }
    }
  }
  return rows;
}

Ledger::Rows RowsOfDatabase(Sql& program, const std::vector<SimTable>& tables) {
  Ledger::Rows rows;
  for (const SimTable& table : tables) {
    for (const auto& row :
         program.Run(fmt::format("SELECT id, city, note, memo FROM {}", table.name))) {
      for (size_t i = 0; i < std::size(kColumns); ++i) {
        rows[std::atoll(row[0].c_str())][kColumns[i].name] = row[i + 1];
      }
    }
  }
  return rows;
}

}  // namespace sheetkeeper::sim
