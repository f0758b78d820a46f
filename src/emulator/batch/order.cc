#include "emulator/batch/order.h"

#include <algorithm>
#include <cctype>
#include <string>

#include "emulator/wire/utf8.h"

namespace sheetkeeper::emulator {
namespace {

int Rank(CellValue::Kind kind) {
  switch (kind) {
    case CellValue::Kind::kNumber:
      return 0;
    case CellValue::Kind::kText:
      return 1;
    case CellValue::Kind::kBool:
      return 2;
    case CellValue::Kind::kError:
      return 3;
    case CellValue::Kind::kEmpty:
      break;
  }
  return 4;
}

// Signs come before digits and digits before letters.
int Class(char c) {
  const auto byte = static_cast<unsigned char>(c);
  if (byte >= 0x80 || std::isalpha(byte) != 0) return 2;
  return std::isdigit(byte) != 0 ? 1 : 0;
}

std::weak_ordering CompareTexts(const std::string& a, const std::string& b) {
  const auto [x, y] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  if (x == a.end() || y == b.end()) return a.size() <=> b.size();
  if (Class(*x) != Class(*y)) return Class(*x) <=> Class(*y);
  return static_cast<unsigned char>(*x) <=> static_cast<unsigned char>(*y);
}

}  // namespace

std::weak_ordering CompareValues(const CellValue& a, const CellValue& b) {
  if (a.kind() != b.kind()) return Rank(a.kind()) <=> Rank(b.kind());
  switch (a.kind()) {
    case CellValue::Kind::kNumber:
      if (a.number() == b.number()) return std::weak_ordering::equivalent;
      return a.number() < b.number() ? std::weak_ordering::less : std::weak_ordering::greater;
    case CellValue::Kind::kText:
      return CompareTexts(FoldCase(a.text()), FoldCase(b.text()));
    case CellValue::Kind::kBool:
      return int{a.truth()} <=> int{b.truth()};
    default:
      return std::weak_ordering::equivalent;
  }
}

}  // namespace sheetkeeper::emulator
