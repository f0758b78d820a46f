#include "emulator/sheets/spreadsheet_message.h"

#include <algorithm>
#include <utility>

#include "emulator/model/metadata.h"
#include "emulator/model/ranges.h"
#include "emulator/sheets/grid_data.h"
#include "emulator/wire/schema.h"

namespace sheetkeeper::emulator {
namespace {

Json PropertiesOf(const Spreadsheet& book) {
  Json properties = {{"title", book.title}};
  const auto copy = [&](const char* name, const Json* missing) {
    const Json* value = Find(book.properties, name);
    if (value == nullptr) value = missing;
    if (value != nullptr) properties[name] = *value;
  };
  copy("locale", nullptr);
  copy("autoRecalc", nullptr);
  copy("timeZone", nullptr);
  copy("defaultFormat", &DefaultFormat());
  copy("iterativeCalculationSettings", nullptr);
  copy("spreadsheetTheme", &DefaultTheme());
  copy("importFunctionsExternalUrlAccessAllowed", nullptr);
  return properties;
}

Json MetadataAt(const Spreadsheet& book, Metadata::Place place, int32_t sheet_id) {
  Json list = Json::MakeArray();
  for (const auto& metadata : book.metadata()) {
    const bool here = metadata->place == place &&
                      (place == Metadata::Place::kSpreadsheet || metadata->sheet_id == sheet_id);
    if (here) list.push_back(MetadataMessage(*metadata));
  }
  return list;
}

// Where ranges are asked for, of merges and tables only those that they touch are told.
bool IsTouched(const SpreadsheetView& view, int index, const Rect& rect) {
  return !view.ranges ||
         std::any_of(view.ranges->begin(), view.ranges->end(), [&](const SheetRange& range) {
           return range.sheet_index == index && Overlap(range.rect, rect);
         });
}

Json MergesOf(const Sheet& sheet, int index, const SpreadsheetView& view) {
  Json merges = Json::MakeArray();
  for (const Rect& merge : sheet.merges) {
    if (IsTouched(view, index, merge)) merges.push_back(GridRangeOf(sheet.id, merge));
  }
  return merges;
}

Json DataOf(const Spreadsheet& book, int index, const SpreadsheetView& view,
            const FieldMask& mask) {
  Json blocks = Json::MakeArray();
  if (!view.ranges) {
    blocks.push_back(GridDataOf(book, {index, book.sheet(index).Bounds()}, mask));
    return blocks;
  }
  for (const SheetRange& range : *view.ranges) {
    if (range.sheet_index == index) blocks.push_back(GridDataOf(book, range, mask));
  }
  return blocks;
}

Json WithoutTableBands(const Json& bands) {
  Json kept = Json::MakeArray();
  for (const Json& band : bands) {
    if (!Has(band, "bandedRangeReference")) kept.push_back(band);
  }
  return kept;
}

Json ShownObjects(const Sheet& sheet, int index, const SpreadsheetView& view, std::string_view name,
                  const Json& objects) {
  if (name == "bandedRanges" && view.without_table_bands) return WithoutTableBands(objects);
  if (name == "conditionalFormats" && view.by_filter && view.ranges) return Json();
  if (name != "tables" || !view.ranges) return objects;
  Json touched = Json::MakeArray();
  for (const Json& table : objects) {
    if (IsTouched(view, index, RectOf(ObjectOf(table, "range"), sheet.Bounds()))) {
      touched.push_back(table);
    }
  }
  return touched;
}

Json SheetMessage(const Spreadsheet& book, int index, const SpreadsheetView& view, bool with_cells,
                  const FieldMask& mask) {
  static const Message& kSheet = MessageNamed("Sheet");
  const Sheet& sheet = book.sheet(index);
  Json message = Json::MakeObject();
  for (const Field& field : kSheet.fields) {
    const FieldMask* child = mask.Child(field.name);
    if (child == nullptr) continue;
    if (field.name == "properties") {
      message["properties"] = Filter(SheetPropertiesOf(sheet, index), *child);
    } else if (field.name == "data") {
      if (with_cells) message["data"] = DataOf(book, index, view, *child);
    } else if (field.name == "merges") {
      Json merges = MergesOf(sheet, index, view);
      if (!merges.empty()) message["merges"] = Filter(merges, *child);
    } else if (field.name == "developerMetadata") {
      Json list = MetadataAt(book, Metadata::Place::kSheet, sheet.id);
      if (!list.empty()) message["developerMetadata"] = Filter(list, *child);
    } else if (const Json* value = Find(sheet.objects, field.name)) {
      const Json shown = ShownObjects(sheet, index, view, field.name, *value);
      if (!shown.empty()) message[field.name] = Filter(shown, *child);
    }
  }
  return message;
}

Json SheetsOf(const Spreadsheet& book, const SpreadsheetView& view, bool with_cells,
              const FieldMask& mask) {
  Json sheets = Json::MakeArray();
  for (int i = 0; i < static_cast<int>(book.sheets().size()); ++i) {
    const bool wanted = !view.ranges || std::any_of(view.ranges->begin(), view.ranges->end(),
                                                    [&](const SheetRange& range) {
                                                      return range.sheet_index == i;
                                                    });
    if (wanted) sheets.push_back(SheetMessage(book, i, view, with_cells, mask));
  }
  return sheets;
}

}  // namespace

Json SpreadsheetMessage(const Spreadsheet& book, const SpreadsheetView& view,
                        const FieldMask& mask) {
  Json message = Json::MakeObject();
  const auto put = [&](const char* name, auto make) {
    const FieldMask* child = mask.Child(name);
    if (child == nullptr) return;
    Json value = make();
    const bool absent = value.is_array() && value.empty();
    if (!absent) message[name] = Filter(value, *child);
  };
  put("spreadsheetId", [&] { return Json(book.id); });
  put("properties", [&] { return PropertiesOf(book); });
  if (const FieldMask* child = mask.Child("sheets")) {
    const bool with_cells = mask.all() ? view.with_cells : child->Names("data");
    Json sheets = SheetsOf(book, view, with_cells, *child);
    if (!sheets.empty()) message["sheets"] = std::move(sheets);
  }
  put("namedRanges", [&] { return book.named_ranges; });
  put("spreadsheetUrl",
      [&] { return Json("https://docs.google.com/spreadsheets/d/" + book.id + "/edit"); });
  put("developerMetadata", [&] { return MetadataAt(book, Metadata::Place::kSpreadsheet, 0); });
  put("dataSources", [&] { return book.data_sources; });
  return message;
}

}  // namespace sheetkeeper::emulator
