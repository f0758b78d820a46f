// One sync cycle. cycle.cc is the file to read first.
#pragma once

#include <stop_token>

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
#include "sync/refusals.h"
#include "sync/scrub_schedule.h"
#include "sync/standstill.h"
#include "sync/tabs.h"

namespace sheetkeeper {

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
  Standstill& standstill;
};

Result<CycleReport> RunCycle(const CycleContext& context, std::stop_token stop);

// As Engine::Preview.
Result<CyclePreview> PreviewCycle(const CycleContext& context, std::stop_token stop);

}  // namespace sheetkeeper
