#include "emulator/sheets/data_filter.h"

#include <algorithm>
#include <string>
#include <tuple>

#include "emulator/batch/request.h"
#include "emulator/model/metadata.h"
#include "emulator/model/ranges.h"
#include "emulator/sheets/sheets_api.h"

namespace sheetkeeper::emulator {
namespace {

auto OrderOf(const SheetRange& range) {
  return std::tuple(range.sheet_index, range.rect.columns.begin, range.rect.rows.begin);
}

bool Same(const SheetRange& a, const SheetRange& b) {
  return a.sheet_index == b.sheet_index && a.rect == b.rect;
}

}  // namespace

Result<std::vector<SheetRange>> RangesOfFilter(const Spreadsheet& book, const Json& filter) {
  if (Has(filter, "a1Range")) {
    EMU_ASSIGN(const SheetRange range, ResolveRange(book, StringOf(filter, "a1Range")));
    return std::vector{range};
  }
  if (Has(filter, "gridRange")) {
    EMU_ASSIGN(const SheetRange range, RangeArgument(book, filter, "gridRange"));
    return std::vector{range};
  }
  EMU_ASSIGN(const auto matches, MatchMetadata(book, filter));
  std::vector<SheetRange> ranges;
  for (const auto& metadata : matches) {
    const auto range = PlaceOf(book, *metadata);
    const bool known = range && std::any_of(ranges.begin(), ranges.end(),
                                            [&](const auto& other) { return Same(other, *range); });
    if (range && !known) ranges.push_back(*range);
  }
  return ranges;
}

Result<std::vector<FilteredRange>> RangesOfFilters(const Spreadsheet& book, const Json& filters) {
  std::vector<FilteredRange> all;
  for (const Json& filter : filters) {
    EMU_ASSIGN(const auto ranges, RangesOfFilter(book, filter));
    for (const SheetRange& range : ranges) {
      const auto known = std::find_if(all.begin(), all.end(), [&](const FilteredRange& other) {
        return Same(other.range, range);
      });
      FilteredRange& entry = known == all.end() ? all.emplace_back() : *known;
      entry.range = range;
      entry.filters.push_back(&filter);
    }
  }
  std::stable_sort(all.begin(), all.end(), [](const FilteredRange& a, const FilteredRange& b) {
    return OrderOf(a.range) < OrderOf(b.range);
  });
  return all;
}

Result<std::vector<FilteredRange>> RangesOfValueFilters(const Spreadsheet& book,
                                                        const Json& filters) {
  for (size_t i = 0; i < filters.size(); ++i) {
    auto ranges = RangesOfFilter(book, filters[i]);
    if (!ranges.has_value()) return InElement("dataFilter", i, std::move(ranges).error());
  }
  return RangesOfFilters(book, filters);
}

}  // namespace sheetkeeper::emulator
