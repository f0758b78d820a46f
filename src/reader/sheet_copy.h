// The sheet itself, for when the database cannot be read: a second database in a temporary folder,
// filled from the sheet by one cycle of the sync program. A first cycle of an empty database only
// reads the sheet, and every query works as on the real one.
//
// Thread-safe: one thread fetches, the others wait for it.
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

#include "base/clock.h"
#include "reader/database.h"
#include "reader/done.h"
#include "reader/reader.h"

namespace sheetkeeper::reader {

class SheetCopy {
 public:
  // All of them outlive it.
  SheetCopy(const Options& options, Clock& clock) : options_(options), clock_(clock) {}
  ~SheetCopy();

  struct Copy {
    std::shared_ptr<Database> database;
    std::chrono::milliseconds age;
  };
  // At most `sheet_max_age` old, or older where the sheet cannot be read now. An attempt that
  // failed is not repeated for half a minute, so that questions are answered meanwhile.
  Result<Copy> Get(std::stop_token stop);

 private:
  Result<Done> Fetch(std::stop_token stop);

  const Options& options_;
  Clock& clock_;
  std::mutex mutex_;  // guards what follows
  std::string folder_;
  int fetched_ = 0;  // how often
  std::shared_ptr<Database> database_;
  MonoTime made_{};
  MonoTime next_attempt_{};
  std::optional<Error> failure_;
};

}  // namespace sheetkeeper::reader
