#include "store/sqlite.h"

#include <sqlite3.h>
#include <unistd.h>

#include "base/check.h"

namespace sheetkeeper {
namespace {

constexpr int64_t kWalSizeLimit = 64 << 20;

struct Explanation {
  ErrorKind kind;
  const char* text;  // follows the file's path
};

Explanation Explain(int primary_code) {
  switch (primary_code) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_SCHEMA:
      return {ErrorKind::kBusy, "is being written by another program; try again"};
    case SQLITE_FULL:
      return {ErrorKind::kStorage, "has no room to grow; free space on its disk"};
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return {ErrorKind::kStorage,
              "cannot be written; give this user write permission for the file and its folder"};
    case SQLITE_CANTOPEN:
      return {ErrorKind::kStorage, "cannot be opened; check that it is a file this user may use"};
    case SQLITE_IOERR:
    case SQLITE_NOLFS:
    case SQLITE_PROTOCOL:
    case SQLITE_NOMEM:
      return {ErrorKind::kStorage, "cannot be read or written; check its disk"};
    case SQLITE_NOTADB:
      return {ErrorKind::kCorrupt, "is not an SQLite database; check the path"};
    case SQLITE_CORRUPT:
      return {ErrorKind::kCorrupt,
              "is damaged; stop its programs, keep a copy of it, and restore or repair it"};
    default:
      return {ErrorKind::kInvalid, "refused a statement"};
  }
}

Result<> CheckThere(const std::string& path) {
  if (::access(path.c_str(), F_OK) == 0) return {};
  return Fail(ErrorKind::kNotFound,
              "there is no database " + path + "; check db_path and the working directory");
}

Value ValueOf(sqlite3_value* value) {
  switch (sqlite3_value_type(value)) {
    case SQLITE_INTEGER:
      return Value(int64_t{sqlite3_value_int64(value)});
    case SQLITE_FLOAT:
      return Value(sqlite3_value_double(value));
    case SQLITE_TEXT: {
      const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(value));
      return Value(std::string(text, static_cast<size_t>(sqlite3_value_bytes(value))));
    }
    default:
      return Value(Null{});
  }
}

void CallFunction(sqlite3_context* call, int count, sqlite3_value** arguments) {
  std::vector<Value> values;
  values.reserve(static_cast<size_t>(count));
  for (int i = 0; i < count; ++i) values.push_back(ValueOf(arguments[i]));
  const auto function = reinterpret_cast<Db::Function>(sqlite3_user_data(call));
  sqlite3_result_int64(call, function(values));
}

}  // namespace

Result<std::unique_ptr<Db>> Db::Open(const std::string& path, int busy_timeout_ms) {
  return OpenWith(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, busy_timeout_ms);
}

Result<std::unique_ptr<Db>> Db::OpenExisting(const std::string& path, int busy_timeout_ms) {
  TRY("looking for it", CheckThere(path));
  return OpenWith(path, SQLITE_OPEN_READWRITE, busy_timeout_ms);
}

Result<std::unique_ptr<Db>> Db::OpenReadOnly(const std::string& path, int busy_timeout_ms) {
  TRY("looking for it", CheckThere(path));
  return OpenWith(path, SQLITE_OPEN_READONLY, busy_timeout_ms);
}

Result<std::unique_ptr<Db>> Db::OpenWith(const std::string& path, int flags, int busy_timeout_ms) {
  // SQLite counts its memory under a lock, once for each piece; nobody asks for the count. Where it
  // runs already, it goes on counting.
  [[maybe_unused]] static const int uncounted = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &handle, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  std::unique_ptr<Db> db(new Db(path, handle));
  if (code != SQLITE_OK) return Fail(db->MakeError(code));
  sqlite3_extended_result_codes(handle, 1);
  sqlite3_busy_timeout(handle, busy_timeout_ms);
  // A mistyped column name in a statement of ours is an error, never a string.
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  return db;
}

Db::~Db() {
  for (const auto& [text, statement] : statements_) sqlite3_finalize(statement);
  sqlite3_close(handle_);
}

Result<> Db::Execute(const std::string& sql) {
  const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return Fail(MakeError(code));
  return {};
}

Result<> Db::Checkpoint() {
  const int code =
      sqlite3_wal_checkpoint_v2(handle_, "main", SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  // Busy: somebody else is at it.
  if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY) return Fail(MakeError(code));
  return {};
}

void Db::KeepWalFiles() {
  int keep = 1;
  sqlite3_file_control(handle_, "main", SQLITE_FCNTL_PERSIST_WAL, &keep);
  // Also empties the file when the last connection closes.
  const std::string limit = "PRAGMA journal_size_limit = " + std::to_string(kWalSizeLimit);
  sqlite3_exec(handle_, limit.c_str(), nullptr, nullptr, nullptr);
  // A connection opens the log with its first read; until then another one that closes deletes it.
  sqlite3_exec(handle_, "SELECT 1 FROM sqlite_master LIMIT 1", nullptr, nullptr, nullptr);
}

void Db::EnableTriggers(bool on) {
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_ENABLE_TRIGGER, on ? 1 : 0, nullptr);
}

