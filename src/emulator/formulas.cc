// The texts of formulas: how they get into cells and how their references follow edits.

#include "emulator/formulas.h"

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "emulator/entered.h"

namespace sheetkeeper::emulator {
namespace {

void PutFormula(calc::Formula formula, Cell& cell) {
  CellExtras& extras = cell.extras.Mutable();
  extras.formula = formula.Text();
  extras.parsed = std::make_shared<const ParsedFormula>(std::move(formula));
}

// Replaces every formula that `change` returns true for. It gets a copy to change and the title of
// the formula's sheet.
using Change = std::function<bool(calc::Formula& formula, const std::string& own_sheet)>;

void ChangeFormulas(Spreadsheet& spreadsheet, const Change& change) {
  struct Changed {
    int sheet_index, row, column;
    calc::Formula formula;
  };
  std::vector<Changed> changed;
  for (int i = 0; i < static_cast<int>(spreadsheet.sheets().size()); ++i) {
    const Sheet& sheet = spreadsheet.sheet(i);
    sheet.grid.VisitFormulas([&](int row, int column, const Cell& cell) {
      if (cell.formula().empty()) return;
      calc::Formula formula = cell.extras->parsed->formula();
      if (change(formula, sheet.title)) changed.push_back({i, row, column, std::move(formula)});
    });
  }
  for (Changed& one : changed) {
    Grid& grid = spreadsheet.MutableSheet(one.sheet_index).grid;
    PutFormula(std::move(one.formula), grid.MutableCell(one.row, one.column));
  }
}

// Sheets are named as they are titled, in whatever case they were typed.
void UseTitles(const Spreadsheet& spreadsheet, calc::Formula& formula) {
  std::vector<std::pair<std::string, std::string>> renames;
  for (const calc::Reference& reference : formula.References()) {
    if (reference.sheet.empty()) continue;
    const int index = spreadsheet.IndexOfTitle(reference.sheet);
    if (index < 0 || spreadsheet.sheet(index).title == reference.sheet) continue;
    renames.emplace_back(reference.sheet, spreadsheet.sheet(index).title);
  }
  for (const auto& [typed, title] : renames) formula.AdjustRename(typed, title);
}

calc::Area AreaOf(const Rect& rect) {
  return {rect.rows.begin, rect.columns.begin, rect.rows.end - 1, rect.columns.end - 1};
}

}  // namespace

void SetFormula(const Spreadsheet& spreadsheet, std::string_view text, Cell& cell) {
  cell.ClearContent();
  calc::Formula formula = calc::Formula::Parse(text, LocaleOf(spreadsheet));
  UseTitles(spreadsheet, formula);
  PutFormula(std::move(formula), cell);
}

void ShiftFormulas(Spreadsheet& spreadsheet, int sheet_index, const Shift& shift) {
  calc::DimensionChange change = shift.ForFormulas();
  change.sheet = spreadsheet.sheet(sheet_index).title;
  ChangeFormulas(spreadsheet, [&](calc::Formula& formula, const std::string& own_sheet) {
    return formula.Adjust(change, own_sheet);
  });
}

void OffsetFormula(const Spreadsheet&, int rows, int columns, Cell& cell) {
  if (cell.formula().empty() || (rows == 0 && columns == 0)) return;
  PutFormula(cell.extras->parsed->formula().CopiedBy(rows, columns), cell);
}

void RelocalizeFormulas(Spreadsheet& spreadsheet, std::string_view locale) {
  const calc::Locale& target = calc::FindLocale(locale);
  ChangeFormulas(spreadsheet, [&](calc::Formula& formula, const std::string&) {
    formula = calc::Formula::Parse(formula.TextIn(target), target);
    return true;
  });
}

void MoveFormulaReferences(Spreadsheet& spreadsheet, const SheetRange& from, const SheetRange& to) {
  const calc::CellsMove move = {.from_sheet = spreadsheet.sheet(from.sheet_index).title,
                                .from = AreaOf(from.rect),
                                .to_sheet = spreadsheet.sheet(to.sheet_index).title,
                                .to_row = to.rect.rows.begin,
                                .to_column = to.rect.columns.begin};
  ChangeFormulas(spreadsheet, [&](calc::Formula& formula, const std::string& own_sheet) {
    return formula.Adjust(move, own_sheet);
  });
}

void RenameSheetInFormulas(Spreadsheet& spreadsheet, std::string_view old_title,
                           std::string_view new_title) {
  ChangeFormulas(spreadsheet, [&](calc::Formula& formula, const std::string&) {
    return new_title.empty() ? formula.AdjustDeletedSheet(old_title)
                             : formula.AdjustRename(old_title, new_title);
  });
}

}  // namespace sheetkeeper::emulator
