#include "emulator/calc/value.h"

#include <array>
#include <cstddef>

namespace sheetkeeper::emulator::calc {
namespace {

struct ErrorNames {
  std::string_view code;
  std::string_view api;
};

// In the order of ErrorType.
constexpr std::array<ErrorNames, 9> kErrorNames = {{
    {"#ERROR!", "ERROR"},
    {"#NULL!", "NULL_VALUE"},
    {"#DIV/0!", "DIVIDE_BY_ZERO"},
    {"#VALUE!", "VALUE"},
    {"#REF!", "REF"},
    {"#NAME?", "NAME"},
    {"#NUM!", "NUM"},
    {"#N/A", "N_A"},
    {"Loading...", "LOADING"},
}};

const ErrorNames& NamesOf(ErrorType type) {
  return kErrorNames[static_cast<size_t>(type)];
}

}  // namespace

std::string_view ErrorCode(ErrorType type) {
  return NamesOf(type).code;
}

std::string_view ErrorTypeName(ErrorType type) {
  return NamesOf(type).api;
}

std::string ErrorText(const ErrorValue& error) {
  std::string text(ErrorCode(error.type));
  if (!error.message.empty()) text += " (" + error.message + ")";
  return text;
}

}  // namespace sheetkeeper::emulator::calc
