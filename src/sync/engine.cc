#include "sync/engine.h"

#include <fmt/format.h>

#include "sync/cycle.h"
#include "sync/history_retention.h"
#include "sync/last_writer.h"
#include "sync/tabs.h"

namespace sheetkeeper {

class Engine::Impl {
 public:
  Impl(EngineOptions engine_options, Store& store, SheetsClient& sheets, Clock& clock, Rng& rng)
      : options_(std::move(engine_options)),
        tabs_(options_.tables, rng),
        scrubs_(options_.scrub_interval),
        retention_(options_.keep_history),
        headers_(options_.tables),
        outbox_(options_.rows_of_a_pass),
        known_(options_.window_bytes),
        store_(store),
        writer_{"", options_.lease},
        context_{options_,  store,   sheets,   clock,    rng,     tabs_,  writer_,
                 refusals_, scrubs_, headers_, earlier_, outbox_, known_, standstill_} {}

  Result<CycleReport> RunCycle(std::stop_token stop) {
    TRY("checking the database", CheckSpreadsheet());
    Result<CycleReport> report = sheetkeeper::RunCycle(context_, stop);
    if (!report) return report;
    TRY("keeping the history short", retention_.RunIfDue(store_, context_.clock));
    return report;
  }

  Result<CyclePreview> Preview(std::stop_token stop) {
    TRY("checking the database", CheckSpreadsheet());
    return PreviewCycle(context_, stop);
  }

 private:
  // A database belongs to one spreadsheet: merged with another one, everything would look deleted.
  Result<> CheckSpreadsheet() {
    if (checked_) return {};
    TRY_ASSIGN(writer_.id, "reading its id", WriterId(store_, context_.rng));
    TRY_ASSIGN(const auto bound, "reading its spreadsheet", store_.Meta("spreadsheet_id"));
    if (bound && *bound != options_.spreadsheet_id) {
      return Fail(ErrorKind::kUnsafe,
                  fmt::format("this database is bound to the spreadsheet {}, but the configuration "
                              "names {}; correct `spreadsheet`, or use another `db_path`",
                              *bound, options_.spreadsheet_id));
    }
    checked_ = true;
    if (bound) return {};
    TRY_ASSIGN(const auto transaction, "opening the transaction", store_.Begin());
    TRY("binding", transaction->SetMeta("spreadsheet_id", options_.spreadsheet_id));
    return transaction->Commit();
  }

  EngineOptions options_;  // but for headers that are renamed in the sheet, as given
  Tabs tabs_;
  Refusals refusals_;
  ScrubSchedule scrubs_;
  HistoryRetention retention_;
  HeaderNames headers_;
  EarlierWrite earlier_;
  Outbox outbox_;
  KnownWindows known_;
  Store& store_;
  BatchWriter writer_;
  Standstill standstill_;
  CycleContext context_;
  bool checked_ = false;
};

Engine::Engine(EngineOptions options, Store& store, SheetsClient& sheets, Clock& clock, Rng& rng)
    : impl_(std::make_unique<Impl>(std::move(options), store, sheets, clock, rng)) {}

Engine::~Engine() = default;

Result<CycleReport> Engine::RunCycle(std::stop_token stop) {
  return impl_->RunCycle(stop);
}

Result<CyclePreview> Engine::Preview(std::stop_token stop) {
  return impl_->Preview(stop);
}

}  // namespace sheetkeeper
