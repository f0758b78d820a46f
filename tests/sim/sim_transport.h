// The network of a simulation: the emulator answers in process, and every request is a fault point.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/rng.h"
#include "emulator/emulator.h"
#include "http/transport.h"

namespace sheetkeeper::sim {

// Thrown where the process dies.
struct Crash {};

enum class NetFault {
  kNone,
  kRefused,          // no effect, no answer
  kAnswerLost,       // effect, no answer
  kLate,             // no answer; takes effect some requests later
  kTwice,            // takes effect twice; the second answer comes back
  kRateLimited,      // 429, no effect
  kUnavailable,      // 503, no effect
  kUnavailableDone,  // 503, but with effect
  kUnauthorized,     // 401, no effect
  kForbidden,        // 403, no effect
  kHtml,             // 502 with an HTML page, no effect
  kCutBody,          // effect, the answer's body is cut off
  kSlow,             // effect, and minutes pass before the answer comes
  kStale,  // a read is answered as before the last batch; whether Google does so is unknown
  kCrashBefore,
  kCrashAfter,
  kCount,
};
const char* Name(NetFault fault);

class SimTransport : public HttpTransport {
 public:
  using Trace = std::function<void(const std::string&)>;

  SimTransport(emulator::Emulator& emulator, Rng& rng, Trace trace)
      : emulator_(emulator), rng_(rng), trace_(std::move(trace)) {}

  Result<HttpResponse> Send(const HttpRequest& request, std::stop_token stop) override;

  // Called before and after each request takes effect: people act then.
  std::function<void()> between;
  // Lets minutes pass.
  std::function<void()> wait;
  int fault_percent = 0;
  // For sweeps: exactly this fault at exactly this call (counted from 0), or from it on.
  struct Planned {
    int64_t call = 0;
    NetFault fault = NetFault::kNone;
    bool persistent = false;
  };
  std::optional<Planned> planned;

  // A batch with this text in it is refused as a whole; the answer names no request.
  std::string refused_text;
  // Counts calls from 0 again.
  void ResetCalls() { calls_ = 0; }
  // Late requests take effect now.
  void DeliverLate();
  // Time passes: no answer is from before what was written so far.
  void AnswersCatchUp() { answered_.clear(); }
  int64_t calls() const { return calls_; }
  int64_t faults() const { return faults_; }
  int64_t reads() const { return reads_; }
  int64_t writes() const { return writes_; }

 private:
  void SomebodyActs();
  HttpResponse DeliverStale(const HttpRequest& request);
  NetFault NextFault();
  HttpResponse Deliver(const HttpRequest& request);
  Result<HttpResponse> Suffer(NetFault fault, const HttpRequest& request);

  emulator::Emulator& emulator_;
  Rng& rng_;
  Trace trace_;
  struct Late {
    HttpRequest request;
    int64_t due;
  };
  std::deque<Late> late_;
  struct Answered {
    HttpResponse response;
    int64_t batches;  // that had been applied by then
  };
  std::map<std::string, Answered> answered_;  // the last answer to each read
  int64_t batches_ = 0;
  int64_t calls_ = 0;
  int64_t faults_ = 0;
  int64_t reads_ = 0;
  int64_t writes_ = 0;
};

}  // namespace sheetkeeper::sim
