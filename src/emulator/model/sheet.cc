#include "emulator/model/sheet.h"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <utility>

#include "emulator/model/ranges.h"
#include "emulator/wire/message.h"

namespace sheetkeeper::emulator {
namespace {

// The columns that a filter names by number, of those that are left.
void ShiftColumnIndexes(const Shift& shift, const char* list, const char* member, Json& filter) {
  Json* specs = Find(filter, list);
  if (specs == nullptr) return;
  Json kept = Json::MakeArray();
  for (Json& spec : *specs) {
    if (Json* column = Find(spec, member)) {
      const auto mapped = shift.Map(static_cast<int>(column->AsInt()));
      if (!mapped) continue;
      *column = *mapped;
    }
    kept.push_back(std::move(spec));
  }
  *specs = std::move(kept);
  if (specs->empty()) filter.Erase(list);
}

// Criteria are kept in two forms, by column both.
void ShiftFilter(const Shift& shift, Json& filter) {
  ShiftColumnIndexes(shift, "sortSpecs", "dimensionIndex", filter);
  ShiftColumnIndexes(shift, "filterSpecs", "columnIndex", filter);
  Json* criteria = Find(filter, "criteria");
  if (criteria == nullptr) return;
  Json kept = Json::MakeObject();
  for (auto& [column, one] : criteria->AsObject()) {
    const auto mapped = shift.Map(std::atoi(column.c_str()));
    if (mapped) kept[std::to_string(*mapped)] = std::move(one);
  }
  *criteria = std::move(kept);
  if (criteria->empty()) filter.Erase("criteria");
}

}  // namespace

Rect Sheet::ContentBounds() const {
  Rect bounds = {{0, 0}, {0, 0}};
  for (int row = 0; row < grid.stored_rows(); ++row) {
    const Row* stored = grid.FindRow(row);
    if (stored == nullptr) continue;
    int width = static_cast<int>(stored->cells.size());
    while (width > 0 && !stored->cells[static_cast<size_t>(width) - 1].HasContent()) --width;
    if (width == 0) continue;
    bounds.rows.end = row + 1;
    bounds.columns.end = std::max(bounds.columns.end, width);
  }
  return bounds;
}

bool Sheet::IsCovered(int row, int column) const {
  return std::any_of(merges.begin(), merges.end(), [&](const Rect& merge) {
    const bool first = row == merge.rows.begin && column == merge.columns.begin;
    return !first && merge.Contains(row, column);
  });
}

Json SheetPropertiesOf(const Sheet& sheet, int index) {
  Json message = {{"sheetId", sheet.id},
                  {"title", sheet.title},
                  {"index", index},
                  {"sheetType", StringOf(sheet.properties, "sheetType", "GRID")}};
  if (message["sheetType"] != "OBJECT") {
    Json grid = {{"rowCount", sheet.row_count}, {"columnCount", sheet.column_count}};
    grid.Update(ObjectOf(sheet.properties, "gridProperties"));
    message["gridProperties"] = std::move(grid);
  }
  if (sheet.hidden) message["hidden"] = true;
  for (const char* name : {"tabColor", "rightToLeft", "tabColorStyle"}) {
    if (const Json* value = Find(sheet.properties, name)) message[name] = *value;
  }
  return message;
}

void SetSheetProperties(const Json& message, Sheet& sheet) {
  sheet.title = StringOf(message, "title");
  sheet.hidden = BoolOf(message, "hidden");
  sheet.properties = message;
  for (const char* name : {"sheetId", "title", "index", "hidden"}) sheet.properties.Erase(name);
  if (Json* grid = Find(sheet.properties, "gridProperties")) {
    sheet.row_count = static_cast<int>(IntOf(*grid, "rowCount"));
    sheet.column_count = static_cast<int>(IntOf(*grid, "columnCount"));
    grid->Erase("rowCount");
    grid->Erase("columnCount");
  }
}

void ShiftGrid(const Shift& shift, Sheet& sheet) {
  if (!shift.has_band()) sheet.Table(shift.dimension()).Apply(shift);
  std::vector<Rect> merges;
  for (const Rect& merge : sheet.merges) {
    if (const auto mapped = shift.Map(merge)) merges.push_back(*mapped);
  }
  sheet.merges = std::move(merges);
}

void ShiftObjects(const Shift& shift, int32_t shifted_id, Sheet& sheet) {
  static const Message& kSheet = MessageNamed("Sheet");
  Json kept = Json::MakeObject();
  for (auto& [name, value] : sheet.objects.AsObject()) {
    const Field& field = *kSheet.FindField(name);
    if (!field.repeated) {
      if (ShiftMessage(shift, shifted_id, *field.message, value)) kept[name] = std::move(value);
      continue;
    }
    Json list = Json::MakeArray();
    for (Json& element : value) {
      if (ShiftMessage(shift, shifted_id, *field.message, element)) {
        list.push_back(std::move(element));
      }
    }
    if (!list.empty()) kept[name] = std::move(list);
  }
  sheet.objects = std::move(kept);
  if (shifted_id != sheet.id || shift.has_band() || shift.dimension() == Dimension::kRows) return;
  if (Json* filter = Find(sheet.objects, "basicFilter")) ShiftFilter(shift, *filter);
  if (Json* views = Find(sheet.objects, "filterViews")) {
    for (Json& view : *views) ShiftFilter(shift, view);
  }
}

}  // namespace sheetkeeper::emulator
