// One sync cycle. cycle.cc is the file to read first.
#pragma once

#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>

#include "base/clock.h"
#include "base/result.h"
#include "base/rng.h"
#include "google/known_windows.h"
#include "google/sheets_client.h"
#include "store/store.h"
#include "sync/batch.h"
#include "sync/earlier_write.h"
#include "sync/engine.h"
#include "sync/header_names.h"
#include "sync/outbox.h"
#include "sync/preview.h"
#include "sync/scrub_schedule.h"
#include "sync/standstill.h"
#include "sync/tabs.h"

namespace sheetkeeper {

// Rows that the sheet refused, and when to try them again. Forgotten at a restart, which costs one
// refused request.
class Refusals {
 public:
  // `local`: the digest of what the database has.
  void Add(const std::string& table, const RowKey& key, uint64_t local, std::string reason,
           WallTime until);
  // The reason, while the row is as it was when it was refused and the time has not come.
  std::optional<std::string> Find(const std::string& table, const StoredRow& row,
                                  WallTime now) const;
  // The time of one of them has come after `from`, and not after `to`.
  bool AnyEndsBetween(WallTime from, WallTime to) const;

 private:
  struct Refused {
    uint64_t digest;
    std::string reason;
    WallTime until;
  };
  std::map<std::pair<std::string, RowKey>, Refused> rows_;
};

struct CycleContext {
  const EngineOptions& options;
  Store& store;
  SheetsClient& sheets;
  Clock& clock;
  Rng& rng;
  Tabs& tabs;
  const BatchWriter& writer;
  Refusals& refusals;
  ScrubSchedule& scrubs;
  HeaderNames& headers;
  EarlierWrite& earlier;
  Outbox& outbox;
  KnownWindows& known;
  std::optional<IdleCycle>& idle;  // the last cycle, where it had nothing to do
};

Result<CycleReport> RunCycle(const CycleContext& context, std::stop_token stop);

// As Engine::Preview.
Result<CyclePreview> PreviewCycle(const CycleContext& context, std::stop_token stop);

}  // namespace sheetkeeper
