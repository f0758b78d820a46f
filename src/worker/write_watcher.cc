#include "worker/write_watcher.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "base/check.h"
#include "base/log.h"

namespace sheetkeeper {
namespace {

constexpr const char* kLogger = "sync_worker";
constexpr int kNoTimeout = -1;
// The rest of a burst arrives meanwhile.
constexpr int kBurstMs = 100;
// A commit is seen only after the log was flushed, which slow cards take seconds for: the looks
// that find no commit get rarer, and end here.
constexpr int kLongestFlushMs = 5000;

constexpr uint32_t kFolderIsGone = IN_DELETE_SELF | IN_MOVE_SELF | IN_IGNORED | IN_UNMOUNT;

Error SystemError(const std::string& what) {
  return {ErrorKind::kStorage, what + ": " + std::strerror(errno)};
}

int NextLook(int wait_ms) {
  return wait_ms < kLongestFlushMs ? 2 * wait_ms : kNoTimeout;
}

}  // namespace

Result<std::unique_ptr<WriteWatcher>> WriteWatcher::Start(const std::string& path,
                                                          std::function<void()> on_write) {
  TRY_ASSIGN(ChangeMarksReader reader, "watching for writes", ChangeMarksReader::Open(path));
  // SQLite, too, keeps the log beside the file that a link leads to.
  std::error_code unresolved;
  const std::filesystem::path file = std::filesystem::canonical(path, unresolved);
  if (unresolved) return Fail(ErrorKind::kStorage, path + ": " + unresolved.message());
  const int events = ::inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
  if (events < 0) {
    return Fail(SystemError("asking for notice of writes (fs.inotify.max_user_instances)"));
  }
  const std::string folder = file.parent_path();
  if (::inotify_add_watch(events, folder.c_str(), IN_MODIFY | IN_DELETE_SELF | IN_MOVE_SELF) < 0) {
    const Error error =
        SystemError("asking for notice of writes in " + folder + " (fs.inotify.max_user_watches)");
    ::close(events);
    return Fail(error);
  }
  const int ending = ::eventfd(0, EFD_CLOEXEC);
  CHECK(ending >= 0);
  return std::unique_ptr<WriteWatcher>(new WriteWatcher(
      events, ending, file.filename().string() + "-wal", std::move(reader), std::move(on_write)));
}

WriteWatcher::WriteWatcher(int events, int ending, std::string log_name, ChangeMarksReader reader,
                           std::function<void()> on_write)
    : events_(events),
      ending_(ending),
      log_name_(std::move(log_name)),
      on_write_(std::move(on_write)),
      reader_(std::move(reader)),
      version_(reader_.DataVersion().value_or(0)),
      thread_([this] { Watch(); }) {}

WriteWatcher::~WriteWatcher() {
  CHECK(::eventfd_write(ending_, 1) == 0);
  thread_.join();
  ::close(events_);
  ::close(ending_);
}

void WriteWatcher::CycleBegins() {
  const std::lock_guard lock(mutex_);
  Result<ChangeMarks> marks = reader_.Read();
  at_begin_ = marks ? std::optional(std::move(*marks)) : std::nullopt;
  cycle_runs_ = true;
  told_ = false;
}

void WriteWatcher::CycleEnded(int64_t sent) {
  bool news = false;
  {
    const std::lock_guard lock(mutex_);
    cycle_runs_ = false;
    sent_ = sent;
    news = FindsNews();
  }
  if (news) on_write_();
}

void WriteWatcher::Watch() {
  int wait_ms = kNoTimeout;
  while (true) {
    const Woken woken = Wait(wait_ms);
    if (woken == Woken::kByEnd) return;
    if (woken == Woken::kByWrite) {
      wait_ms = kBurstMs;
      // What is told meanwhile stays in the queue, so that a look follows the last write, too.
      pollfd ending{ending_, POLLIN, 0};
      if (::poll(&ending, 1, kBurstMs) > 0) return;
    }
    wait_ms = Look() ? kNoTimeout : NextLook(wait_ms);
  }
}

WriteWatcher::Woken WriteWatcher::Wait(int timeout_ms) const {
  std::array<pollfd, 2> waiting{{{events_, POLLIN, 0}, {ending_, POLLIN, 0}}};
  while (true) {
    const int ready = ::poll(waiting.data(), waiting.size(), timeout_ms);
    if (ready < 0 && errno == EINTR) continue;
    CHECK(ready >= 0);
    if (waiting[1].revents != 0) return Woken::kByEnd;
    const Woken woken = ready == 0 ? Woken::kByTime : TakeEvents();
    if (ready == 0 || woken != Woken::kByTime) return woken;
  }
}

// kByTime: nothing of interest. An overflow of the queue may hide a write.
WriteWatcher::Woken WriteWatcher::TakeEvents() const {
  alignas(inotify_event) std::array<char, 4096> buffer;
  Woken woken = Woken::kByTime;
  ssize_t size = 0;
  while ((size = ::read(events_, buffer.data(), buffer.size())) > 0) {
    for (ssize_t at = 0; at < size;) {
      const auto* event = reinterpret_cast<const inotify_event*>(buffer.data() + at);
      if ((event->mask & kFolderIsGone) != 0) {
        Log(LogLevel::kWarning, kLogger,
            "The folder of the database was moved or deleted; local writes wait for the interval");
        return Woken::kByEnd;
      }
      const bool of_log = event->len > 0 && log_name_ == event->name;
      if (of_log || (event->mask & IN_Q_OVERFLOW) != 0) woken = Woken::kByWrite;
      at += static_cast<ssize_t>(sizeof(inotify_event) + event->len);
    }
  }
  return woken;
}

bool WriteWatcher::Look() {
  bool committed = false;
  bool news = false;
  {
    const std::lock_guard lock(mutex_);
    const Result<int64_t> version = reader_.DataVersion();
    committed = !version || *version != std::exchange(version_, *version);
    news = FindsNews();
  }
  if (news) on_write_();
  return committed;
}

bool WriteWatcher::FindsNews() {
  if (cycle_runs_ || told_ || !at_begin_) return false;
  const Result<ChangeMarks> now = reader_.Read();
  if (!now) {
    Log(LogLevel::kWarning, kLogger, "Whether there are local writes could not be told: {}",
        now.error().message);
    return false;
  }
  told_ = HasNewEntry(*at_begin_, *now) || (sent_ > 0 && HasEntered(*at_begin_, *now));
  return told_;
}

}  // namespace sheetkeeper
