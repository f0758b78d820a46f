#include "sync/standstill.h"

#include <utility>

namespace sheetkeeper {

Result<Standstill::Found> Standstill::Look(const StoreVersion& database, const Means& means) {
  const auto last = std::exchange(last_, std::nullopt);
  if (!last) return Found{};
  TRY_ASSIGN(const bool waits, "looking for what is due",
             OnlyTheSheetCanHaveChanged(*last, database, means));
  if (!waits) return Found{};
  auto read =
      means.sheets.FetchValues(means.spreadsheet_id, last->ranges, &means.known, means.stop);
  // Where a tab was renamed, it has to be found first.
  if (!read && read.error().kind == ErrorKind::kInvalid) return Found{};
  if (!read) return Fail(WithStep("reading the sheets", std::move(read).error()));
  if (read->digest == last->answer) {
    last_ = last;
    return Found{.report = last->report, .read = {}};
  }
  if (!read->answer) return Found{};
  return Found{.report = {},
               .read = KeptRead{last->ranges, std::move(*read->answer), read->digest}};
}

Result<bool> Standstill::OnlyTheSheetCanHaveChanged(const IdleCycle& last,
                                                    const StoreVersion& database,
                                                    const Means& means) {
  const WallTime now = means.clock.Wall();
  if (last.database != database.by_others) return false;
  if (means.refusals.AnyEndsBetween(last.at, now)) return false;
  if (last.lease_due && now >= *last.lease_due) return false;
  TRY_ASSIGN(const bool scrub_is_due, "looking for a scrub",
             means.scrubs.IsDue(means.store, means.clock));
  return !scrub_is_due;
}

}  // namespace sheetkeeper
