#include "worker/cycle_recorder.h"

#include "base/number_text.h"

namespace sheetkeeper {
namespace {

constexpr const char* kNumber = "cycles";  // of the last cycle, over all restarts

}  // namespace

void CycleRecorder::Note(WallTime began, Millis duration, const std::optional<std::string>& error,
                         int64_t requests) {
  ++noted_.cycles;
  noted_.finished_ms = (began + duration).time_since_epoch().count();
  noted_.duration_ms = duration.count();
  noted_.good = !error;
  noted_.error = error.value_or("");
  noted_.requests += requests;
  if (error) {
    ++noted_.failed;
  } else {
    noted_.durations_ms.push_back(duration.count());
  }
}

bool CycleRecorder::IsDue(Millis every) const {
  if (noted_.cycles == 0) return false;
  return !written_ || clock_.Mono() - *written_ >= every || noted_.good != written_good_;
}

Result<> CycleRecorder::Write(Store& store,
                              const std::vector<std::pair<std::string, std::string>>& facts) {
  if (noted_.cycles == 0) return {};
  TRY_ASSIGN(const std::optional<std::string> last, "reading its number", store.Meta(kNumber));
  noted_.number = ParseInteger(last.value_or("0")).value_or(0) + noted_.cycles;
  TRY_ASSIGN(const auto transaction, "opening a transaction", store.Begin());
  TRY("recording", transaction->RecordCycle(noted_));
  TRY("recording", transaction->SetMeta(kNumber, NumberText(noted_.number)));
  for (const auto& [name, value] : facts) TRY("recording", transaction->SetMeta(name, value));
  TRY("recording", transaction->Commit());
  written_ = clock_.Mono();
  written_good_ = noted_.good;
  noted_ = CycleRecord{.cycles = 0};
  return store.Checkpoint();
}

}  // namespace sheetkeeper
