#include "emulator/page.h"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <utility>

#include "emulator/calc/entered.h"
#include "emulator/entered.h"
#include "emulator/page/index.h"
#include "emulator/values/render.h"

namespace sheetkeeper::emulator {
namespace {

constexpr int kMostRows = 2000;  // in one answer

// A text that would become something else if it were typed gets an apostrophe in front.
std::string AsTyped(const calc::Locale& locale, const Cell& cell) {
  if (!cell.formula().empty()) return std::string(cell.formula());
  if (cell.value.kind() == CellValue::Kind::kText) {
    const std::string text(cell.value.text());
    const bool plain_text = ShownFormat(cell) && ShownFormat(cell)->type == "TEXT";
    const auto typed = calc::ParseEntered(text, locale, /*year=*/2000);
    const bool kept = !typed.formula && CellValue::From(typed.value) == cell.value;
    return plain_text || kept ? text : '\'' + text;
  }
  if (ShowsDate(cell)) return FormattedText(locale, cell);
  const Json value = RenderCell(locale, cell, {.form = ValueForm::kFormula});
  if (value.is_bool()) return value.AsBool() ? "TRUE" : "FALSE";
  Cell bare;
  bare.value = cell.value;
  return FormattedText(locale, bare);
}

Json PageCell(const calc::Locale& locale, const Cell& cell) {
  if (!cell.HasContent()) return nullptr;
  Json json = {{"v", FormattedText(locale, cell)}};
  if (std::string typed = AsTyped(locale, cell); typed != StringOf(json, "v")) {
    json["f"] = std::move(typed);
  }
  if (cell.value.kind() == CellValue::Kind::kNumber) json["n"] = true;
  if (cell.value.kind() == CellValue::Kind::kError) json["e"] = true;
  return json;
}

Json PageRow(const calc::Locale& locale, const Row* row) {
  Json cells = Json::MakeArray();
  if (row == nullptr) return cells;
  for (const Cell& cell : row->cells) cells.push_back(PageCell(locale, cell));
  return cells;
}

int Parameter(const Call& call, const char* name, int missing) {
  const auto text = call.query.Last(name);
  return text ? static_cast<int>(std::strtol(text->c_str(), nullptr, 10)) : missing;
}

}  // namespace

Json PageSpreadsheets(const World& world) {
  Json list = Json::MakeArray();
  for (const auto& [id, file] : world.files) {
    if (!file.book) continue;
    Json sheets = Json::MakeArray();
    for (const auto& sheet : file.book->sheets()) {
      sheets.push_back({{"sheetId", sheet->id},
                        {"title", sheet->title},
                        {"rows", sheet->row_count},
                        {"columns", sheet->column_count},
                        {"hidden", sheet->hidden}});
    }
    list.push_back({{"id", id},
                    {"title", file.book->title},
                    {"changes", file.book->changes},
                    {"sheets", std::move(sheets)}});
  }
  return {{"spreadsheets", std::move(list)}};
}

Result<Json> PageGrid(const World& world, const Call& call) {
  const auto found = world.files.find(call.segments[2]);
  if (found == world.files.end() || !found->second.book) {
    return NotFound("There is no such spreadsheet.");
  }
  const Spreadsheet& book = *found->second.book;
  const int index =
      book.IndexOfId(static_cast<int32_t>(std::strtol(call.segments[3].c_str(), nullptr, 10)));
  if (index < 0) return NotFound("There is no such sheet.");
  const Sheet& sheet = book.sheet(index);
  const int from = std::clamp(Parameter(call, "from", 0), 0, sheet.row_count);
  const int to = std::clamp(Parameter(call, "to", from + 200), from,
                            std::min(sheet.row_count, from + kMostRows));
  Json cells = Json::MakeArray();
  for (int row = from; row < to; ++row) {
    cells.push_back(PageRow(LocaleOf(book), sheet.grid.FindRow(row)));
  }
  return Json{{"changes", book.changes},
              {"rows", sheet.row_count},
              {"columns", sheet.column_count},
              {"from", from},
              {"cells", std::move(cells)}};
}

HttpResponse Page() {
  return {.status = 200,
          .headers = {{"Content-Type", "text/html; charset=UTF-8"}, {"Cache-Control", "no-store"}},
          .body = kIndexPage};
}

}  // namespace sheetkeeper::emulator
