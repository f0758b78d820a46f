#ifndef SHEETKEEPER_EMULATOR_STATE_H_
#define SHEETKEEPER_EMULATOR_STATE_H_

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "emulator/emulator.h"
#include "emulator/faults.h"
#include "emulator/oauth/tokens.h"
#include "emulator/quota.h"
#include "emulator/response_cache.h"
#include "emulator/world.h"

namespace sheetkeeper::emulator {

// One request as the log tells it.
struct LoggedRequest {
  uint64_t number = 0;  // from 1
  int64_t at_ms = 0;
  std::string method;
  std::string target;
  std::string path;
  std::string caller;
  int status = 0;
  size_t request_bytes = 0;
  size_t response_bytes = 0;
};

// A request whose effect a fault delays.
struct LateRequest {
  HttpRequest request;
  int after = 0;  // so many requests more
};

class Emulator::State {
 public:
  explicit State(Options options) : world(std::move(options)) {}

  World world;
  Tokens tokens;
  Quota quota;
  ResponseCache cache;
  Faults faults;
  std::deque<LoggedRequest> log;  // the last kLogLength
  uint64_t requests = 0;
  uint64_t request_bytes = 0;
  uint64_t response_bytes = 0;
  std::vector<LateRequest> late;
  std::function<void(const Deed&)> keep_deed;
  std::optional<std::string> redone_by;  // while an earlier deed is redone: who did it

  static constexpr size_t kLogLength = 10'000;
  void Log(const HttpRequest& request, const Call& call, const HttpResponse& response);
  void ForgetLog();

  // The answer to a call of an API, without faults and logging.
  HttpResponse Serve(const HttpRequest& request, Call& call);

  // Carries out what a fault delayed until now.
  void ServeLate();

  // Tells the keeper of deeds, if there is one, of a call that changed something.
  void Keep(const HttpRequest& request, const Call& call, int64_t now_ms, uint64_t random);
};

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_STATE_H_
