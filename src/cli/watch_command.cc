// The database tells all: it is read again every moment, and what is new since is shown. The worker
// does not know that somebody watches.
#include "cli/watch_command.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/json_object.h"
#include "base/system_clock.h"
#include "base/time_text.h"
#include "cli/database_flags.h"
#include "cli/preview.h"
#include "cli/record_flags.h"
#include "cli/record_json.h"
#include "cli/text_table.h"
#include "ops/status.h"
#include "store/status_reader.h"
#include "worker/status_of.h"

namespace sheetkeeper {
namespace {

struct WatchFlags {
  DatabaseFlags database;
  Millis every = std::chrono::seconds(1);
  std::optional<Millis> span;
};

CommandLine Describe(WatchFlags& flags) {
  CommandLine line;
  line.command = "sheetkeeper watch";
  line.summary =
      "Shows the state and what changes, as it happens, until Ctrl-C. With --json each event is a\n"
      "line of its own.";
  line.examples =
      "  sheetkeeper watch\n"
      "  sheetkeeper watch --json | jq -c 'select(.event == \"change\")'\n";
  line.more =
      "Events: status (the state, at first and whenever it is another), change (a line of the\n"
      "history), conflict (a new one). Good cycles that change nothing are recorded, and so seen,\n"
      "at most once in record_interval seconds.\n"
      "\n"
      "Exit status: 0 the time of --for is over, 2 it cannot be told, 64 wrong flags.\n";
  AddDatabaseFlags(line, flags.database);
  line.flags.push_back(
      {"--every", "TIME", "how often to look (1s)", [&flags](const std::string& text) -> Result<> {
         TRY_ASSIGN(flags.every, "", ParseDuration(text));
         return {};
       }});
  line.flags.push_back(
      {"--for", "TIME", "end after so long", [&flags](const std::string& text) -> Result<> {
         TRY_ASSIGN(flags.span, "", ParseDuration(text));
         return {};
       }});
  return line;
}

// What is new since the last look.
struct News {
  Status status;
  std::vector<HistoryLine> lines;
  std::vector<KeptConflict> conflicts;
};

class Watcher {
 public:
  static Result<Watcher> Open(const std::string& path) {
    TRY_ASSIGN(StatusReader status, "", StatusReader::Open(path));
    TRY_ASSIGN(RecordReader records, "", RecordReader::Open(path));
    Watcher watcher(path, std::move(status), std::move(records));
    TRY_ASSIGN(const News before, "", watcher.Look());
    static_cast<void>(before);  // what is there already is no news
    return watcher;
  }

  Result<News> Look() {
    News news;
    TRY_ASSIGN(news.status, "", ReadStatus(status_, path_, SystemClock().Wall()));
    // Before the changes: what a commit brings in between is told in order, the change and then the
    // conflict.
    TRY_ASSIGN(news.conflicts, "", records_.Conflicts({}, true));
    std::erase_if(news.conflicts,
                  [&](const KeptConflict& conflict) { return conflict.id <= last_conflict_; });
    if (!news.conflicts.empty()) last_conflict_ = news.conflicts.back().id;
    HistoryScope scope;
    scope.after_line = last_line_;
    scope.limit = std::numeric_limits<int32_t>::max();
    if (last_line_ < 0) scope.limit = 1;
    TRY_ASSIGN(news.lines, "", records_.History(scope));
    last_line_ = news.lines.empty() ? std::max<int64_t>(last_line_, 0) : news.lines.back().line;
    return news;
  }

 private:
  Watcher(std::string path, StatusReader status, RecordReader records)
      : path_(std::move(path)), status_(std::move(status)), records_(std::move(records)) {}

