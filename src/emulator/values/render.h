#ifndef SHEETKEEPER_EMULATOR_VALUES_RENDER_H_
#define SHEETKEEPER_EMULATOR_VALUES_RENDER_H_

#include <string_view>

#include "emulator/calc/locale.h"
#include "emulator/http/request.h"
#include "emulator/model/a1.h"
#include "emulator/model/spreadsheet.h"
#include "emulator/wire/json.h"
#include "emulator/wire/result.h"

namespace sheetkeeper::emulator {

enum class ValueForm { kFormatted, kUnformatted, kFormula };

struct RenderOptions {
  ValueForm form = ValueForm::kFormatted;
  bool dates_as_text = false;
  Dimension major = Dimension::kRows;
};

// From the texts of the API's enumerations, empty for the default.
ValueForm ValueFormOf(std::string_view option);
Dimension DimensionOf(std::string_view name);

// The options of a read, from a query (names as in values.get, or with the prefix "response").
Result<RenderOptions> ReadRenderOptions(const Query& query, bool response);

// One cell of values.get.
Json RenderCell(const calc::Locale& locale, const Cell& cell, const RenderOptions& options);

// A ValueRange: rows cut behind the last cell that has something, rows cut behind the last that
// has; no member "values" when nothing is left.
Json RenderRange(const Spreadsheet& spreadsheet, const SheetRange& range,
                 const RenderOptions& options);

// RangeText of a range.
std::string TextOf(const Spreadsheet& spreadsheet, const SheetRange& range);

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_VALUES_RENDER_H_
