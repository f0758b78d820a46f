#include "emulator/model/sheet.h"

#include <algorithm>

#include "emulator/model/ranges.h"
#include "emulator/wire/message.h"

namespace sheetkeeper::emulator {
namespace {

void ShiftObjects(const Shift& shift, Sheet& sheet) {
  static const Message& kSheet = MessageNamed("Sheet");
  Json kept = Json::MakeObject();
  for (auto& [name, value] : sheet.objects.AsObject()) {
    const Field& field = *kSheet.FindField(name);
    if (!field.repeated) {
      if (ShiftMessage(shift, sheet.id, *field.message, value)) kept[name] = std::move(value);
      continue;
    }
    Json list = Json::MakeArray();
    for (Json& element : value) {
      if (ShiftMessage(shift, sheet.id, *field.message, element)) {
        list.push_back(std::move(element));
      }
    }
    if (!list.empty()) kept[name] = std::move(list);
  }
  sheet.objects = std::move(kept);
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

void ApplyShift(const Shift& shift, Sheet& sheet) {
  sheet.Table(shift.dimension()).Apply(shift);
  std::vector<Rect> merges;
  for (const Rect& merge : sheet.merges) {
    if (const auto mapped = shift.Map(merge)) merges.push_back(*mapped);
  }
  sheet.merges = std::move(merges);
  ShiftObjects(shift, sheet);
}

}  // namespace sheetkeeper::emulator
