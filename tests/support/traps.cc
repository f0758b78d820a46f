#include "support/traps.h"

#include <limits>
#include <string>

#include "base/number_text.h"

namespace sheetkeeper {
namespace {

constexpr double kTwo53 = 9007199254740992.0;

const std::vector<std::string>& Texts() {
  static const std::vector<std::string> texts{
      "7",
      "x",
      "07",
      "7.0",
      "7.50",
      "-0",
      "0.10",
      ".5",
      "5.",
      "+1",
      "1e5",
      "1,5",
      " 7",
      "0x7",
      "inf",
      "nan",
      "TRUE",
      "true",
      "True",
      "FALSE",
      "false",
      "2020-01-01",
      "2020-02-30",
      "0000-01-01",
      "0001-01-01",
      "9999-12-31",
      "1/2/2020",
      "2020-01-01T12:00",
      "2020-01-01 12:00:00",
      "2020-01-01T12:00:00.5",
      "2020-01-01T12:00:00.500",
      "2020-01-01T12:00:00.0004",
      "2020-01-01T24:00:00",
      "12:00",
      "=1+1",
      "'7",
      "#N/A",
      "#REF! (Reference does not exist.)",
      "#reference",
      "Loading...",
      "9007199254740992",
      "9007199254740993",
      "-9007199254740993",
      "9223372036854775807",
      "9223372036854775808",
      "123456789012345678901234567890",
      "0.1000000000000000055511151231257827",
      "12345678901234567.25",
      "ё",
      "\xF0\x9F\x8C\xB5",
      "\xff",
      std::string("a\0b", 3),
      std::string(299, '9'),
      std::string(300, '9'),
      std::string(400, '9'),
      "0." + std::string(330, '0') + "1",
  };
  return texts;
}

const std::vector<double>& Numbers() {
  static const std::vector<double> numbers{
      7.0,
      0.0,
      1.0,
      -0.0,
      -1.0,
      0.1,
      7.5,
      1e15,
      1e17,
      1e300,
      5e-324,
      kTwo53 - 1,
      kTwo53,
      kTwo53 + 2,
      -kTwo53 - 2,
      43831.0,
      43831.5,
      43831.000000001,
      -693593.0,
      -693594.0,
      2958465.0,
      2958465.99999999,
      2958466.0,
      60.0,
      std::numeric_limits<double>::max(),
      0.1 + 0.2,
  };
  return numbers;
}

}  // namespace

const std::vector<Cell>& TrapCells() {
  static const std::vector<Cell> cells = [] {
    std::vector<Cell> all{Empty{}, std::string(), true, false};
    all.insert(all.end(), Numbers().begin(), Numbers().end());
    all.insert(all.end(), Texts().begin(), Texts().end());
    return all;
  }();
  return cells;
}

const std::vector<Value>& TrapValues() {
  static const std::vector<Value> values = [] {
    std::vector<Value> all{Null{}, std::string()};
    for (const int64_t integer :
         {int64_t{7}, int64_t{0}, int64_t{1}, int64_t{-1}, int64_t{9007199254740992},
          int64_t{9007199254740993}, std::numeric_limits<int64_t>::max(),
          std::numeric_limits<int64_t>::min()}) {
      all.emplace_back(integer);
    }
    all.insert(all.end(), Numbers().begin(), Numbers().end());
    all.emplace_back(std::numeric_limits<double>::infinity());
    all.emplace_back(-std::numeric_limits<double>::infinity());
    all.insert(all.end(), Texts().begin(), Texts().end());
    return all;
  }();
  return values;
}

std::string Shown(const Cell& cell) {
  constexpr const char* kKinds[] = {"empty", "truth ", "number ", "text "};
  return kKinds[cell.index()] + ToText(cell);
}

std::string Shown(const Value& value) {
  constexpr const char* kKinds[] = {"null", "integer ", "real ", "text "};
  if (const auto* real = std::get_if<double>(&value); real != nullptr && *real - *real != 0) {
    return *real > 0 ? "real infinity" : "real -infinity";
  }
  return kKinds[value.index()] + ToText(value);
}

}  // namespace sheetkeeper
