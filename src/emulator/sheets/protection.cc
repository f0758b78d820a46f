// Protected ranges, judged by the outcome: whatever the requests were, the cells of a range that is
// protected from the caller must be the same before and after, wherever the range has gone.

#include "emulator/sheets/protection.h"

#include <algorithm>
#include <vector>

#include "emulator/model/ranges.h"

namespace sheetkeeper::emulator {
namespace {

bool MayEdit(const Json& protected_range, std::string_view caller) {
  if (BoolOf(protected_range, "warningOnly")) return true;
  const Json& users = ArrayOf(ObjectOf(protected_range, "editors"), "users");
  return std::any_of(users.begin(), users.end(),
                     [&](const Json& user) { return user.AsString() == caller; });
}

bool SameCell(const Cell* a, const Cell* b) {
  static const Cell kBlank;
  const Cell& x = a == nullptr ? kBlank : *a;
  const Cell& y = b == nullptr ? kBlank : *b;
  if (x.formula() != y.formula()) return false;
  // The result of a formula may change with cells elsewhere.
  if (x.formula().empty() && !x.spilled() && !(x.value == y.value)) return false;
  static const Json kNone = Json::MakeObject();
  const Json& fields_x = x.extras ? x.extras->fields : kNone;
  const Json& fields_y = y.extras ? y.extras->fields : kNone;
  return x.extras == y.extras || fields_x == fields_y;
}

bool SameCells(const Sheet& before, const Rect& old_rect, const Sheet& after,
               const Rect& new_rect) {
  if (old_rect.rows.size() != new_rect.rows.size() ||
      old_rect.columns.size() != new_rect.columns.size()) {
    return false;
  }
  const int stored = std::max(before.grid.stored_rows() - old_rect.rows.begin,
                              after.grid.stored_rows() - new_rect.rows.begin);
  for (int row = 0; row < std::min(old_rect.rows.size(), stored); ++row) {
    for (int column = 0; column < old_rect.columns.size(); ++column) {
      const Cell* old_cell =
          before.grid.FindCell(old_rect.rows.begin + row, old_rect.columns.begin + column);
      const Cell* new_cell =
          after.grid.FindCell(new_rect.rows.begin + row, new_rect.columns.begin + column);
      if (!SameCell(old_cell, new_cell)) return false;
    }
  }
  return true;
}

const Json* FindProtected(const Sheet& sheet, int64_t id) {
  for (const Json& range : ArrayOf(sheet.objects, "protectedRanges")) {
    if (IntOf(range, "protectedRangeId") == id) return &range;
  }
  return nullptr;
}

Refusal Protected() {
  return InvalidArgument(
      "You are trying to edit a protected cell or object. Please contact the spreadsheet owner to "
      "remove protection if you need to edit.");
}

bool IsUntouched(const Sheet& before, const Sheet& after, const Json& range) {
  const Json* kept = FindProtected(after, IntOf(range, "protectedRangeId"));
  if (kept == nullptr || !(ObjectOf(*kept, "editors") == ObjectOf(range, "editors"))) return false;
  return SameCells(
      before, Intersect(RectOf(ObjectOf(range, "range"), before.Bounds()), before.Bounds()), after,
      Intersect(RectOf(ObjectOf(*kept, "range"), after.Bounds()), after.Bounds()));
}

}  // namespace

Result<> CheckProtection(const Spreadsheet& before, const Spreadsheet& after,
                         std::string_view caller) {
  for (const Counted<Sheet>& sheet : before.sheets()) {
    for (const Json& range : ArrayOf(sheet->objects, "protectedRanges")) {
      if (MayEdit(range, caller)) continue;
      const int index = after.IndexOfId(sheet->id);
      if (index < 0 || !IsUntouched(*sheet, after.sheet(index), range)) return Protected();
    }
  }
  return {};
}

}  // namespace sheetkeeper::emulator
