#include "reader/database.h"

#include <sys/stat.h>

#include <optional>
#include <utility>

namespace sheetkeeper::reader {
namespace {

constexpr Millis kCheckInterval = std::chrono::seconds(1);
constexpr std::size_t kMaxIdle = 16;

// A wrong statement says nothing against the connection.
bool IsBroken(const Error& error) {
  return error.code != ErrorCode::kInvalid && error.code != ErrorCode::kBusy;
}

// The column that tells the rows of a table apart: the first one of the view that sheetkeeper keeps
// of it, else its primary key.
std::optional<std::string> KeyOf(Connection& connection, std::string_view table) {
  const auto status = connection.Run(
      "SELECT * FROM " + QuotedName("_status_" + std::string(table)) + " LIMIT 0", {});
  if (status) return (*status)->columns->front();
  const auto key =
      connection.RunWithKey("SELECT name FROM pragma_table_info(?1) WHERE pk > 0 ORDER BY pk DESC",
                            Value(std::string(table)));
  if (!key || (*key)->row_count != 1) return std::nullopt;
  return std::get<std::string>((*key)->values.front());
}

}  // namespace

Database::Database(std::string path, std::chrono::milliseconds busy_timeout, Clock& clock)
    : path_(std::move(path)), busy_timeout_(busy_timeout), clock_(clock) {}

void Database::CheckFile() {
  const MonoTime now = clock_.Mono();
  if (now < next_check_) return;
  next_check_ = now + kCheckInterval;
  struct stat file {};
  std::pair<std::uint64_t, std::uint64_t> identity{};
  if (::stat(path_.c_str(), &file) == 0) identity = {file.st_dev, file.st_ino};
  if (identity == identity_) return;
  identity_ = identity;
  ++file_;
  idle_.clear();
  probe_.reset();
  watcher_.reset();
}

Result<std::unique_ptr<Connection>> Database::Take() {
  if (!idle_.empty()) {
    auto connection = std::move(idle_.back());
    idle_.pop_back();
    return connection;
  }
  return Connection::Open(path_, Connection::Mode::kRead, busy_timeout_);
}

void Database::GiveBack(std::unique_ptr<Connection> connection, std::uint64_t file) {
  const std::lock_guard lock(mutex_);
  if (file == file_ && idle_.size() < kMaxIdle) idle_.push_back(std::move(connection));
}

template <typename Use>
auto Database::With(const Use& use) -> decltype(use(std::declval<Connection&>())) {
  std::unique_lock lock(mutex_);
  CheckFile();
  const std::uint64_t file = file_;
  Result<std::unique_ptr<Connection>> connection = Take();
  lock.unlock();
  if (!connection) return connection.error();
  auto answer = use(**connection);
  if (answer || !IsBroken(answer.error())) GiveBack(std::move(*connection), file);
  return answer;
}

Result<const Database::Statements*> Database::StatementsOf(Connection& connection,
                                                           std::string_view table) {
  {
    const std::lock_guard lock(mutex_);
    const auto known = statements_.find(table);
    if (known != statements_.end()) return known->second.get();
  }
  const std::string all = "SELECT * FROM " + QuotedName(table);
  const auto exists = connection.Run(all + " LIMIT 0", {});
  if (!exists) return exists.error();
  const auto key = KeyOf(connection, table);
  if (!key) {
    return Error{ErrorCode::kInvalid,
                 "table " + std::string(table) + " has no key column; use a query"};
  }
  const std::lock_guard lock(mutex_);
  auto& statements = statements_[std::string(table)];
  if (statements == nullptr) {
    statements = std::make_unique<const Statements>(
        Statements{all + " WHERE " + QuotedName(*key) + " = ?1", all});
  }
  return statements.get();
}

Database::Answer Database::Query(std::string_view sql, const Parameters& parameters) {
  return With([&](Connection& connection) { return connection.Run(sql, parameters); });
}

Database::Answer Database::RowByKey(std::string_view table, const Value& key) {
  return With([&](Connection& connection) -> Answer {
    const auto statements = StatementsOf(connection, table);
    if (!statements) return statements.error();
    return connection.RunWithKey((*statements)->row, key);
  });
}

Database::Answer Database::AllRows(std::string_view table) {
  return With([&](Connection& connection) -> Answer {
    const auto statements = StatementsOf(connection, table);
    if (!statements) return statements.error();
    return connection.Run((*statements)->all, {});
  });
}

Result<std::int64_t> Database::Execute(std::string_view sql, const Parameters& parameters) {
  std::uint64_t file = 0;
  {
    const std::lock_guard lock(mutex_);
    CheckFile();
    file = file_;
  }
  const std::lock_guard lock(write_mutex_);
  if (writer_ == nullptr || writer_file_ != file) {
    auto opened = Connection::Open(path_, Connection::Mode::kWrite, busy_timeout_);
    if (!opened) return opened.error();
    writer_ = std::move(*opened);
    writer_file_ = file;
  }
  const auto done = writer_->Run(sql, parameters);
  if (done) return writer_->Changes();
  if (IsBroken(done.error())) writer_.reset();
  return done.error();
}

std::uint64_t Database::Generation() {
  const std::lock_guard lock(mutex_);
  CheckFile();
  if (watcher_ == nullptr) {
    auto opened = Connection::Open(path_, Connection::Mode::kRead, busy_timeout_);
    if (!opened) return 0;
    watcher_ = std::move(*opened);
    probe_ = std::make_unique<CommitProbe>(watcher_->handle());
    generations_before_ = generation_;
  }
  const std::uint64_t seen = probe_->Look();
  if (seen == 0) {
    probe_.reset();
    watcher_.reset();
    return 0;
  }
  generation_ = generations_before_ + seen;
  return generation_;
}

}  // namespace sheetkeeper::reader
