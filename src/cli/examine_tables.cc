#include <string>
#include <string_view>

#include <fmt/format.h>

#include "cli/examination.h"
#include "cli/preview.h"

namespace sheetkeeper {
namespace {

std::string_view CodeOfHold(const Hold& hold) {
  if (hold.guard == "tab") return "tab-missing";
  return hold.guard == "header" ? "header" : "table-held";
}

void ExamineTable(const TablePreview& table, const FindingSink& found) {
  constexpr size_t kShown = 20;
  const std::string check = "table " + table.schema.name;
  if (table.hold) {
    return found(Found(check, CodeOfHold(*table.hold), table.hold->reason));
  }
  for (size_t i = 0; i < table.held_rows.size() && i < kShown; ++i) {
    const HeldRow& row = table.held_rows[i];
    found(Found(check, "cell-unfit", fmt::format("{}: {}", row.address, row.reason)));
  }
  if (table.held_rows.size() > kShown) {
    found(Found(check, "cell-unfit",
                fmt::format("and {} more rows", table.held_rows.size() - kShown)));
  }
  for (size_t i = 0; i < table.rejected.size() && i < kShown; ++i) {
    const RejectedRow& row = table.rejected[i];
    found(Found(check, "row-unfit", fmt::format("row {}: {}", ToText(row.key), row.reason)));
  }
  if (table.held_rows.empty() && table.rejected.empty()) {
    found(Good(check, table.sheet_rows == 1 ? "1 row, which fits"
                                            : fmt::format("{} rows, all fit", table.sheet_rows)));
  }
}

}  // namespace

void ExamineTables(const Config& config, const FindingSink& found) {
  const auto preview = PreviewNow(config);
  if (!preview) return found(Found("tables", preview.error()));
  for (const TablePreview& table : preview->tables) ExamineTable(table, found);
}

}  // namespace sheetkeeper
