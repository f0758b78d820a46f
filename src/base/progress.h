// Progress: what long work tells whoever waits for it.
//
// Called by the thread that works, for each row: an implementation must be cheap.
#pragma once

#include <cstdint>
#include <string_view>

namespace sheetkeeper {

class Progress {
 public:
  virtual ~Progress() = default;
  // A stretch of work begins, "reading Ranks"; the one before is over. `expected`: how many rows it
  // will be, about; 0 where that is not known.
  virtual void Begin(std::string_view work, int64_t expected) = 0;
  virtual void Advance(int64_t rows) = 0;
  virtual void End() = 0;
};

// Nobody waits.
Progress& NoProgress();

// Ends the work when it goes, however that is.
class ProgressEnd {
 public:
  explicit ProgressEnd(Progress& progress) : progress_(progress) {}
  ~ProgressEnd() { progress_.End(); }
  ProgressEnd(const ProgressEnd&) = delete;
  ProgressEnd& operator=(const ProgressEnd&) = delete;

 private:
  Progress& progress_;
};

}  // namespace sheetkeeper
