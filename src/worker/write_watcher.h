// WriteWatcher: notices that a program has written a kept table, within a fraction of a second and
// without looking again and again.
//
// Each commit of any program appends to the write-ahead log, so a thread waits (inotify) for its
// modification. It watches the folder, since the log's file goes with the last program that closes
// it. After a moment, in which the rest of a burst arrives, it asks the database whether the change
// logs have got further than they were when the last cycle BEGAN; what is written during a cycle
// may be too late for it.
//
// The cycle's own commit must not look like a local write, or the worker would run in a circle. It
// makes no new entries, but an old one whose row still differs from its base is entered again. That
// may be because somebody wrote the row while its last value was sent, or because the sheet did not
// take it. So it counts where that cycle sent something, and only there: a row that is stuck is
// sent by none.
//
// A row that waited already before a cycle, as a conflict or because it was refused, gets no new
// entry when it is written again: that is not noticed here, and waits for the interval.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "base/clock.h"
#include "base/result.h"
#include "store/change_marks.h"

namespace sheetkeeper {

class WriteWatcher {
 public:
  // Watches the database at `path`, which exists. `on_write` is called by either thread, at most
  // once after each cycle, and before the first one not at all; it outlives the watcher.
  // Errors: kStorage (the system lets nobody watch), those of ChangeMarksReader::Open().
  static Result<std::unique_ptr<WriteWatcher>> Start(const std::string& path,
                                                     std::function<void()> on_write);
  ~WriteWatcher();
  WriteWatcher(const WriteWatcher&) = delete;
  WriteWatcher& operator=(const WriteWatcher&) = delete;

  // Both by the thread that runs cycles. `sent`: rows that the cycle wrote to the sheet.
  void CycleBegins();
  void CycleEnded(int64_t sent);

 private:
  enum class Woken { kByWrite, kByTime, kByEnd };

  WriteWatcher(int events, int ending, std::string log_name, ChangeMarksReader reader,
               std::function<void()> on_write);
  void Watch();
  // A negative time-out is none.
  Woken Wait(int timeout_ms) const;
  // Takes what inotify has to tell.
  Woken TakeEvents() const;
  // False: nothing was committed since the last look.
  bool Look();
  // REQUIRES: mutex_ is held. True where on_write_ is to be called now.
  bool FindsNews();

  const int events_;            // inotify
  const int ending_;            // an eventfd: the object goes
  const std::string log_name_;  // of the write-ahead log, in its folder
  const std::function<void()> on_write_;

  std::mutex mutex_;  // guards what follows
  ChangeMarksReader reader_;
  int64_t version_ = 0;                  // of the database, at the last look
  std::optional<ChangeMarks> at_begin_;  // of the last cycle; nothing: not known
  bool cycle_runs_ = false;
  bool told_ = false;  // since that cycle began
  int64_t sent_ = 0;   // by that cycle

  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace sheetkeeper
