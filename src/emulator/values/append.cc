#include "emulator/values/append.h"

#include <algorithm>
#include <map>
#include <utility>

#include "emulator/batch/structure.h"
#include "emulator/values/limits.h"
#include "emulator/values/table_finder.h"

namespace sheetkeeper::emulator {

Result<AppendOutcome> AppendValues(const SheetRange& range, const Json& value_range,
                                   const WriteOptions& options, bool insert_rows,
                                   Spreadsheet& spreadsheet) {
  AppendOutcome outcome;
  SheetRange target = range;
  const int index = range.sheet_index;
  if (const auto table = FindTable(spreadsheet.sheet(index).grid, range.rect)) {
    outcome.table = SheetRange{index, *table};
    target.rect = {{table->rows.end, table->rows.end + 1},
                   {table->columns.begin, table->columns.begin + 1}};
  }
  target.rect.rows.end = target.rect.rows.begin + 1;
  target.rect.columns.end = target.rect.columns.begin + 1;

  const Json& lines = ArrayOf(value_range, "values");
  int rows = static_cast<int>(lines.size());
  int columns = 0;
  for (const Json& line : lines) columns = std::max(columns, static_cast<int>(line.size()));
  if (DimensionOf(StringOf(value_range, "majorDimension")) == Dimension::kColumns) {
    std::swap(rows, columns);
  }
  const Sheet& sheet = spreadsheet.sheet(index);
  if (insert_rows && rows > 0 && target.rect.rows.begin < sheet.row_count) {
    EMU_TRY(InsertDimension(spreadsheet, index, Dimension::kRows, target.rect.rows.begin, rows,
                            /*inherit_from_before=*/target.rect.rows.begin > 0));
  }
  EMU_TRY(GrowGrid(spreadsheet, index, target.rect.rows.begin + rows,
                   target.rect.columns.begin + columns));
  EMU_ASSIGN(outcome.write, WriteValues(target, value_range, options, spreadsheet));
  return outcome;
}

void AddTotals(const std::vector<WriteOutcome>& outcomes, Json& response) {
  struct Touched {
    std::set<int> rows, columns;
  };
  std::map<int, Touched> sheets;
  int cells = 0;
  for (const WriteOutcome& outcome : outcomes) {
    if (outcome.cells == 0) continue;
    Touched& touched = sheets[outcome.written.sheet_index];
    touched.rows.insert(outcome.rows.begin(), outcome.rows.end());
    touched.columns.insert(outcome.columns.begin(), outcome.columns.end());
    cells += outcome.cells;
  }
  if (cells == 0) return;
  size_t rows = 0;
  size_t columns = 0;
  for (const auto& [index, touched] : sheets) {
    rows += touched.rows.size();
    columns += touched.columns.size();
  }
  response["totalUpdatedRows"] = rows;
  response["totalUpdatedColumns"] = columns;
  response["totalUpdatedCells"] = cells;
  response["totalUpdatedSheets"] = sheets.size();
}

RenderOptions BodyRenderOptions(const Json& body) {
  RenderOptions options;
  options.form = ValueFormOf(StringOf(body, "responseValueRenderOption"));
  options.dates_as_text = StringOf(body, "responseDateTimeRenderOption") == "FORMATTED_STRING";
  return options;
}

}  // namespace sheetkeeper::emulator
