// Runs the sync program, a process of its own: what goes wrong in a sync cannot take the caller
// with it, and the reader needs nothing of Google's. The program (`sheetkeeper sync`) asks the
// worker that has the database in its care, and runs a cycle by itself where none has.
#pragma once

#include <chrono>
#include <stop_token>
#include <string>
#include <vector>

#include "reader/done.h"
#include "reader/reader.h"

namespace sheetkeeper::reader {

// Waits for its end. Errors: kSyncFailed with what it said last, kTimeout; on a stop and at the end
// of the time it is asked to end (SIGTERM) and waited for. Its standard output is thrown away.
Result<Done> RunSyncProgram(const std::vector<std::string>& command,
                            std::chrono::milliseconds timeout, std::stop_token stop);

}  // namespace sheetkeeper::reader
