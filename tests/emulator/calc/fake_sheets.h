// A spreadsheet for formula tests, filled from text.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "emulator/calc/entered.h"
#include "emulator/calc/eval_context.h"
#include "emulator/calc/formula.h"
#include "emulator/calc/text.h"

namespace sheetkeeper::emulator::calc {

// Sheet1 (the formula's own sheet, 20 x 8) and "Other one" (10 x 4). The formula stands in E5. The
// moment is 2026-10-08 18:00.
class FakeSheets : public EvalContext {
 public:
  // "A1" of Sheet1 or "Other one!A1", what a person types; no formulas.
  void Type(std::string_view address, std::string_view text) {
    std::string_view cell = address;
    std::string sheet = "sheet1";
    if (const size_t mark = address.find('!'); mark != std::string_view::npos) {
      sheet = Lowered(address.substr(0, mark));
      cell = address.substr(mark + 1);
    }
    size_t length = 0;
    const Area area = ParseReference(cell, &length)->ToArea();
    const Entered entered = ParseEntered(text, locale(), 2026);
    cells_[sheet][{area.first_row, area.first_column}] = entered;
  }

  void SetValue(std::string_view address, Value value) {
    Type(address, "x");
    size_t length = 0;
    const Area area = ParseReference(address, &length)->ToArea();
    cells_["sheet1"][{area.first_row, area.first_column}].value = std::move(value);
  }

  void SetLocale(std::string_view name) { locale_ = name; }
  const Locale& locale() const { return FindLocale(locale_); }

  Value CellValue(std::string_view sheet, int row, int column) const override {
    const Entered* cell = Find(sheet, row, column);
    return cell == nullptr ? Value() : cell->value;
  }

  void VisitCells(std::string_view sheet, const Area& area, const Visitor& visit) const override {
    const auto found = cells_.find(Key(sheet));
    if (found == cells_.end()) return;
    for (const auto& [place, cell] : found->second) {
      if (!area.Contains(place.first, place.second)) continue;
      if (!visit(place.first, place.second, cell.value)) return;
    }
  }

  std::optional<GridSize> SheetSize(std::string_view sheet) const override {
    if (Key(sheet) == "sheet1") return GridSize{20, 8};
    if (Key(sheet) == "other one") return GridSize{10, 4};
    return std::nullopt;
  }

  std::optional<NamedRange> FindNamedRange(std::string_view name) const override {
    if (!EqualsIgnoringCase(name, "prices")) return std::nullopt;
    return NamedRange{"Sheet1", {0, 0, 2, 0}};
  }

  CellPosition OwnCell() const override { return {4, 4}; }
  double Now() const override { return 46303.75; }

  std::optional<NumberFormat> CellFormat(std::string_view sheet, int row,
                                         int column) const override {
    const Entered* cell = Find(sheet, row, column);
    return cell == nullptr ? std::nullopt : cell->format;
  }

 private:
  using Sheet = std::map<std::pair<int, int>, Entered>;

  static std::string Key(std::string_view sheet) {
    return sheet.empty() ? "sheet1" : Lowered(sheet);
  }

  const Entered* Find(std::string_view sheet, int row, int column) const {
    const auto found = cells_.find(Key(sheet));
    if (found == cells_.end()) return nullptr;
    const auto cell = found->second.find({row, column});
    return cell == found->second.end() ? nullptr : &cell->second;
  }

  std::string locale_ = "en_US";
  std::map<std::string, Sheet> cells_;
};

}  // namespace sheetkeeper::emulator::calc
