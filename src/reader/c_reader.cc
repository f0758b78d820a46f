// The C interface over the C++ one. Exceptions (there are none but for memory that has run out) do
// not leave it.
#include "reader/c_reader.h"

#include <algorithm>
#include <charconv>
#include <memory>
#include <mutex>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "base/time_text.h"
#include "base/version.h"
#include "reader/reader.h"

using namespace sheetkeeper::reader;  // NOLINT: this file is nothing but a second spelling of it

struct sk_reader {
  Options options;
  std::once_flag opened;
  std::unique_ptr<HybridService> service;

  HybridService& Service() {
    std::call_once(opened, [this] { service = std::make_unique<HybridService>(options); });
    return *service;
  }
};

struct sk_rows {
  explicit sk_rows(Rows from) : rows(std::move(from)) {}

  const Value* At(std::size_t row, std::size_t column) const {
    if (row >= rows.size() || column >= rows.columns().size()) return nullptr;
    return &rows[row].At(column);
  }

  Rows rows;
};

struct sk_parameters {
  Parameters values;
};

namespace {

thread_local std::string last_error;

int Fail(const Error& error) {
  last_error = error.message;
  return static_cast<int>(error.code);
}

int FailSetting(const char* name, const char* why) {
  return Fail({ErrorCode::kInvalid, std::string("setting ") + name + ": " + why});
}

// Gives a table out as rows.
int Give(Result<Rows> from, sk_rows** to) {
  *to = nullptr;
  if (!from) return Fail(from.error());
  *to = new sk_rows(std::move(*from));
  return SK_OK;
}

bool ReadNumber(std::string_view text, std::int64_t& number) {
  const auto [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), number);
  return trouble == std::errc() && end == text.data() + text.size() && number >= 0;
}

std::vector<std::string> Words(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

// True where it is a setting that is a number.
bool SetNumber(Options& options, std::string_view name, std::int64_t value) {
  using Ms = std::chrono::milliseconds;
  if (name == "busy_timeout") return (options.busy_timeout = Ms(value), true);
  if (name == "sync_interval") return (options.sync_interval = Ms(value), true);
  if (name == "sync_timeout") return (options.sync_timeout = Ms(value), true);
  if (name == "sheet_max_age") return (options.sheet_max_age = Ms(value), true);
  if (name == "sheet_timeout") return (options.sheet_timeout = Ms(value), true);
  if (name == "initial_sync") return (options.initial_sync = value != 0, true);
  if (name == "auto_sync") return (options.auto_sync = value != 0, true);
  if (name == "sheet_fallback") return (options.sheet_fallback = value != 0, true);
  if (name != "cache_entries") return false;
  options.cache =
      value == 0 ? nullptr : std::make_shared<CacheManager>(static_cast<std::size_t>(value));
  return true;
}

Value IntegerOrNull(const std::optional<std::int64_t>& value) {
  return value ? Value(*value) : Value();
}

int GiveStats(const Result<SyncStats>& from, sk_rows** to) {
  if (to != nullptr) *to = nullptr;
  if (!from) return Fail(from.error());
  if (to == nullptr) return SK_OK;
  const SyncStats& stats = *from;
  Table table;
  table.columns = std::make_shared<const std::vector<std::string>>(
      std::vector<std::string>{"table_name", "synced", "pending", "conflict", "rejected", "held",
                               "last_good_cycle", "age_ms", "last_error"});
  Value finished;
  if (stats.last_good_cycle) {
    finished = sheetkeeper::FormatRfc3339(
        std::chrono::floor<std::chrono::milliseconds>(*stats.last_good_cycle));
  }
  const auto age = stats.age ? std::optional<std::int64_t>(stats.age->count()) : std::nullopt;
  table.values = {Value(),         Value(), Value(),  Value(),
                  Value(),         Value(), finished, IntegerOrNull(age),
                  stats.last_error};
  for (const TableStats& row : stats.tables) {
    const std::vector<Value> values{row.name, row.synced, row.pending, row.conflict, row.rejected,
                                    row.held, Value(),    Value(),     Value()};
    table.values.insert(table.values.end(), values.begin(), values.end());
  }
  table.row_count = 1 + stats.tables.size();
  *to = new sk_rows(Rows(std::make_shared<const Table>(std::move(table)), Origin::kDatabase, {}));
  return SK_OK;
}

const Parameters& ParametersOf(const sk_parameters* parameters) {
  static const Parameters none;
  return parameters == nullptr ? none : parameters->values;
}

}  // namespace

