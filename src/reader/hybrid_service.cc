// Where an answer comes from, in this order: what is kept and still true; the database; where that
// cannot be read the sheet; where that cannot be read either the last good answer.
#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

#include "base/system_clock.h"
#include "reader/answer_cache.h"
#include "reader/database.h"
#include "reader/sheet_copy.h"
#include "reader/status_queries.h"
#include "reader/sync_program.h"

namespace sheetkeeper::reader {
namespace {

constexpr Millis kLookInterval{10};
constexpr std::string_view kQueries = "query";
constexpr std::string_view kAll = "*";

std::string KeyOfQuery(std::string_view sql, const Parameters& parameters) {
  std::string key(sql);
  for (const auto& [name, value] : parameters) {
    key += '\0' + name + '\0';
    AppendKey(key, value);
  }
  return key;
}

// "{'employee_settings': 7, 'ranks': 6}".
std::string RecordsText(const SyncStats& stats) {
  std::string text;
  for (const TableStats& table : stats.tables) {
    text += (text.empty() ? "'" : ", '") + table.name + "': " + std::to_string(table.synced);
  }
  return "{" + text + "}";
}

std::string Seconds(Millis time) {
  return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(time).count()) + "s";
}

}  // namespace

class HybridService::Impl {
 public:
  explicit Impl(Options options)
      : options_(std::move(options)),
        database_(options_.db_path, options_.busy_timeout, clock_),
        sheet_(options_, clock_),
        cache_(options_.cache) {}
  ~Impl() { Shutdown(); }

  void Start();
  void Shutdown();

  // `read` asks a Database.
  template <typename Read>
  Result<Rows> Answer(std::string_view space, std::string_view key, const Read& read);
  Result<SyncStats> Stats(bool count_rows);
  Result<SyncStats> SyncNow();
  bool WaitForChange(std::uint64_t since, Millis timeout, const std::stop_token& stop);
  Result<RowState> WaitUntilInSheet(std::string_view table, const Value& key, Millis timeout,
                                    const std::stop_token& stop);

  Database& database() { return database_; }
  Origin origin() const { return origin_; }
  // Else the key of an answer is not looked at.
  bool keeps_answers() const { return static_cast<bool>(cache_); }

 private:
  void InitialSync();
  void SyncInBackground(const std::stop_token& stop);
  template <typename Read>
  Result<Rows> AnswerWithoutDatabase(std::string_view space, std::string_view key, const Read& read,
                                     const Error& error);
  void CameFrom(Origin origin, const std::string& why);
  void Log(LogLevel level, const std::string& message) const {
    if (options_.log) options_.log(level, message);
  }

  const Options options_;
  SystemClock clock_;
  Database database_;
  SheetCopy sheet_;
  AnswerCache cache_;
  std::atomic<Origin> origin_ = Origin::kDatabase;
  std::stop_source stop_;
  std::mutex sync_mutex_;  // one sync at a time
  std::mutex background_mutex_;
  std::jthread background_;  // guarded by background_mutex_
};

template <typename Read>
Result<Rows> HybridService::Impl::Answer(std::string_view space, std::string_view key,
                                         const Read& read) {
  std::uint64_t generation = 0;
  if (cache_) {
    generation = database_.Generation();
    auto kept = generation == 0 ? nullptr : cache_.Get(space, key, generation);
    if (kept) return Rows(std::move(kept), Origin::kDatabase, {});
  }
  Database::Answer answer = read(database_);
  if (!answer && answer.error().code == ErrorCode::kInvalid) return answer.error();
  if (!answer) return AnswerWithoutDatabase(space, key, read, answer.error());
  if (origin_ != Origin::kDatabase) CameFrom(Origin::kDatabase, "");
  if (generation != 0) cache_.Set(space, key, *answer, generation);
  return Rows(std::move(*answer), Origin::kDatabase, {});
}

template <typename Read>
Result<Rows> HybridService::Impl::AnswerWithoutDatabase(std::string_view space,
                                                        std::string_view key, const Read& read,
                                                        const Error& error) {
  std::string why = error.message;
  if (options_.sheet_fallback) {
    const auto copy = sheet_.Get(stop_.get_token());
    if (copy) {
      Database::Answer answer = read(*copy->database);
      if (!answer) return answer.error();
      CameFrom(Origin::kSheet, why);
      return Rows(std::move(*answer), Origin::kSheet, copy->age);
    }
    why += "; and the sheet cannot be read: " + copy.error().message;
  }
  Millis age{};
  auto last = cache_ ? cache_.GetLast(space, key, &age) : nullptr;
  if (!last) return Error{error.code, why};
  CameFrom(Origin::kKept, why);
  return Rows(std::move(last), Origin::kKept, age);
}

void HybridService::Impl::CameFrom(Origin origin, const std::string& why) {
  if (origin_.exchange(origin) == origin) return;
  switch (origin) {
    case Origin::kDatabase:
      return Log(LogLevel::kInfo, "Reading from the database again");
    case Origin::kSheet:
      return Log(LogLevel::kWarning, "Falling back to Google Sheets: " + why);
    case Origin::kKept:
      return Log(LogLevel::kWarning, "Falling back to answers that were kept: " + why);
  }
}

Result<SyncStats> HybridService::Impl::Stats(bool count_rows) {
  auto stats = ReadStats(database_, clock_.Wall(), count_rows);
  if (stats || !options_.sheet_fallback) return stats;
  const auto copy = sheet_.Get(stop_.get_token());
  return copy ? ReadStats(*copy->database, clock_.Wall(), count_rows) : stats;
}

