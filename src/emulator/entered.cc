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
  static const Json kNone = Json::MakeObject();
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
  Json changed = format == nullptr ? Json::MakeObject() : *format;
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
  if (StringOf(NumberFormatOf(cell), "type") == "TEXT") {
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

std::optional<calc::NumberFormat> ShownFormat(const Cell& cell) {
  const Json& own = NumberFormatOf(cell);
  if (!own.empty()) return calc::NumberFormat{StringOf(own, "type"), StringOf(own, "pattern")};
  if (cell.extras && cell.extras->result_format) return *cell.extras->result_format;
  return std::nullopt;
}

std::string FormattedText(const calc::Locale& locale, const Cell& cell) {
  if (cell.value.kind() == CellValue::Kind::kText && !cell.extras) {
    return std::string(cell.value.text());
  }
  const auto format = ShownFormat(cell);
  return calc::FormatValue(cell.value.ToCalc(), format ? &*format : nullptr, locale);
}

bool ShowsDate(const Cell& cell) {
  if (cell.value.kind() != CellValue::Kind::kNumber) return false;
  const auto format = ShownFormat(cell);
  return format && IsDateType(format->type);
}

}  // namespace sheetkeeper::emulator
