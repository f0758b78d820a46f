#include "emulator/batch/table_columns.h"

#include <cstdlib>
#include <string>
#include <utility>

#include "emulator/batch/object_list.h"
#include "emulator/model/ranges.h"
#include "emulator/wire/message.h"

namespace sheetkeeper::emulator {
namespace {

const Message& ColumnType() {
  static const Message& kColumn = MessageNamed("TableColumnProperties");
  return kColumn;
}

void SetIndex(int index, Json& column) {
  PutField(column, ColumnType(), *ColumnType().FindField("columnIndex"),
           index == 0 ? Json() : Json(index));
}

// Makes room for new columns, which count from the table's first, and names them.
void NameColumns(Span added, Json& table, const Rect& area, Sheet& sheet) {
  Json columns = Json::MakeArray();
  const auto add = [&] {
    for (int i = added.begin; i < added.end; ++i) {
      const std::string name = "Column " + std::to_string(i + 1);
      Json column = {{"columnIndex", i}, {"columnName", name}};
      columns.push_back(std::move(column));
      Cell& cell = sheet.grid.MutableCell(area.rows.begin, area.columns.begin + i);
      cell.ClearContent();
      cell.value = CellValue::Text(name);
    }
  };
  bool done = false;
  for (Json column : ArrayOf(table, "columnProperties")) {
    const auto index = static_cast<int>(IntOf(column, "columnIndex"));
    if (index >= added.begin && !std::exchange(done, true)) add();
    if (index >= added.begin) SetIndex(index + added.size(), column);
    columns.push_back(std::move(column));
  }
  if (!done) add();
  table["columnProperties"] = std::move(columns);
}

}  // namespace

Json BandOf(const Json& table) {
  static const Message& kRows = MessageNamed("BandingProperties");
  Json colors = Json::MakeObject();
  for (const auto& [name, style] : ObjectOf(table, "rowsProperties").AsObject()) {
    PutField(colors, kRows, *kRows.FindField(name), style);
    const std::string plain = name.substr(0, name.size() - std::string_view("Style").size());
    if (Has(style, "rgbColor")) {
      PutField(colors, kRows, *kRows.FindField(plain), ObjectOf(style, "rgbColor"));
    }
  }
  const std::string id = StringOf(table, "tableId");
  return {{"bandedRangeId", std::atoi(id.c_str())},
          {"range", ObjectOf(table, "range")},
          {"rowProperties", std::move(colors)},
          {"bandedRangeReference", id}};
}

void RefreshBand(const Json& table, Spreadsheet& book) {
  const Json band = BandOf(table);
  ObjectList bands(book, "bandedRanges", "bandedRangeId");
  if (const auto place = bands.FindById(IntOf(band, "bandedRangeId"))) {
    bands.Mutable(*place) = band;
  }
}

void FitTablesToInsertion(Spreadsheet& book, int sheet_index, Dimension dimension, Span inserted,
                          bool inherited) {
  if (!Has(book.sheet(sheet_index).objects, "tables")) return;
  Sheet& sheet = book.MutableSheet(sheet_index);
  const bool rows = dimension == Dimension::kRows;
  Json tables = ArrayOf(sheet.objects, "tables");
  for (Json& table : tables) {
    Rect area = RectOf(ObjectOf(table, "range"), sheet.Bounds());
    Span& side = rows ? area.rows : area.columns;
    if (inherited && side.end == inserted.begin) {
      side.end = inserted.end;
      table["range"] = GridRangeOf(sheet.id, area);
    }
    const bool inside = inserted.begin > side.begin && inserted.end <= side.end;
    if (!rows && inside) {
      NameColumns({inserted.begin - side.begin, inserted.end - side.begin}, table, area, sheet);
    }
  }
  sheet.objects["tables"] = tables;
  for (const Json& table : tables) RefreshBand(table, book);
}

void FitTablesToDeletion(Spreadsheet& book, int sheet_index, Span deleted, const Json& before) {
  if (!Has(book.sheet(sheet_index).objects, "tables")) return;
  Sheet& sheet = book.MutableSheet(sheet_index);
  for (Json& table : sheet.objects["tables"]) {
    for (const Json& old : before) {
      if (StringOf(old, "tableId") != StringOf(table, "tableId")) continue;
      const int left = RectOf(ObjectOf(old, "range"), sheet.Bounds()).columns.begin;
      Json kept = Json::MakeArray();
      for (Json column : ArrayOf(old, "columnProperties")) {
        const int index = left + static_cast<int>(IntOf(column, "columnIndex"));
        if (deleted.Contains(index)) continue;
        SetIndex(static_cast<int>(kept.size()), column);
        kept.push_back(std::move(column));
      }
      table["columnProperties"] = std::move(kept);
    }
  }
}

}  // namespace sheetkeeper::emulator
