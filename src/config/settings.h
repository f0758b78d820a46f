// Every setting that is one value, and the one table that says where it comes from: a key of the
// configuration file, an environment variable, a flag. Help texts and the layering are made from
// the table.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/log.h"
#include "base/log_sink.h"
#include "base/result.h"

namespace sheetkeeper {

struct Settings {
  std::string spreadsheet;  // the id
  std::string key_file;     // "": where google/credentials.h looks for it
  std::string api_base = "https://sheets.googleapis.com";
  std::string token_url;  // "": the one that the key file names
  int read_quota = 60;    // requests a minute that the server allows us
  int write_quota = 60;

  std::string db_path = "data/sheetkeeper.db";
  int interval_s = 300;
  int min_interval_s = 0;      // the pause while the sheet is edited; 0: always interval_s
  bool push_on_write = false;  // a write to a kept table is sent at once
  std::string log_file;        // "": standard output only
  LogLevel log_level = LogLevel::kInfo;
  LogFormat log_format = LogFormat::kText;
  int max_errors = 5;          // consecutive failed cycles after which the worker gives up
  int record_interval_s = 60;  // the database learns of cycles this often
  int history_days = 0;        // how long the history is kept; 0: for good
  int lease_s = 0;             // how long a write claims the spreadsheet; 0: not at all
  int status_port = 0;         // of the status page on 127.0.0.1; 0: none
  std::string metrics_file;    // for the textfile collector of Prometheus; "": none
  std::string heartbeat_url;   // called after a good cycle; "": none
};

// How the file writes a setting: "text", 300, or true.
enum class SettingKind { kText, kWhole, kTruth };

struct Setting {
  std::string_view section;  // of the file: "google" or "worker"
  std::string_view key;      // "db_path"
  std::string_view unit;     // for the help: "SECONDS"; "": its flag alone says true
  std::string_view summary;  // for the help
  SettingKind kind;
  // A truth is "true" or "false".
  // Error: the text is not a value of this setting; `settings` is as before.
  Result<> (*set)(Settings& settings, const std::string& text);
};

const std::vector<Setting>& AllSettings();

std::string FlagOf(const Setting& setting);      // "--db-path"
std::string VariableOf(const Setting& setting);  // "SHEETKEEPER_DB_PATH"

// The id in `text`, which is one, or the address of a spreadsheet as a browser shows it.
Result<std::string> SpreadsheetId(const std::string& text);

}  // namespace sheetkeeper
