#include "reader/connection.h"

#include <sqlite3.h>

namespace sheetkeeper::reader {
namespace {

// Statements of a program are few; one that writes values into its texts instead of parameters
// must not fill the memory.
constexpr std::size_t kMaxStatements = 200;

struct Explanation {
  ErrorCode code;
  const char* text;  // follows the file's path
};

Explanation Explain(int primary_code) {
  switch (primary_code) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {ErrorCode::kBusy, "is being written by another program; try again"};
    case SQLITE_FULL:
      return {ErrorCode::kStorage, "has no room to grow; free space on its disk"};
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return {ErrorCode::kStorage,
              "cannot be written by this user; a reader needs its files DB, DB-wal and DB-shm to "
              "be there and readable, a writer needs write permission for them and the folder"};
    case SQLITE_CANTOPEN:
      return {ErrorCode::kNotFound, "cannot be opened; has a sync worker run for it once?"};
    case SQLITE_IOERR:
    case SQLITE_NOMEM:
    case SQLITE_PROTOCOL:
      return {ErrorCode::kStorage, "cannot be read or written; check its disk"};
    case SQLITE_NOTADB:
      return {ErrorCode::kCorrupt, "is not an SQLite database; check the path"};
    case SQLITE_CORRUPT:
      return {ErrorCode::kCorrupt,
              "is damaged; stop its programs, keep a copy of it, and restore or repair it"};
    default:
      return {ErrorCode::kInvalid, "refused a statement"};
  }
}

void Bind(sqlite3_stmt* statement, int index, const Value& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    sqlite3_bind_int64(statement, index, *integer);
  } else if (const auto* real = std::get_if<double>(&value)) {
    sqlite3_bind_double(statement, index, *real);
  } else if (const auto* text = std::get_if<std::string>(&value)) {
    // The caller's value outlives the run.
    sqlite3_bind_text64(statement, index, text->data(), text->size(), SQLITE_STATIC, SQLITE_UTF8);
  }
}

void AddValue(std::vector<Value>& values, sqlite3_stmt* statement, int column) {
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
      values.emplace_back(std::int64_t{sqlite3_column_int64(statement, column)});
      return;
    case SQLITE_FLOAT:
      values.emplace_back(sqlite3_column_double(statement, column));
      return;
    case SQLITE_NULL:
      values.emplace_back();
      return;
    default:
      const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, column));
      const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
      values.emplace_back(std::in_place_type<std::string>, bytes == nullptr ? "" : bytes, size);
  }
}

// Ends a run, however it ends.
class Running {
 public:
  explicit Running(sqlite3_stmt* statement) : statement_(statement) {}
  ~Running() {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

 private:
  sqlite3_stmt* statement_;
};

}  // namespace

Result<std::unique_ptr<Connection>> Connection::Open(const std::string& path, Mode mode,
                                                     std::chrono::milliseconds busy_timeout) {
  const int access = mode == Mode::kRead ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &handle, access | SQLITE_OPEN_NOMUTEX, nullptr);
  std::unique_ptr<Connection> connection(new Connection(path, handle));
  if (code != SQLITE_OK) return connection->MakeError(code);
  sqlite3_extended_result_codes(handle, 1);
  sqlite3_busy_timeout(handle, static_cast<int>(busy_timeout.count()));
  // Without its log a database cannot be opened by a reader who may not write in the folder.
  int keep = 1;
  if (mode == Mode::kWrite) sqlite3_file_control(handle, "main", SQLITE_FCNTL_PERSIST_WAL, &keep);
  return connection;
}

Connection::~Connection() {
  for (const auto& [text, statement] : statements_) sqlite3_finalize(statement.handle);
  sqlite3_close(handle_);
}

Error Connection::MakeError(int code) const {
  const Explanation explanation = Explain(code & 0xff);
  const char* message = handle_ == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(handle_);
  const bool no_table = code == SQLITE_ERROR && std::string_view(message).starts_with("no such ta");
  return {no_table ? ErrorCode::kNotFound : explanation.code,
          path_ + " " + explanation.text + " (SQLite: " + message + ")"};
}

