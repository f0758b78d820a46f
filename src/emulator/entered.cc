#include "emulator/entered.h"

#include <chrono>
#include <utility>

#include "emulator/calc/entered.h"
#include "emulator/calc/number_format.h"
#include "emulator/formulas.h"
#include "emulator/wire/message.h"

namespace sheetkeeper::emulator {
namespace {

bool IsDateType(std::string_view type) {
  return type == "DATE" || type == "TIME" || type == "DATE_TIME";
}

int YearOf(int64_t now_ms) {
  using std::chrono::floor;
  const std::chrono::sys_time<std::chrono::milliseconds> now{std::chrono::milliseconds(now_ms)};
  return static_cast<int>(std::chrono::year_month_day(floor<std::chrono::days>(now)).year());
}

const Json& NumberFormatOf(const Cell& cell) {
  static const Json kNone = Json::object();
  const Json* format = cell.Field("userEnteredFormat");
  return format == nullptr ? kNone : ObjectOf(*format, "numberFormat");
}

// A typed number brings its format along where the cell has none of the same kind.
void TakeFormat(const calc::NumberFormat& entered, Cell& cell) {
  const std::string old = StringOf(NumberFormatOf(cell), "type");
  if (!old.empty() && IsDateType(old) == IsDateType(entered.type)) return;
  static const Message& kCell = MessageNamed("CellData");
  static const Message& kFormat = MessageNamed("CellFormat");
  const Json* format = cell.Field("userEnteredFormat");
  Json changed = format == nullptr ? Json::object() : *format;
  Json number = {{"type", entered.type}};
  if (!entered.pattern.empty()) number["pattern"] = entered.pattern;
  PutField(changed, kFormat, *kFormat.FindField("numberFormat"), std::move(number));
  PutField(cell.extras.Mutable().fields, kCell, *kCell.FindField("userEnteredFormat"),
           std::move(changed));
}

}  // namespace

const calc::Locale& LocaleOf(const Spreadsheet& spreadsheet) {
  return calc::FindLocale(StringOf(spreadsheet.properties, "locale", "en_US"));
}

void EnterText(const Spreadsheet& spreadsheet, std::string_view text, int64_t now_ms, Cell& cell) {
  cell.ClearContent();
  if (text.empty()) return;
  if (StringOf(NumberFormatOf(cell), "type") == "TEXT" && !text.starts_with('=')) {
    cell.value = CellValue::Text(text);
    return;
  }
  const auto entered = calc::ParseEntered(text, LocaleOf(spreadsheet), YearOf(now_ms));
  if (entered.formula) {
    SetFormula(spreadsheet, *entered.formula, cell);
    return;
  }
  cell.value = CellValue::From(entered.value);
  if (entered.format) TakeFormat(*entered.format, cell);
}

std::string FormattedText(const calc::Locale& locale, const Cell& cell) {
  const Json& number_format = NumberFormatOf(cell);
  if (number_format.empty()) {
    if (cell.value.kind() == CellValue::Kind::kText) return std::string(cell.value.text());
    return calc::FormatValue(cell.value.ToCalc(), nullptr, locale);
  }
  const calc::NumberFormat format = {StringOf(number_format, "type"),
                                     StringOf(number_format, "pattern")};
  return calc::FormatValue(cell.value.ToCalc(), &format, locale);
}

bool ShowsDate(const Cell& cell) {
  return cell.value.kind() == CellValue::Kind::kNumber &&
         IsDateType(StringOf(NumberFormatOf(cell), "type"));
}

}  // namespace sheetkeeper::emulator