Result<> Db::DefineFunction(const char* name, Function function) {
  const int code = sqlite3_create_function_v2(handle_, name, -1, SQLITE_UTF8 | SQLITE_DETERMINISTIC,
                                              reinterpret_cast<void*>(function), CallFunction,
                                              nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return Fail(MakeError(code));
  return {};
}

bool Db::InTransaction() const {
  return sqlite3_get_autocommit(handle_) == 0;
}

int64_t Db::Changes() const {
  return sqlite3_changes64(handle_);
}

int64_t Db::TotalChanges() const {
  return sqlite3_total_changes64(handle_);
}

Error Db::MakeError(int code) const {
  const Explanation explanation = Explain(code & 0xff);
  const char* message = handle_ == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(handle_);
  return {explanation.kind, path_ + " " + explanation.text + " (SQLite: " + message + ", code " +
                                std::to_string(code) + ")"};
}

Result<sqlite3_stmt*> Db::Prepared(std::string_view sql) {
  const auto known = statements_.find(sql);
  if (known != statements_.end()) return known->second;
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) return Fail(MakeError(code));
  statements_.emplace(sql, statement);
  return statement;
}

void Query::Prepare(std::string_view sql) {
  auto statement = db_.Prepared(sql);
  if (!statement) {
    error_ = std::move(statement).error();
    return;
  }
  statement_ = *statement;
  CHECK(sqlite3_stmt_busy(statement_) == 0);
}

Query::~Query() {
  if (statement_ == nullptr) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

Result<bool> Query::Next() {
  if (error_) return Fail(*error_);
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return Fail(db_.MakeError(code));
}

Result<> Query::Run() {
  while (true) {
    const auto more = Next();
    if (!more) return Fail(more.error());
    if (!*more) return {};
  }
}

bool Query::IsNull(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

int64_t Query::Integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}

std::string Query::Text(int column) const {
  const unsigned char* text = sqlite3_column_text(statement_, column);
  if (text == nullptr) return "";
  const int size = sqlite3_column_bytes(statement_, column);
  return {reinterpret_cast<const char*>(text), static_cast<size_t>(size)};
}

std::optional<Value> Query::ValueAt(int column) const {
  switch (sqlite3_column_type(statement_, column)) {
    case SQLITE_INTEGER:
      return Value(Integer(column));
    case SQLITE_FLOAT:
      return Value(sqlite3_column_double(statement_, column));
    case SQLITE_TEXT:
      return Value(Text(column));
    case SQLITE_NULL:
      return Value(Null{});
    default:
      return std::nullopt;
  }
}

Cell Query::CellAt(int column) const {
  switch (sqlite3_column_type(statement_, column)) {
    case SQLITE_INTEGER:
      return Cell(Integer(column) != 0);
    case SQLITE_FLOAT:
      return Cell(sqlite3_column_double(statement_, column));
    case SQLITE_TEXT:
      return Cell(Text(column));
    default:
      return Cell(Empty{});
  }
}

std::string Query::BlobText(int column) const {
  constexpr char kDigits[] = "0123456789abcdef";
  const auto* bytes = static_cast<const unsigned char*>(sqlite3_column_blob(statement_, column));
  const int size = sqlite3_column_bytes(statement_, column);
  std::string text = "x'";
  for (int i = 0; i < size; ++i) {
    text += kDigits[bytes[i] >> 4];
    text += kDigits[bytes[i] & 0xf];
  }
  return text + "'";
}

void Query::BindValue(int index, const Value& value) {
  if (const auto* integer = std::get_if<int64_t>(&value)) return BindInteger(index, *integer);
  if (const auto* real = std::get_if<double>(&value)) return BindReal(index, *real);
  if (const auto* text = std::get_if<std::string>(&value)) return BindText(index, *text);
}

// A truth value is the only integer a cell can be, so integers stand for them.
void Query::BindCell(int index, const Cell& cell) {
  if (const auto* truth = std::get_if<bool>(&cell)) return BindInteger(index, *truth ? 1 : 0);
  if (const auto* real = std::get_if<double>(&cell)) return BindReal(index, *real);
  if (const auto* text = std::get_if<std::string>(&cell)) return BindText(index, *text);
}

void Query::BindInteger(int index, int64_t integer) {
  if (statement_ != nullptr) Note(sqlite3_bind_int64(statement_, index, integer));
}

void Query::BindReal(int index, double real) {
  if (statement_ != nullptr) Note(sqlite3_bind_double(statement_, index, real));
}

void Query::BindText(int index, std::string_view text) {
  if (statement_ == nullptr) return;
  // An empty view may have no address, which would bind NULL.
  const char* start = text.empty() ? "" : text.data();
  Note(sqlite3_bind_text64(statement_, index, start, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

void Query::Note(int code) {
  if (code != SQLITE_OK && !error_) error_ = db_.MakeError(code);
}

DbTransaction::~DbTransaction() {
  // An error may have ended it already.
  if (open_ && db_.InTransaction()) (void)db_.Execute("ROLLBACK");
}

Result<> DbTransaction::Begin(const std::string& sql) {
  if (db_.InTransaction()) return {};
  TRY("beginning a transaction", db_.Execute(sql));
  open_ = true;
  return {};
}

Result<> DbTransaction::Commit() {
  if (!open_) return {};
  TRY("committing", db_.Execute("COMMIT"));
  open_ = false;
  return {};
}

}  // namespace sheetkeeper
