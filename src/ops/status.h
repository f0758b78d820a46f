// The state of a deployment, as `sheetkeeper status`, the status page and the metrics tell it, and
// the judgement on it.
//
// "In sync" is said only where nothing waits: no change on its way to the sheet, nothing that a
// person has to decide, no write whose outcome is unknown, and a complete cycle that is young
// enough to know.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"

namespace sheetkeeper {

struct TableStatus {
  std::string name;
  int64_t rows = -1;  // -1: not counted
  int64_t queued = 0;
  int64_t conflicts = 0;
  int64_t held = 0;        // rows of the sheet that do not fit
  int64_t rejected = 0;    // rows of the database that the sheet cannot take
  std::string guard = {};  // the guard that holds the whole table, or ""
  std::string reason = {};
};

struct CycleFact {
  int64_t number = 0;  // since the worker's start; 0 where another process asks
  WallTime finished;
  Millis duration{0};
  std::string error = {};  // "" where it was good
};

struct Status {
  std::string version;
  std::string worker_version = {};  // of the worker that wrote the last record, or ""
  int64_t format_version = 0;
  std::string database;
  std::string spreadsheet;
  std::string worker;  // who has the database in its care, or ""
  int interval_s = 300;
  int record_interval_s = 60;
  std::optional<CycleFact> last_cycle;
  std::optional<CycleFact> last_good_cycle;  // complete: both sides were read, merged and written
  std::optional<WallTime> next_cycle;
  int64_t open_intents = 0;
  int64_t requests_last_hour = 0;  // to the server, of recorded cycles
  int read_quota = 60;             // requests a minute
  int write_quota = 60;
  std::vector<TableStatus> tables;
};

// Also the exit status of `sheetkeeper health`.
enum class Health {
  kGood = 0,
  kAttention = 1,  // cycles complete, but something waits for a person
  kBad = 2,        // no complete cycle for too long, or never
};
const char* Name(Health health);  // "good", "attention", "bad"

struct Judgement {
  Health health = Health::kGood;
  bool in_sync = false;
  // Changes wait to reach the sheet while no cycle completes.
  bool stalled = false;
  std::vector<std::string> reasons;  // sentences; empty where it is in sync
};

// How old the last complete cycle may be: twice the interval, or twice the time after which the
// database learns of a cycle, where that is longer; at least a minute.
Millis DefaultMaxAge(const Status& status);
Judgement Judge(const Status& status, WallTime now, Millis max_age);
int64_t Queued(const Status& status);

// For people: a few lines. For programs: one object, whose members docs/FORMATS.md lists.
std::string StatusText(const Status& status, const Judgement& judgement, WallTime now);
std::string StatusJson(const Status& status, const Judgement& judgement, WallTime now);

// "3 min 20 s"; "2 d 4 h".
std::string AgeText(Millis age);

}  // namespace sheetkeeper
