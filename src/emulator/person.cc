#include <algorithm>
#include <string>
#include <utility>

#include "emulator/access.h"
#include "emulator/drive/csv.h"
#include "emulator/emulator.h"
#include "emulator/entered.h"
#include "emulator/formulas.h"
#include "emulator/model/ranges.h"
#include "emulator/sheets/sheets_api.h"
#include "emulator/state.h"
#include "emulator/values/write.h"
#include "emulator/wire/json_text.h"

namespace sheetkeeper::emulator {
namespace {

Spreadsheet* BookOf(Emulator::State& state, std::string_view id) {
  const auto found = state.world.files.find(id);
  return found == state.world.files.end() ? nullptr : found->second.book.get();
}

PlainValue PlainOf(const Cell* cell) {
  if (cell == nullptr) return std::monostate();
  switch (cell->value.kind()) {
    case CellValue::Kind::kEmpty:
      break;
    case CellValue::Kind::kNumber:
      return cell->value.number();
    case CellValue::Kind::kBool:
      return cell->value.truth();
    case CellValue::Kind::kText:
      return std::string(cell->value.text());
    case CellValue::Kind::kError:
      return std::string(calc::ErrorCode(cell->value.error()));
  }
  return std::monostate();
}

// Changes one cell as EditSpreadsheet does, if the grid has it.
template <typename Change>
bool ChangeCell(Emulator::State& state, std::string_view id, std::string_view tab, int row,
                int column, Change change) {
  Spreadsheet* book = BookOf(state, id);
  const int index = book == nullptr ? -1 : book->IndexOfTitle(tab);
  if (index < 0 || !book->sheet(index).Bounds().Contains(row, column)) return false;
  File& file = state.world.files.find(id)->second;
  return EditSpreadsheet(state.world, file.owner, file,
                         [&](Spreadsheet& edited) -> Result<Json> {
                           change(edited, edited.MutableSheet(index).grid.MutableCell(row, column));
                           return Json();
                         })
      .has_value();
}

Json DimensionJson(int32_t sheet_id, const char* dimension, int at, int count) {
  return {{"sheetId", sheet_id},
          {"dimension", dimension},
          {"startIndex", at},
          {"endIndex", at + count}};
}

// Runs one request about a tab; `make` gets its id.
template <typename Make>
bool Run(Emulator::Person& person, const char* kind, std::string_view tab, Make make) {
  const auto id = person.SheetId(tab);
  if (!id) return false;
  const Json request = {{kind, make(*id)}};
  const Json body = {{"requests", Json::Array{request}}};
  return person.BatchUpdate(WriteJson(body, JsonStyle::kCompact)).has_value();
}

}  // namespace

std::vector<std::vector<PlainValue>> Emulator::Person::Cells(std::string_view tab) const {
  std::vector<std::vector<PlainValue>> rows;
  const Spreadsheet* book = BookOf(*emulator_.state_, id_);
  const int index = book == nullptr ? -1 : book->IndexOfTitle(tab);
  if (index < 0) return rows;
  const Sheet& sheet = book->sheet(index);
  const Rect content = sheet.ContentBounds();
  for (int row = 0; row < content.rows.end; ++row) {
    auto& line = rows.emplace_back();
    for (int column = 0; column < content.columns.end; ++column) {
      line.push_back(PlainOf(sheet.grid.FindCell(row, column)));
    }
  }
  return rows;
}

PlainValue Emulator::Person::Cell(std::string_view tab, int row, int column) const {
  const Spreadsheet* book = BookOf(*emulator_.state_, id_);
  const int index = book == nullptr ? -1 : book->IndexOfTitle(tab);
  if (index < 0) return std::monostate();
  return PlainOf(book->sheet(index).grid.FindCell(row, column));
}

bool Emulator::Person::Type(std::string_view tab, int row, int column, std::string_view text) {
  State& state = *emulator_.state_;
  return ChangeCell(state, id_, tab, row, column, [&](Spreadsheet& book, auto& cell) {
    EnterText(book, text, state.world.Now(), cell);
  });
}

bool Emulator::Person::Put(std::string_view tab, int row, int column, const PlainValue& value) {
  return ChangeCell(*emulator_.state_, id_, tab, row, column, [&](Spreadsheet&, auto& cell) {
    cell.ClearContent();
    if (const auto* number = std::get_if<double>(&value)) cell.value = CellValue::Number(*number);
    if (const auto* truth = std::get_if<bool>(&value)) cell.value = CellValue::Bool(*truth);
    const auto* text = std::get_if<std::string>(&value);
    if (text != nullptr && !text->empty()) cell.value = CellValue::Text(*text);
  });
}

std::optional<std::string> Emulator::Person::BatchUpdate(std::string_view requests_json) {
  Call call;
  call.method = "POST";
  call.segments = {"v4", "spreadsheets", id_};
  call.verb = "batchUpdate";
  call.body = requests_json;
  World& world = emulator_.state_->world;
  const auto found = world.files.find(id_);
  if (found == world.files.end()) return std::nullopt;
  call.caller = found->second.owner;
  const auto answer = HandleSheets(world, call);
  if (!answer.has_value()) return std::nullopt;
  return WriteJson(*answer, JsonStyle::kPretty);
}

bool Emulator::Person::InsertRows(std::string_view tab, int at, int count) {
  return Run(*this, "insertDimension", tab, [&](int32_t id) {
    return Json{{"range", DimensionJson(id, "ROWS", at, count)}, {"inheritFromBefore", at > 0}};
  });
}

bool Emulator::Person::DeleteRows(std::string_view tab, int at, int count) {
  return Run(*this, "deleteDimension", tab, [&](int32_t id) {
    return Json{{"range", DimensionJson(id, "ROWS", at, count)}};
  });
}

bool Emulator::Person::MoveRows(std::string_view tab, int at, int count, int target) {
  return Run(*this, "moveDimension", tab, [&](int32_t id) {
    return Json{{"source", DimensionJson(id, "ROWS", at, count)}, {"destinationIndex", target}};
  });
}

bool Emulator::Person::SortRows(std::string_view tab, int first_row, int column, bool ascending) {
  return Run(*this, "sortRange", tab, [&](int32_t id) {
    const Json spec = {{"dimensionIndex", column},
                       {"sortOrder", ascending ? "ASCENDING" : "DESCENDING"}};
    return Json{{"range", {{"sheetId", id}, {"startRowIndex", first_row}}},
                {"sortSpecs", Json::Array{spec}}};
  });
}

bool Emulator::Person::InsertColumns(std::string_view tab, int at, int count) {
  return Run(*this, "insertDimension", tab, [&](int32_t id) {
    return Json{{"range", DimensionJson(id, "COLUMNS", at, count)}, {"inheritFromBefore", at > 0}};
  });
}

bool Emulator::Person::DeleteColumns(std::string_view tab, int at, int count) {
  return Run(*this, "deleteDimension", tab, [&](int32_t id) {
    return Json{{"range", DimensionJson(id, "COLUMNS", at, count)}};
  });
}

bool Emulator::Person::MoveColumns(std::string_view tab, int at, int count, int target) {
  return Run(*this, "moveDimension", tab, [&](int32_t id) {
    return Json{{"source", DimensionJson(id, "COLUMNS", at, count)}, {"destinationIndex", target}};
  });
}

bool Emulator::Person::AddTab(std::string_view title) {
  const Json body = {{"requests", {{{"addSheet", {{"properties", {{"title", title}}}}}}}}};
  return BatchUpdate(WriteJson(body, JsonStyle::kCompact)).has_value();
}

bool Emulator::Person::RenameTab(std::string_view tab, std::string_view title) {
  return Run(*this, "updateSheetProperties", tab, [&](int32_t id) {
    return Json{{"properties", {{"sheetId", id}, {"title", title}}}, {"fields", "title"}};
  });
}

bool Emulator::Person::DuplicateTab(std::string_view tab, std::string_view title) {
  return Run(*this, "duplicateSheet", tab, [&](int32_t id) {
    return Json{
        {"sourceSheetId", id}, {"insertSheetIndex", Tabs().size()}, {"newSheetName", title}};
  });
}

bool Emulator::Person::DeleteTab(std::string_view tab) {
  return Run(*this, "deleteSheet", tab, [](int32_t id) { return Json{{"sheetId", id}}; });
}

std::vector<std::string> Emulator::Person::Tabs() const {
  std::vector<std::string> titles;
  const Spreadsheet* book = BookOf(*emulator_.state_, id_);
  if (book == nullptr) return titles;
  for (const auto& sheet : book->sheets()) titles.push_back(sheet->title);
  return titles;
}

std::optional<int32_t> Emulator::Person::SheetId(std::string_view tab) const {
  const Spreadsheet* book = BookOf(*emulator_.state_, id_);
  const int index = book == nullptr ? -1 : book->IndexOfTitle(tab);
  if (index < 0) return std::nullopt;
  return book->sheet(index).id;
}

std::optional<std::string> Emulator::Person::Csv(std::string_view tab) const {
  const Spreadsheet* book = BookOf(*emulator_.state_, id_);
  const int index = book == nullptr ? -1 : book->IndexOfTitle(tab);
  if (index < 0) return std::nullopt;
  return ExportSheet(*book, index, ',');
}

uint64_t Emulator::Person::Changes() const {
  const Spreadsheet* book = BookOf(*emulator_.state_, id_);
  return book == nullptr ? 0 : book->changes;
}

}  // namespace sheetkeeper::emulator
