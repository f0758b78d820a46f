#include <algorithm>
#include <string>
#include <utility>

#include "emulator/batch/request.h"
#include "emulator/batch/sheet_copy.h"
#include "emulator/batch/structure.h"
#include "emulator/calc/locale_names.h"
#include "emulator/formulas.h"
#include "emulator/time_zone.h"
#include "emulator/values/limits.h"
#include "emulator/wire/message.h"

namespace sheetkeeper::emulator {
namespace {

constexpr int kDefaultRows = 1000;
constexpr int kDefaultColumns = 26;

std::string NextSheetTitle(const Spreadsheet& book) {
  for (size_t n = book.sheets().size() + 1;; ++n) {
    std::string title = "Sheet" + std::to_string(n);
    if (book.IndexOfTitle(title) < 0) return title;
  }
}

Result<int32_t> NewSheetIdArgument(Batch& batch, const Json& message, std::string_view member) {
  if (!Has(message, member)) return batch.world.NewSheetId(batch.book);
  const auto id = static_cast<int32_t>(IntOf(message, member));
  if (id < 0) return InvalidArgument("Sheet id must be non-negative.");
  if (batch.book.IndexOfId(id) >= 0) {
    return InvalidArgument("Sheet with id " + std::to_string(id) + " already exists.");
  }
  return id;
}

// What is about a sheet as such calls it one; what is about its cells calls it a grid.
Result<int> TabArgument(const Spreadsheet& book, const Json& message,
                        std::string_view member = "sheetId") {
  const auto id = static_cast<int32_t>(IntOf(message, member));
  const int index = book.IndexOfId(id);
  if (index < 0) return InvalidArgument("No sheet with id: " + std::to_string(id));
  return index;
}

void InsertSheet(Spreadsheet& book, int index, Counted<Sheet> sheet) {
  auto& sheets = book.mutable_sheets();
  index = std::clamp(index, 0, static_cast<int>(sheets.size()));
  sheets.insert(sheets.begin() + index, std::move(sheet));
}

bool AnyVisible(const Spreadsheet& book) {
  return std::any_of(book.sheets().begin(), book.sheets().end(),
                     [](const Counted<Sheet>& sheet) { return !sheet->hidden; });
}

void MoveSheet(Spreadsheet& book, int from, int to) {
  auto& sheets = book.mutable_sheets();
  to = std::clamp(to, 0, static_cast<int>(sheets.size()));
  if (to == from || to == from + 1) return;
  const auto first = sheets.begin();
  if (to > from) {
    std::rotate(first + from, first + from + 1, first + to);
  } else {
    std::rotate(first + to, first + from, first + from + 1);
  }
}

// Some lines must stay that are not frozen, and no merge may lie across.
Result<> CheckFrozen(const Sheet& sheet, const std::string& line, int64_t frozen, int64_t count) {
  if (frozen < 0) return InvalidArgument("Frozen counts must not be negative.");
  if (frozen >= count) {
    return InvalidArgument("You can't freeze all visible " + line + "s on the sheet.");
  }
  for (const Rect& merge : sheet.merges) {
    const Span span = line == "row" ? merge.rows : merge.columns;
    if (span.begin >= frozen || span.end <= frozen) continue;
    return InvalidArgument("Sorry, you can't freeze " + line +
                           "s which contain only part of a merged cell. Try to break apart merged "
                           "cells or freeze more " +
                           line + "s to include the complete merged cells.");
  }
  return {};
}

// Brings the grid to the size that the merged properties say.
Result<> ApplyGridSize(Batch& batch, int index, const Json& merged) {
  const Sheet& sheet = batch.book.sheet(index);
  const Json& grid = ObjectOf(merged, "gridProperties");
  const auto rows = static_cast<int>(IntOf(grid, "rowCount", sheet.row_count));
  const auto columns = static_cast<int>(IntOf(grid, "columnCount", sheet.column_count));
  if (rows < 1 || columns < 1) {
    return InvalidArgument("A sheet must have at least one row and one column.");
  }
  const auto frozen_rows = IntOf(grid, "frozenRowCount");
  const auto frozen_columns = IntOf(grid, "frozenColumnCount");
  EMU_TRY(CheckFrozen(sheet, "row", frozen_rows, rows));
  EMU_TRY(CheckFrozen(sheet, "column", frozen_columns, columns));
  return ResizeGrid(batch.book, index, rows, columns);
}

}  // namespace

Result<Json> AddSheet(Batch& batch, const Json& request) {
  const Json& properties = ObjectOf(request, "properties");
  EMU_ASSIGN(const int32_t id, NewSheetIdArgument(batch, properties, "sheetId"));
  const std::string title =
      Has(properties, "title") ? StringOf(properties, "title") : NextSheetTitle(batch.book);
  EMU_TRY(CheckTitle(batch.book, title, -1));
  const Json& grid = ObjectOf(properties, "gridProperties");
  const int64_t rows = IntOf(grid, "rowCount", kDefaultRows);
  const int64_t columns = IntOf(grid, "columnCount", kDefaultColumns);
  if (rows < 1 || columns < 1) {
    return InvalidArgument("A sheet must have at least one row and one column.");
  }
  EMU_TRY(CheckGridSize(batch.book, -1, rows, columns));
  Sheet sheet;
  Json filled = properties;
  filled["title"] = title;
  filled["gridProperties"]["rowCount"] = rows;
  filled["gridProperties"]["columnCount"] = columns;
  SetSheetProperties(filled, sheet);
  sheet.id = id;
  const int end = static_cast<int>(batch.book.sheets().size());
  const int index = std::min(end, static_cast<int>(IntOf(properties, "index", end)));
  if (index < 0) return InvalidArgument("Sheet index must be >= 0");
  InsertSheet(batch.book, index, Counted<Sheet>(new Sheet(std::move(sheet))));
  return Json{{"properties", SheetPropertiesOf(batch.book.sheet(index), index)}};
}

Result<Json> DeleteSheet(Batch& batch, const Json& request) {
  EMU_ASSIGN(const int index, TabArgument(batch.book, request));
  if (batch.book.sheets().size() == 1) {
    return InvalidArgument("You can't remove all the sheets in a document.");
  }
  const Counted<Sheet> doomed = batch.book.sheets()[static_cast<size_t>(index)];
  batch.book.mutable_sheets().erase(batch.book.mutable_sheets().begin() + index);
  if (!AnyVisible(batch.book)) {
    return InvalidArgument("You can't remove all the visible sheets in a document.");
  }
  batch.book.ForgetSheet(doomed->id);
  RenameSheetInFormulas(batch.book, doomed->title, "");
  return Json::MakeObject();
}

Result<Json> DuplicateSheet(Batch& batch, const Json& request) {
  EMU_ASSIGN(const int source, TabArgument(batch.book, request, "sourceSheetId"));
  EMU_ASSIGN(const int32_t id, NewSheetIdArgument(batch, request, "newSheetId"));
  const Sheet& sheet = batch.book.sheet(source);
  const std::string title = Has(request, "newSheetName")
                                ? StringOf(request, "newSheetName")
                                : FreeTitle(batch.book, "Copy of " + sheet.title);
  EMU_TRY(CheckTitle(batch.book, title, -1));
  EMU_TRY(CheckGridSize(batch.book, -1, sheet.row_count, sheet.column_count));
  const int end = static_cast<int>(batch.book.sheets().size());
  const int index = std::clamp(static_cast<int>(IntOf(request, "insertSheetIndex")), 0, end);
  InsertSheet(batch.book, index, CopySheet(batch.world, sheet, id, title));
  return Json{{"properties", SheetPropertiesOf(batch.book.sheet(index), index)}};
}

Result<Json> UpdateSheetProperties(Batch& batch, const Json& request) {
  static const Message& kProperties = MessageNamed("SheetProperties");
  EMU_ASSIGN(const FieldMask mask, MaskArgument(request, "SheetProperties"));
  const Json& wanted = ObjectOf(request, "properties");
  EMU_ASSIGN(const int index, TabArgument(batch.book, wanted));
  Json merged = SheetPropertiesOf(batch.book.sheet(index), index);
  ApplyMask(mask, kProperties, wanted, merged);
  const std::string title = StringOf(merged, "title");
  if (mask.Names("title")) EMU_TRY(CheckTitle(batch.book, title, index));
  EMU_TRY(ApplyGridSize(batch, index, merged));

  Sheet& sheet = batch.book.MutableSheet(index);
  const std::string old_title = sheet.title;
  const int rows = sheet.row_count;
  const int columns = sheet.column_count;
  SetSheetProperties(merged, sheet);
  sheet.row_count = rows;
  sheet.column_count = columns;
  if (title != old_title) RenameSheetInFormulas(batch.book, old_title, title);
  if (!AnyVisible(batch.book)) {
    return InvalidArgument("You can't hide all the sheets in a document.");
  }
  if (mask.Names("index")) {
    const int end = static_cast<int>(batch.book.sheets().size());
    MoveSheet(batch.book, index, static_cast<int>(IntOf(wanted, "index", end)));
  }
  return Json::MakeObject();
}

Result<> CheckSpreadsheetProperties(const Json& properties) {
  const std::string locale = StringOf(properties, "locale", "en_US");
  if (!calc::IsLocaleName(locale)) return InvalidArgument("Unsupported locale: " + locale);
  const std::string zone = StringOf(properties, "timeZone", "Etc/GMT");
  if (!OffsetOfZone(zone, 0)) return InvalidArgument("Invalid time zone: " + zone);
  return {};
}

Result<Json> UpdateSpreadsheetProperties(Batch& batch, const Json& request) {
  static const Message& kProperties = MessageNamed("SpreadsheetProperties");
  EMU_ASSIGN(const FieldMask mask, MaskArgument(request, "SpreadsheetProperties"));
  Json merged = batch.book.properties;
  merged["title"] = batch.book.title;
  ApplyMask(mask, kProperties, ObjectOf(request, "properties"), merged);
  for (const char* name : {"locale", "timeZone", "autoRecalc"}) {
    if (Has(merged, name)) continue;
    merged[name] = StringOf(batch.book.properties, name);
  }
  EMU_TRY(CheckSpreadsheetProperties(merged));
  if (merged["locale"] != batch.book.properties["locale"]) {
    RelocalizeFormulas(batch.book, StringOf(merged, "locale"));
  }
  batch.book.title = StringOf(merged, "title");
  merged.Erase("title");
  batch.book.properties = std::move(merged);
  return Json::MakeObject();
}

}  // namespace sheetkeeper::emulator
