#include "sync/table_preview.h"

#include "sync/decide.h"

namespace sheetkeeper {

Result<TablePreview> PreviewOf(TableState& table, const std::set<RowKey>& being_restored) {
  TablePreview preview;
  preview.schema = table.schema();
  preview.title = table.view.title.empty() ? table.binding->sheet_title : table.view.title;
  preview.layout = table.view.layout;
  for (const auto* rows : {&table.rows, &table.stopped}) {
    for (const PlannedRow& row : *rows) preview.plan.push_back(row.plan);
  }
  const auto add = [&](const Row& row, int sheet_row) -> Result<> {
    auto arrival = DecideArrival(table, being_restored, row, sheet_row);
    if (arrival) preview.plan.push_back(std::move(arrival->plan));
    return {};
  };
  TRY("reading new rows", table.view.arrivals.ForEach(add));
  preview.hold = table.hold;
  for (const int row : table.view.keyless) {
    HoldKeyless(table, row, "it has no key, and the next cycle gives it one");
  }
  preview.held_rows = table.view.held_rows;
  preview.rejected = table.rejected;
  preview.sheet_rows = table.view.keyed_rows;
  return preview;
}

}  // namespace sheetkeeper
