#ifndef SHEETKEEPER_EMULATOR_MODEL_CELL_H_
#define SHEETKEEPER_EMULATOR_MODEL_CELL_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "emulator/calc/number_format.h"
#include "emulator/calc/value.h"
#include "emulator/model/counted.h"
#include "emulator/wire/json.h"

namespace sheetkeeper::emulator {

class ParsedFormula;  // formulas.h

using calc::ErrorType;

// What a cell shows: nothing, a number, a truth value, text, or an error with its message. Text is
// shared between copies. 16 bytes, as there may be millions.
class CellValue {
 public:
  enum class Kind : uint8_t { kEmpty, kNumber, kBool, kText, kError };

  CellValue() = default;
  CellValue(const CellValue& other);
  CellValue(CellValue&& other) noexcept;
  CellValue& operator=(CellValue other) noexcept;
  ~CellValue();

  static CellValue Number(double number);
  static CellValue Bool(bool truth);
  static CellValue Text(std::string_view text);
  static CellValue Error(ErrorType type, std::string_view message);

  static CellValue From(const calc::Value& value);
  calc::Value ToCalc() const;

  Kind kind() const { return kind_; }
  bool empty() const { return kind_ == Kind::kEmpty; }
  double number() const { return payload_.number; }
  bool truth() const { return payload_.truth; }
  std::string_view text() const;  // of kText; of kError the message
  ErrorType error() const { return static_cast<ErrorType>(error_); }

  bool operator==(const CellValue& other) const;

 private:
  struct SharedText;

  bool HasText() const { return kind_ == Kind::kText || kind_ == Kind::kError; }

  union {
    double number;
    bool truth;
    SharedText* text;
  } payload_ = {.number = 0};
  Kind kind_ = Kind::kEmpty;
  uint8_t error_ = 0;
};

// What most cells do not have.
struct CellExtras {
  mutable References references = {};
  std::string formula;                          // "=A1+1", empty when there is none
  std::shared_ptr<const ParsedFormula> parsed;  // of `formula`
  // The format that the formula's result is shown in, where the cell has none of its own.
  std::shared_ptr<const calc::NumberFormat> result_format;
  bool spilled = false;  // the value belongs to the array of a formula in another cell
  // The members of CellData that the user set, other than the value: userEnteredFormat, note,
  // hyperlink, dataValidation, textFormatRuns, chipRuns, pivotTable, in schema order.
  Json fields = Json::MakeObject();
};

// 24 bytes.
struct Cell {
  CellValue value;  // of a formula: its result
  Counted<CellExtras> extras;

  std::string_view formula() const { return extras ? extras->formula : std::string_view(); }
  bool spilled() const { return extras && extras->spilled; }
  bool HasContent() const { return !value.empty() || !formula().empty(); }
  bool blank() const { return value.empty() && !extras; }

  // A member of CellExtras::fields, or null.
  const Json* Field(std::string_view name) const;

  // Takes value and formula away and leaves the rest.
  void ClearContent();
};

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_MODEL_CELL_H_
