#include "sync/evidence.h"

#include "base/number_text.h"
#include "sync/header.h"

namespace sheetkeeper {

Evidence ReadEvidence(std::vector<std::vector<Cell>> rows) {
  Evidence evidence;
  evidence.rows = std::move(rows);
  if (evidence.rows.empty()) return evidence;
  const auto integer = [&](int column) -> std::optional<int64_t> {
    const auto* number = std::get_if<double>(&CellAt(evidence.rows[0], column));
    return number != nullptr ? ExactInteger(*number) : std::nullopt;
  };
  if (const auto token = integer(0)) evidence.token = static_cast<int32_t>(*token);
  evidence.writer = ToText(CellAt(evidence.rows[0], 1));
  evidence.at_ms = integer(2).value_or(0);
  evidence.leased_until_ms = integer(3).value_or(0);
  return evidence;
}

Evidence ReadEvidence(const GridBlock& block) {
  std::vector<std::vector<Cell>> rows(static_cast<size_t>(block.start_row));
  for (const auto& row : block.rows) {
    std::vector<Cell>& cells = rows.emplace_back(static_cast<size_t>(block.start_column));
    for (const GridCell& cell : row) cells.push_back(cell.value);
  }
  return ReadEvidence(std::move(rows));
}

}  // namespace sheetkeeper