  std::string path_;
  StatusReader status_;
  RecordReader records_;
  int64_t last_line_ = -1;  // before the first look
  int64_t last_conflict_ = 0;
};

// Each kind of output takes the news in turn.
class Screen {
 public:
  virtual ~Screen() = default;
  virtual void Show(const News& news, WallTime now) = 0;
};

std::string At(WallTime now) {
  return FormatRfc3339(now);
}

std::string ChangeText(const HistoryLine& line) {
  const std::string change =
      line.column.empty()
          ? line.action
          : fmt::format("{}: {} -> {}", line.column, Shown(line.before), Shown(line.after));
  return fmt::format("{}  {} {}: {} (in the {}; {})", ShownTime(line.at), line.table,
                     Shown(line.key), change, line.side, line.reason);
}

std::string ConflictText(const KeptConflict& conflict) {
  return fmt::format("{}  {} {}: conflict {}: sheet {}, database {} ({})", ShownTime(conflict.at),
                     conflict.table, Shown(conflict.key), conflict.id, Shown(conflict.sheet),
                     Shown(conflict.database), conflict.state);
}

// The whole terminal anew each time: the state above, the newest changes below.
class Terminal : public Screen {
 public:
  void Show(const News& news, WallTime now) override {
    constexpr size_t kKept = 100;
    for (const HistoryLine& line : news.lines) last_.push_back(ChangeText(line));
    for (const KeptConflict& conflict : news.conflicts) last_.push_back(ConflictText(conflict));
    if (last_.size() > kKept) last_.erase(last_.begin(), last_.end() - kKept);
    const Judgement judgement = Judge(news.status, now, DefaultMaxAge(news.status));
    std::string text = StatusText(news.status, judgement, now);
    text += last_.empty() ? "\nNothing has changed since.\n" : "\nLatest changes:\n";
    const Look look = LookOfStdout();
    for (size_t i = last_.size() - RoomBelow(text, look); i < last_.size(); ++i) {
      text += "  " + last_[i] + "\n";
    }
    fmt::print("\x1b[H\x1b[J{}\nCtrl-C ends this.\n", CutLines(text, look));
    std::fflush(stdout);
  }

 private:
  // How many of the last changes the terminal has room for below the text.
  size_t RoomBelow(const std::string& text, const Look& look) const {
    constexpr int kEnd = 3;  // what ends the screen, and the cursor's line
    const auto lines = static_cast<int>(std::count(text.begin(), text.end(), '\n'));
    const int room = std::max(1, look.height - lines - kEnd);
    return std::min(last_.size(), static_cast<size_t>(room));
  }

  std::vector<std::string> last_;
};

// A line for each event; the state where it is another than before.
class Stream : public Screen {
 public:
  explicit Stream(bool json) : json_(json) {}

  void Show(const News& news, WallTime now) override {
    for (const HistoryLine& line : news.lines) {
      Event("change", now, LineJson(line), ChangeText(line));
    }
    for (const KeptConflict& conflict : news.conflicts) {
      Event("conflict", now, ConflictJson(conflict), ConflictText(conflict));
    }
    if (std::string state = StateOf(news.status); state != state_) {
      state_ = std::move(state);
      const Judgement judgement = Judge(news.status, now, DefaultMaxAge(news.status));
      Event("status", now, StatusJson(news.status, judgement, now), InWords(judgement));
    }
    std::fflush(stdout);
  }

 private:
  void Event(const char* name, WallTime now, const std::string& json, const std::string& words) {
    if (json_) {
      fmt::print("{}\n",
                 JsonObject().Text("event", name).Text("at", At(now)).Add(name, json).Done());
    } else {
      fmt::print("{}\n", words);
    }
  }

  // All of it but for what passes with time.
  static std::string StateOf(const Status& status) {
    std::string state = fmt::format("{}|{}", status.worker, status.open_intents);
    if (status.last_cycle) state += At(status.last_cycle->finished) + status.last_cycle->error;
    for (const TableStatus& it : status.tables) {
      state += fmt::format("|{} {} {} {} {} {}", it.name, it.queued, it.conflicts, it.held,
                           it.rejected, it.guard);
    }
    return state;
  }

  static std::string InWords(const Judgement& judgement) {
    std::string words = judgement.in_sync ? "in sync" : "not in sync";
    for (const std::string& reason : judgement.reasons) words += "; " + reason;
    return words;
  }

  const bool json_;
  std::string state_;
};

Result<> Watch(const WatchFlags& flags, Screen& screen) {
  TRY_ASSIGN(const std::string path, "", FindDatabase(flags.database));
  TRY_ASSIGN(Watcher watcher, path, Watcher::Open(path));
  SystemClock clock;
  const MonoTime end = clock.Mono() + flags.span.value_or(std::chrono::hours(24 * 365 * 100));
  while (true) {
    TRY_ASSIGN(const News news, path, watcher.Look());
    screen.Show(news, clock.Wall());
    if (clock.Mono() >= end) return {};
    clock.SleepUntil(std::min(end, clock.Mono() + flags.every), {});
  }
}

}  // namespace

int RunWatchCommand(int argc, char** argv) {
  WatchFlags flags;
  const CommandLine line = Describe(flags);
  if (const auto done = ParseFlags(line, argc, argv)) return *done;
  Terminal terminal;
  Stream stream(flags.database.json);
  const bool live = !flags.database.json && ::isatty(STDOUT_FILENO) != 0;
  Screen& screen = live ? static_cast<Screen&>(terminal) : stream;
  const auto watched = Watch(flags, screen);
  return watched ? 0 : Fails(line, watched.error(), kExitCannotTell);
}

}  // namespace sheetkeeper
