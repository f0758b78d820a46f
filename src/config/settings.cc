#include "config/settings.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "base/number_text.h"
#include "config/nearest_word.h"

namespace sheetkeeper {
namespace {

constexpr int kMaxIntervalS = 86400;
constexpr int kMaxCount = 1'000'000;

Result<> SetText(std::string& target, const std::string& text) {
  if (text.empty()) return Fail(ErrorKind::kInvalid, "is empty");
  target = text;
  return {};
}

Result<> SetWhole(int& target, const std::string& text, int min, int max) {
  const std::optional<int64_t> number = ParseInteger(text);
  if (!number) return Fail(ErrorKind::kInvalid, fmt::format("'{}' is not a whole number", text));
  if (*number < min || *number > max) {
    return Fail(ErrorKind::kInvalid,
                fmt::format("is {}; it must be between {} and {}", *number, min, max));
  }
  target = static_cast<int>(*number);
  return {};
}

Result<> SetTruth(bool& target, const std::string& text) {
  if (text != "true" && text != "false") {
    return Fail(ErrorKind::kInvalid, fmt::format("is '{}'; it is true or false", text));
  }
  target = text != "false";
  return {};
}

Result<> SetUrl(std::string& target, const std::string& text) {
  if (!text.starts_with("https://") && !text.starts_with("http://")) {
    return Fail(ErrorKind::kInvalid,
                fmt::format("'{}' is not an address that begins with https://", text));
  }
  target = text;
  while (target.ends_with('/')) target.pop_back();
  return {};
}

Result<> SetLevel(LogLevel& target, const std::string& text) {
  const std::optional<LogLevel> level = ParseLogLevel(text);
  if (!level) {
    return Fail(ErrorKind::kInvalid,
                fmt::format("unknown level '{}'{}", text,
                            Suggestion(text, {"debug", "info", "warning", "error"})));
  }
  target = *level;
  return {};
}

Result<> SetSpreadsheet(std::string& target, const std::string& text) {
  Result<std::string> id = SpreadsheetId(text);
  if (!id) return Fail(std::move(id).error());
  target = *id;
  return {};
}

Result<> SetFormat(LogFormat& target, const std::string& text) {
  const std::optional<LogFormat> format = ParseLogFormat(text);
  if (!format) return Fail(ErrorKind::kInvalid, fmt::format("is '{}'; it is text or json", text));
  target = *format;
  return {};
}

bool IsIdCharacter(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_';
}

}  // namespace

const std::vector<Setting>& AllSettings() {
  using S = Settings;
  using Kind = SettingKind;
  using Text = const std::string;
  static const std::vector<Setting> settings = {
      {"worker", "interval", "SECONDS", "pause between two cycles", Kind::kWhole,
       [](S& s, Text& t) { return SetWhole(s.interval_s, t, 1, kMaxIntervalS); }},
      {"worker", "min_interval", "SECONDS",
       "the pause while the sheet is edited; 0: always interval", Kind::kWhole,
       [](S& s, Text& t) { return SetWhole(s.min_interval_s, t, 0, kMaxIntervalS); }},
      {"worker", "push_on_write", "", "send a write to a kept table at once", Kind::kTruth,
       [](S& s, Text& t) { return SetTruth(s.push_on_write, t); }},
      {"worker", "db_path", "FILE", "the SQLite database", Kind::kText,
       [](S& s, Text& t) { return SetText(s.db_path, t); }},
      {"worker", "log_file", "FILE", "also append the log to this file", Kind::kText,
       [](S& s, Text& t) { return SetText(s.log_file, t); }},
      {"worker", "log_level", "LEVEL", "debug (each request), info, warning or error", Kind::kText,
       [](S& s, Text& t) { return SetLevel(s.log_level, t); }},
      {"worker", "log_format", "FORMAT", "text, or json: one object a line", Kind::kText,
       [](S& s, Text& t) { return SetFormat(s.log_format, t); }},
      {"worker", "max_errors", "COUNT", "consecutive failed cycles after which to exit",
       Kind::kWhole, [](S& s, Text& t) { return SetWhole(s.max_errors, t, 1, kMaxCount); }},
      {"worker", "record_interval", "SECONDS", "how often the database learns of cycles",
       Kind::kWhole,
       [](S& s, Text& t) { return SetWhole(s.record_interval_s, t, 0, kMaxIntervalS); }},
      {"worker", "history_days", "DAYS", "how long the history is kept; 0 keeps all of it",
       Kind::kWhole, [](S& s, Text& t) { return SetWhole(s.history_days, t, 0, kMaxCount); }},
      {"worker", "lease", "SECONDS",
       "how long a write claims the spreadsheet against other workers; 0: not", Kind::kWhole,
       [](S& s, Text& t) { return SetWhole(s.lease_s, t, 0, kMaxIntervalS); }},
      {"worker", "status_port", "PORT", "serve /healthz, /status and /metrics on 127.0.0.1",
       Kind::kWhole, [](S& s, Text& t) { return SetWhole(s.status_port, t, 0, 65535); }},
      {"worker", "metrics_file", "FILE", "write metrics here (Prometheus textfile, NAME.prom)",
       Kind::kText, [](S& s, Text& t) { return SetText(s.metrics_file, t); }},
      {"worker", "heartbeat_url", "URL", "call this address after a good cycle", Kind::kText,
       [](S& s, Text& t) { return SetUrl(s.heartbeat_url, t); }},
      {"google", "spreadsheet", "URL", "the spreadsheet's address or id", Kind::kText,
       [](S& s, Text& t) { return SetSpreadsheet(s.spreadsheet, t); }},
      {"google", "key_file", "FILE", "the service account's key (JSON)", Kind::kText,
       [](S& s, Text& t) { return SetText(s.key_file, t); }},
      {"google", "api_base", "URL", "another server than Google's", Kind::kText,
       [](S& s, Text& t) { return SetUrl(s.api_base, t); }},
      {"google", "token_url", "URL", "where to sign in, instead of the key file's address",
       Kind::kText, [](S& s, Text& t) { return SetUrl(s.token_url, t); }},
      {"google", "read_quota", "COUNT", "reads a minute that the server allows", Kind::kWhole,
       [](S& s, Text& t) { return SetWhole(s.read_quota, t, 1, kMaxCount); }},
      {"google", "write_quota", "COUNT", "writes a minute that the server allows", Kind::kWhole,
       [](S& s, Text& t) { return SetWhole(s.write_quota, t, 1, kMaxCount); }},
  };
  return settings;
}

std::string FlagOf(const Setting& setting) {
  std::string flag = "--" + std::string(setting.key);
  std::replace(flag.begin(), flag.end(), '_', '-');
  return flag;
}

std::string VariableOf(const Setting& setting) {
  std::string variable = "SHEETKEEPER_" + std::string(setting.key);
  for (char& c : variable) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return variable;
}

Result<std::string> SpreadsheetId(const std::string& text) {
  // A published copy has an id of its own, by which the API does not know the spreadsheet.
  if (text.find("/d/e/") != std::string::npos) {
    return Fail(ErrorKind::kInvalid,
                "is the address of a published copy; open the spreadsheet itself and copy the "
                "address from there (.../spreadsheets/d/ID/edit)");
  }
  const size_t mark = text.find("/d/");
  const size_t begin = mark == std::string::npos ? 0 : mark + 3;
  const auto first = text.begin() + static_cast<std::ptrdiff_t>(begin);
  const auto last = std::find_if_not(first, text.end(), IsIdCharacter);
  const bool whole = mark != std::string::npos || last == text.end();
  if (first == last || !whole) {
    return Fail(ErrorKind::kInvalid,
                fmt::format("'{}' is neither a spreadsheet's id nor its address "
                            "(https://docs.google.com/spreadsheets/d/ID/edit)",
                            text));
  }
  return std::string(first, last);
}

}  // namespace sheetkeeper