Result<SyncStats> HybridService::Impl::SyncNow() {
  const std::lock_guard lock(sync_mutex_);
  std::vector<std::string> command = options_.sync_command;
  command.insert(command.end(), {"--db-path", options_.db_path});
  const auto done = RunSyncProgram(command, options_.sync_timeout, stop_.get_token());
  if (!done) return done.error();
  return ReadStats(database_, clock_.Wall(), true);
}

void HybridService::Impl::InitialSync() {
  Log(LogLevel::kInfo, "Performing initial sync from Google Sheets...");
  const auto synced = SyncNow();
  if (synced) return Log(LogLevel::kInfo, "Initial sync completed: " + RecordsText(*synced));
  Log(LogLevel::kWarning,
      "Initial sync failed: " + synced.error().message + ". Going on with what there is");
}

void HybridService::Impl::Start() {
  const auto has_schema = [this] { return bool(ReadStats(database_, clock_.Wall(), false)); };
  const bool had_schema = has_schema();
  if (had_schema) Log(LogLevel::kInfo, "Database schema initialized");
  if (options_.initial_sync || options_.auto_sync) InitialSync();
  if (!had_schema && has_schema()) Log(LogLevel::kInfo, "Database schema initialized");
  if (!options_.auto_sync) {
    return Log(LogLevel::kInfo,
               "HybridService initialized (sync handled by " + options_.sync_service + " service)");
  }
  {
    const std::lock_guard lock(background_mutex_);
    if (stop_.stop_requested()) return;
    background_ = std::jthread([this] { SyncInBackground(stop_.get_token()); });
  }
  Log(LogLevel::kInfo,
      "HybridService initialized (background sync every " + Seconds(options_.sync_interval) + ")");
}

void HybridService::Impl::SyncInBackground(const std::stop_token& stop) {
  while (clock_.SleepUntil(clock_.Mono() + options_.sync_interval, stop)) {
    const auto synced = SyncNow();
    if (synced) {
      Log(LogLevel::kInfo, "Background sync completed: " + RecordsText(*synced));
    } else if (!stop.stop_requested()) {
      Log(LogLevel::kWarning, "Background sync failed: " + synced.error().message);
    }
  }
}

void HybridService::Impl::Shutdown() {
  stop_.request_stop();
  std::jthread ending;
  const std::lock_guard lock(background_mutex_);
  ending = std::move(background_);
}

bool HybridService::Impl::WaitForChange(std::uint64_t since, Millis timeout,
                                        const std::stop_token& stop) {
  const MonoTime begin = clock_.Mono();
  const MonoTime end = timeout > MonoTime::max() - begin ? MonoTime::max() : begin + timeout;
  while (database_.Generation() == since) {
    const MonoTime now = clock_.Mono();
    if (now >= end || !clock_.SleepUntil(std::min(end, now + kLookInterval), stop)) return false;
  }
  return true;
}

Result<RowState> HybridService::Impl::WaitUntilInSheet(std::string_view table, const Value& key,
                                                       Millis timeout,
                                                       const std::stop_token& stop) {
  const MonoTime end = clock_.Mono() + timeout;
  while (true) {
    const std::uint64_t generation = database_.Generation();
    const auto state = ReadRowState(database_, table, key);
    if (!state || *state != RowState::kPending) return state;
    const MonoTime now = clock_.Mono();
    if (now >= end || !WaitForChange(generation, end - now, stop)) {
      return Error{ErrorCode::kTimeout, "the row is not in the sheet yet; it waits to be written"};
    }
  }
}

HybridService::HybridService(Options options) : impl_(std::make_unique<Impl>(std::move(options))) {}
HybridService::~HybridService() = default;

void HybridService::Start() {
  impl_->Start();
}

void HybridService::Shutdown() {
  impl_->Shutdown();
}

Result<Rows> HybridService::RowsByKey(std::string_view table, const Value& key) {
  std::string text;
  if (impl_->keeps_answers()) AppendKey(text, key);
  return impl_->Answer(table, text,
                       [&](Database& database) { return database.RowByKey(table, key); });
}

Result<std::optional<Row>> HybridService::RowByKey(std::string_view table, const Value& key) {
  const auto rows = RowsByKey(table, key);
  if (!rows) return rows.error();
  return rows->empty() ? std::nullopt : std::optional((*rows)[0]);
}

Result<Rows> HybridService::AllRows(std::string_view table) {
  return impl_->Answer(table, kAll, [&](Database& database) { return database.AllRows(table); });
}

Result<Rows> HybridService::Query(std::string_view sql, const Parameters& parameters) {
  const std::string key = impl_->keeps_answers() ? KeyOfQuery(sql, parameters) : "";
  return impl_->Answer(kQueries, key,
                       [&](Database& database) { return database.Query(sql, parameters); });
}

Result<SyncStats> HybridService::GetFreshness() {
  return impl_->Stats(false);
}

Result<SyncStats> HybridService::GetSyncStats() {
  return impl_->Stats(true);
}

Origin HybridService::GetOrigin() const {
  return impl_->origin();
}

std::uint64_t HybridService::Generation() {
  return impl_->database().Generation();
}

bool HybridService::WaitForChange(std::uint64_t since, std::chrono::milliseconds timeout,
                                  std::stop_token stop) {
  return impl_->WaitForChange(since, timeout, stop);
}

Result<RowState> HybridService::WaitUntilInSheet(std::string_view table, const Value& key,
                                                 std::chrono::milliseconds timeout,
                                                 std::stop_token stop) {
  return impl_->WaitUntilInSheet(table, key, timeout, stop);
}

Result<std::int64_t> HybridService::Execute(std::string_view sql, const Parameters& parameters) {
  return impl_->database().Execute(sql, parameters);
}

Result<SyncStats> HybridService::SyncNow() {
  return impl_->SyncNow();
}

}  // namespace sheetkeeper::reader