const char* sk_reader_version(void) {
  static const std::string version(sheetkeeper::Version());
  return version.c_str();
}

const char* sk_error_message(void) {
  return last_error.c_str();
}

sk_reader* sk_reader_new(const char* db_path) {
  auto reader = std::make_unique<sk_reader>();
  reader->options.db_path = db_path;
  return reader.release();
}

void sk_reader_free(sk_reader* reader) {
  delete reader;
}

int sk_reader_set(sk_reader* reader, const char* name, const char* value) {
  if (reader->service != nullptr) return FailSetting(name, "it is too late, the reader is in use");
  const std::string_view setting = name;
  if (setting == "sync_command") {
    reader->options.sync_command = Words(value);
    return SK_OK;
  }
  if (setting == "sync_service") {
    reader->options.sync_service = value;
    return SK_OK;
  }
  std::int64_t number = 0;
  if (!ReadNumber(value, number)) return FailSetting(name, "a whole number is expected");
  return SetNumber(reader->options, setting, number) ? SK_OK : FailSetting(name, "there is none");
}

int sk_reader_set_log(sk_reader* reader, void (*log)(int level, const char* message, void* context),
                      void* context) {
  if (reader->service != nullptr) return FailSetting("log", "it is too late, the reader is in use");
  reader->options.log = [log, context](LogLevel level, const std::string& message) {
    log(static_cast<int>(level), message.c_str(), context);
  };
  return SK_OK;
}

void sk_reader_start(sk_reader* reader) {
  reader->Service().Start();
}

void sk_reader_shutdown(sk_reader* reader) {
  reader->Service().Shutdown();
}

sk_parameters* sk_parameters_new(void) {
  return new sk_parameters;
}

void sk_parameters_free(sk_parameters* parameters) {
  delete parameters;
}

void sk_parameters_null(sk_parameters* parameters, const char* name) {
  parameters->values.emplace_back(name, Value());
}

void sk_parameters_integer(sk_parameters* parameters, const char* name, int64_t value) {
  parameters->values.emplace_back(name, value);
}

void sk_parameters_real(sk_parameters* parameters, const char* name, double value) {
  parameters->values.emplace_back(name, value);
}

void sk_parameters_text(sk_parameters* parameters, const char* name, const char* value) {
  parameters->values.emplace_back(name, std::string(value));
}

int sk_row_by_integer(sk_reader* reader, const char* table, int64_t key, sk_rows** rows) {
  return Give(reader->Service().RowsByKey(table, key), rows);
}

int sk_row_by_real(sk_reader* reader, const char* table, double key, sk_rows** rows) {
  return Give(reader->Service().RowsByKey(table, key), rows);
}

int sk_row_by_text(sk_reader* reader, const char* table, const char* key, sk_rows** rows) {
  return Give(reader->Service().RowsByKey(table, std::string(key)), rows);
}

int sk_all_rows(sk_reader* reader, const char* table, sk_rows** rows) {
  return Give(reader->Service().AllRows(table), rows);
}

int sk_query(sk_reader* reader, const char* sql, const sk_parameters* parameters, sk_rows** rows) {
  return Give(reader->Service().Query(sql, ParametersOf(parameters)), rows);
}

void sk_rows_free(sk_rows* rows) {
  delete rows;
}

