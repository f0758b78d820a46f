// What a cell of a spreadsheet holds, and the errors a formula can come to.
#pragma once

#include <string>
#include <string_view>
#include <variant>

namespace sheetkeeper::emulator::calc {

// The error kinds of the API's ErrorValue.
enum class ErrorType {
  kError,
  kNullValue,
  kDivideByZero,
  kValue,
  kRef,
  kName,
  kNum,
  kNotAvailable,
  kLoading,
};

struct ErrorValue {
  ErrorType type = ErrorType::kError;
  std::string message;  // What the cell's tooltip says; may be empty.

  bool operator==(const ErrorValue&) const = default;
};

// monostate is the empty cell. Dates, times, percentages are numbers.
using Value = std::variant<std::monostate, double, bool, std::string, ErrorValue>;

// What the cell shows: "#DIV/0!".
std::string_view ErrorCode(ErrorType type);
// The name in the API: "DIVIDE_BY_ZERO".
std::string_view ErrorTypeName(ErrorType type);
// What UNFORMATTED_VALUE answers: "#DIV/0! (Function DIVIDE parameter 2 cannot be zero.)", the code
// alone when there is no message.
std::string ErrorText(const ErrorValue& error);

inline bool IsBlank(const Value& value) {
  return std::holds_alternative<std::monostate>(value);
}
inline bool IsError(const Value& value) {
  return std::holds_alternative<ErrorValue>(value);
}

}  // namespace sheetkeeper::emulator::calc
