// Operations: what the worker tells the outside while it runs: its supervisor (systemd), the status
// page, the metrics file and a heartbeat address; and the alarm when it stalls.
//
// The loop's thread calls it; the status page's thread reads the board, which is guarded.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "base/clock.h"
#include "config/settings.h"
#include "http/transport.h"
#include "ops/metrics.h"
#include "ops/service_manager.h"
#include "ops/status.h"
#include "ops/status_server.h"
#include "store/status_reader.h"
#include "worker/worker_observer.h"

namespace sheetkeeper {

class Operations : public WorkerObserver {
 public:
  // All of them outlive it. `network` is used for the heartbeat.
  Operations(const Settings& settings, Clock& clock, HttpTransport& network,
             const ServiceManager& manager);

  // Serves the status page where one is configured.
  Result<> Start();
  // How many requests the worker has made.
  void CountRequestsWith(std::function<int64_t()> requests) { requests_ = std::move(requests); }
  // What may change while the worker runs.
  void Configure(const Settings& settings);

  void Ready(const WorkerOptions& options) override;
  void CycleEnded(const CycleEnd& end) override;
  void Waiting(WallTime next) override;
  void Reloading() override;
  void Stopping() override;

 private:
  struct Board {
    Status status;
    Counters counters;
    std::string failure;  // why the last cycle failed, or ""
    int errors = 0;
  };

  StatusServer::Page PageAt(const std::string& path);
  void ReadDatabase(Status& status);
  Board BoardNow();
  void TellManager(const Board& board);
  void WatchForStall(const Board& board);
  void WriteMetrics(const Board& board);
  void BeatHeart();

  Clock& clock_;
  HttpTransport& network_;
  const ServiceManager& manager_;
  const int status_port_;
  std::string metrics_file_;
  std::string heartbeat_url_;
  std::function<int64_t()> requests_ = [] { return int64_t{0}; };
  std::optional<StatusReader> reader_;
  bool stalled_ = false;

  std::mutex mutex_;
  Board board_;                           // guarded by mutex_
  std::unique_ptr<StatusServer> server_;  // last: its thread uses the above
};

}  // namespace sheetkeeper