size_t sk_rows_count(const sk_rows* rows) {
  return rows->rows.size();
}

size_t sk_rows_column_count(const sk_rows* rows) {
  return rows->rows.columns().size();
}

const char* sk_rows_column_name(const sk_rows* rows, size_t column) {
  const auto& columns = rows->rows.columns();
  return column < columns.size() ? columns[column].c_str() : nullptr;
}

size_t sk_rows_column(const sk_rows* rows, const char* name) {
  const auto& columns = rows->rows.columns();
  return static_cast<size_t>(std::find(columns.begin(), columns.end(), name) - columns.begin());
}

int sk_rows_origin(const sk_rows* rows) {
  return static_cast<int>(rows->rows.origin);
}

int64_t sk_rows_age_ms(const sk_rows* rows) {
  return rows->rows.age.count();
}

int sk_rows_type(const sk_rows* rows, size_t row, size_t column) {
  const Value* value = rows->At(row, column);
  return value == nullptr ? SK_NULL : static_cast<int>(value->index());
}

int64_t sk_rows_integer(const sk_rows* rows, size_t row, size_t column) {
  const Value* value = rows->At(row, column);
  const auto* integer = value == nullptr ? nullptr : std::get_if<std::int64_t>(value);
  return integer == nullptr ? 0 : *integer;
}

double sk_rows_real(const sk_rows* rows, size_t row, size_t column) {
  const Value* value = rows->At(row, column);
  const auto* real = value == nullptr ? nullptr : std::get_if<double>(value);
  if (real == nullptr) return static_cast<double>(sk_rows_integer(rows, row, column));
  return *real;
}

const char* sk_rows_text(const sk_rows* rows, size_t row, size_t column) {
  const Value* value = rows->At(row, column);
  const auto* text = value == nullptr ? nullptr : std::get_if<std::string>(value);
  return text == nullptr ? "" : text->c_str();
}

size_t sk_rows_text_size(const sk_rows* rows, size_t row, size_t column) {
  const Value* value = rows->At(row, column);
  const auto* text = value == nullptr ? nullptr : std::get_if<std::string>(value);
  return text == nullptr ? 0 : text->size();
}

int sk_execute(sk_reader* reader, const char* sql, const sk_parameters* parameters,
               int64_t* changed) {
  const auto done = reader->Service().Execute(sql, ParametersOf(parameters));
  if (!done) return Fail(done.error());
  if (changed != nullptr) *changed = *done;
  return SK_OK;
}

uint64_t sk_generation(sk_reader* reader) {
  return reader->Service().Generation();
}

int sk_wait_for_change(sk_reader* reader, uint64_t since, int64_t timeout_ms) {
  return reader->Service().WaitForChange(since, std::chrono::milliseconds(timeout_ms)) ? 1 : 0;
}

int sk_wait_until_in_sheet(sk_reader* reader, const char* table, const sk_parameters* key,
                           int64_t timeout_ms, int* state) {
  const Parameters& values = ParametersOf(key);
  if (values.size() != 1) return Fail({ErrorCode::kInvalid, "one parameter, the key, is expected"});
  const auto found = reader->Service().WaitUntilInSheet(table, values.front().second,
                                                        std::chrono::milliseconds(timeout_ms));
  if (!found) return Fail(found.error());
  *state = static_cast<int>(*found);
  return SK_OK;
}

int sk_freshness_ms(sk_reader* reader, int64_t* age_ms) {
  const auto stats = reader->Service().GetFreshness();
  if (!stats) return Fail(stats.error());
  *age_ms = stats->age ? stats->age->count() : -1;
  return SK_OK;
}

int sk_sync_stats(sk_reader* reader, sk_rows** rows) {
  return GiveStats(reader->Service().GetSyncStats(), rows);
}

int sk_sync_now(sk_reader* reader, sk_rows** rows) {
  return GiveStats(reader->Service().SyncNow(), rows);
}
