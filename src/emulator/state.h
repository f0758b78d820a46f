#ifndef SHEETKEEPER_EMULATOR_STATE_H_
#define SHEETKEEPER_EMULATOR_STATE_H_

#include <deque>
#include <string>
#include <utility>

#include "emulator/emulator.h"
#include "emulator/faults.h"
#include "emulator/oauth/tokens.h"
#include "emulator/quota.h"
#include "emulator/world.h"

namespace sheetkeeper::emulator {

// One request as the log tells it.
struct LoggedRequest {
  std::string method;
  std::string path;
  int status = 0;
  size_t request_bytes = 0;
  size_t response_bytes = 0;
};

class Emulator::State {
 public:
  explicit State(Options options) : world(std::move(options)) {}

  World world;
  Tokens tokens;
  Quota quota;
  Faults faults;
  std::deque<LoggedRequest> log;  // the last kLogLength
  uint64_t requests = 0;

  static constexpr size_t kLogLength = 10'000;
  void Log(const Call& call, const HttpResponse& response);

  // The answer to a call of an API, without faults and logging.
  HttpResponse Serve(const HttpRequest& request, Call& call);
};

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_STATE_H_
