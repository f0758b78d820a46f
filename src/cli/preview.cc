#include "cli/preview.h"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <stop_token>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "base/log_sink.h"
#include "base/system_clock.h"
#include "cli/progress_bar.h"
#include "cli/record_flags.h"
#include "http/curl_transport.h"
#include "model/a1.h"
#include "store/copy.h"
#include "worker/app.h"
#include "worker/loop_requests.h"
#include "worker/process_signals.h"

namespace sheetkeeper {
namespace {

// A folder of its own that goes with it.
class ScratchFolder {
 public:
  static Result<ScratchFolder> Make() {
    std::error_code error;
    std::string name = std::filesystem::temp_directory_path(error) / "sheetkeeper-XXXXXX";
    if (error || ::mkdtemp(name.data()) == nullptr) {
      return Fail(ErrorKind::kStorage,
                  fmt::format("no folder can be made for a copy of the database ({}); set TMPDIR "
                              "to one that can be written",
                              std::strerror(errno)));
    }
    return ScratchFolder(std::move(name));
  }
  ScratchFolder(ScratchFolder&& other) noexcept : path_(std::exchange(other.path_, "")) {}
  ScratchFolder& operator=(ScratchFolder&&) = delete;
  ~ScratchFolder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  explicit ScratchFolder(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

// Words belong on standard error here, and only those that matter.
void LogWarnings() {
  SetLogLevel(LogLevel::kWarning);
  SetLogSink(BesideProgress([](const LogEvent& event) {
    std::fputs(FormatLine(event, LogFormat::kText, SystemClock().Wall()).c_str(), stderr);
  }));
}

Result<CyclePreview> PreviewOnCopy(Config config, std::stop_token stop) {
  TRY_ASSIGN(const ScratchFolder scratch, "", ScratchFolder::Make());
  const std::string copy = scratch.path() + "/copy.db";
  if (std::filesystem::exists(config.settings.db_path)) {
    TRY("", CopyDatabase(config.settings.db_path, copy));
  }
  config.settings.db_path = copy;
  SystemClock clock;
  CurlTransport network;
  AppHooks hooks;
  hooks.progress = &ProgressBar::OfThisProcess();
  App app(std::move(config), clock, network, std::move(hooks));
  TRY("", app.OpenSheets());
  TRY("", app.OpenDatabase());
  return app.Preview(std::move(stop));
}

// As the signal would have ended us, had we not had to clean up first.
[[noreturn]] void EndByInterrupt() {
  sigset_t set;
  ::sigemptyset(&set);
  ::sigaddset(&set, SIGINT);
  ::signal(SIGINT, SIG_DFL);
  ::pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
  ::raise(SIGINT);
  ::_exit(128 + SIGINT);
}

}  // namespace

void AddPreviewFlags(CommandLine& line, PreviewFlags& flags) {
  AddDatabaseFlags(line, flags.database);
  line.flags.push_back(TextFlag("--table", "NAME", "of this table only", flags.table));
}

Result<CyclePreview> PreviewNow(Config config) {
  LogWarnings();
  LoopRequests ignored;
  const ProcessSignals signals(ignored);
  auto preview = PreviewOnCopy(std::move(config), signals.finish());
  if (signals.finish().stop_requested()) EndByInterrupt();
  return preview;
}

Result<std::vector<TablePreview>> LookAhead(const PreviewFlags& flags) {
  ConfigSources sources;
  sources.file = flags.database.config_file;
  sources.environment = ProcessEnvironment;
  TRY_ASSIGN(Config config, "", LoadConfig(sources));
  if (!flags.database.db_path.empty()) config.settings.db_path = flags.database.db_path;
  TRY_ASSIGN(const ConfiguredTables tables, "", FindTables(flags.database));
  TRY("", CheckConfigured(tables, flags.table));
  auto preview = PreviewNow(config);
  if (!preview) return Fail(std::move(preview).error());
  std::erase_if(preview->tables, [&](const TablePreview& table) {
    return !flags.table.empty() && table.schema.name != flags.table;
  });
  return std::move(preview->tables);
}

std::string AddressIn(const TablePreview& table, int sheet_row, size_t column) {
  if (sheet_row < 0 || column >= table.layout.columns.size()) return "";
  return A1In(table.title, sheet_row, table.layout.columns[column]);
}

const std::string& ColumnName(const TablePreview& table, size_t column) {
  return table.schema.columns[column].name;
}

std::string Shown(const Value& value) {
  return IsNull(value) ? "(empty)" : ToText(value);
}

}  // namespace sheetkeeper
