#include "emulator/batch/order.h"

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

}  // namespace

std::weak_ordering CompareValues(const CellValue& a, const CellValue& b) {
  if (a.kind() != b.kind()) return Rank(a.kind()) <=> Rank(b.kind());
  switch (a.kind()) {
    case CellValue::Kind::kNumber:
      if (a.number() == b.number()) return std::weak_ordering::equivalent;
      return a.number() < b.number() ? std::weak_ordering::less : std::weak_ordering::greater;
    case CellValue::Kind::kText:
      return FoldCase(a.text()).compare(FoldCase(b.text())) <=> 0;
    case CellValue::Kind::kBool:
      return int{a.truth()} <=> int{b.truth()};
    default:
      return std::weak_ordering::equivalent;
  }
}

}  // namespace sheetkeeper::emulator
