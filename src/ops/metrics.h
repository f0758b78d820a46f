// Metrics in the text format of Prometheus, for the status page and the textfile collector.
//
// The labels are the names of configured tables and nothing else, so their number is bounded.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "ops/status.h"

namespace sheetkeeper {

// What has happened since the worker was started.
class Counters {
 public:
  static constexpr std::array<double, 9> kBucketsS{0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60};

  void NoteGood(Millis duration, int64_t rows_pulled, int64_t rows_pushed);
  void NoteFailed() { ++failed_; }
  void SetRequests(int64_t total) { requests_ = total; }

 private:
  friend std::string MetricsText(const Status& status, const Counters& counters, WallTime now);
  int64_t good_ = 0;
  int64_t failed_ = 0;
  int64_t pulled_ = 0;
  int64_t pushed_ = 0;
  int64_t requests_ = 0;
  double seconds_ = 0;
  std::array<int64_t, kBucketsS.size()> within_{};  // good cycles that took no longer
};

std::string MetricsText(const Status& status, const Counters& counters, WallTime now);

// Puts `text` into the file in one step: a reader sees the old text or the new one.
Result<> ReplaceFile(const std::string& path, const std::string& text);

}  // namespace sheetkeeper