Result<Connection::Statement*> Connection::Prepared(std::string_view sql) {
  const auto known = statements_.find(sql);
  if (known != statements_.end()) return &known->second;
  if (statements_.size() >= kMaxStatements) {
    for (const auto& [text, old] : statements_) sqlite3_finalize(old.handle);
    statements_.clear();
  }
  Statement statement;
  const char* rest = nullptr;
  const int code = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement.handle, &rest);
  if (code != SQLITE_OK) return MakeError(code);
  const std::string_view more(rest, static_cast<std::size_t>(sql.data() + sql.size() - rest));
  if (statement.handle == nullptr || more.find_first_not_of(" \t\r\n;") != more.npos) {
    sqlite3_finalize(statement.handle);
    return Error{ErrorCode::kInvalid, "one statement is expected, not none or several"};
  }
  ReadColumns(statement);
  return &statements_.emplace(sql, std::move(statement)).first->second;
}

// SQLite prepares a statement again where the schema has changed; its columns may be others then.
void Connection::ReadColumns(Statement& statement) {
  const int count = sqlite3_column_count(statement.handle);
  std::vector<std::string> columns;
  for (int i = 0; i < count; ++i) columns.emplace_back(sqlite3_column_name(statement.handle, i));
  statement.columns = std::make_shared<const std::vector<std::string>>(std::move(columns));
  statement.prepared_again = sqlite3_stmt_status(statement.handle, SQLITE_STMTSTATUS_REPREPARE, 0);
}

Result<std::shared_ptr<const Table>> Connection::Collect(Statement& statement) {
  auto table = std::make_shared<Table>();
  int code = sqlite3_step(statement.handle);
  if (sqlite3_stmt_status(statement.handle, SQLITE_STMTSTATUS_REPREPARE, 0) !=
      statement.prepared_again) {
    ReadColumns(statement);
  }
  table->columns = statement.columns;
  const int width = static_cast<int>(statement.columns->size());
  for (; code == SQLITE_ROW; code = sqlite3_step(statement.handle)) {
    if (table->row_count == 0) table->values.reserve(statement.columns->size());
    for (int i = 0; i < width; ++i) AddValue(table->values, statement.handle, i);
    ++table->row_count;
  }
  if (code != SQLITE_DONE) return MakeError(code);
  return std::shared_ptr<const Table>(std::move(table));
}

Result<std::shared_ptr<const Table>> Connection::RunWithKey(std::string_view sql,
                                                            const Value& key) {
  const Result<Statement*> statement = Prepared(sql);
  if (!statement) return statement.error();
  const Running running((*statement)->handle);
  Bind((*statement)->handle, 1, key);
  return Collect(**statement);
}

Result<std::shared_ptr<const Table>> Connection::Run(std::string_view sql,
                                                     const Parameters& parameters) {
  const Result<Statement*> statement = Prepared(sql);
  if (!statement) return statement.error();
  sqlite3_stmt* const handle = (*statement)->handle;
  const Running running(handle);
  const int count = sqlite3_bind_parameter_count(handle);
  for (int i = 1; i <= count; ++i) {
    const char* name = sqlite3_bind_parameter_name(handle, i);
    if (name == nullptr) continue;
    for (const auto& [given, value] : parameters) {
      if (given == name + 1) Bind(handle, i, value);
    }
  }
  auto answer = Collect(**statement);
  if (sqlite3_get_autocommit(handle_) != 0) return answer;
  // Whoever has the connection next would read the same moment for ever.
  sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
  return Error{ErrorCode::kInvalid, "a statement cannot leave a transaction open"};
}

std::int64_t Connection::Changes() const {
  return sqlite3_changes64(handle_);
}

std::string QuotedName(std::string_view name) {
  std::string quoted = "\"";
  for (const char c : name) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

}  // namespace sheetkeeper::reader
