#include "sim/world.h"

#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include <fmt/format.h>

#include "emulator/emulator.h"
#include "google/sheets_client.h"
#include "http/retry.h"
#include "sim/ledger.h"
#include "sim/sim_store.h"
#include "store/store.h"
#include "support/fake_clock.h"
#include "sync/engine.h"

namespace sheetkeeper::sim {
namespace {

constexpr char kSpreadsheet[] = "1simulatedSpreadsheet00000000000000000000000";
constexpr char kTab[] = "Data";
constexpr int64_t kAnchors[] = {100, 101};  // rows that nobody deletes
const std::vector<std::string> kColumns{"city", "note", "memo"};
const std::vector<std::string> kHeaders{"City", "Note", "Memo"};
constexpr char kUnmapped[] = "Remark";

class ConstantToken : public TokenSource {
 public:
  Result<std::string> Token(std::stop_token) override { return std::string("sim"); }
  void Invalidate() override {}
  std::string account() const override { return "sim@example.iam.gserviceaccount.com"; }
};

// A program that writes the database with plain SQL.
class Sql {
 public:
  explicit Sql(const std::string& path) {
    if (sqlite3_open(path.c_str(), &db_) != SQLITE_OK) std::abort();
    sqlite3_busy_timeout(db_, 1000);
  }
  ~Sql() { sqlite3_close(db_); }
  Sql(const Sql&) = delete;
  Sql& operator=(const Sql&) = delete;

  // Rows of text; NULL is "". False in `ok` where the statement fails.
  std::vector<std::vector<std::string>> Run(const std::string& sql,
                                            const std::vector<std::string>& values = {}) {
    std::vector<std::vector<std::string>> rows;
    sqlite3_stmt* statement = nullptr;
    ok = sqlite3_prepare_v2(db_, sql.c_str(), -1, &statement, nullptr) == SQLITE_OK;
    for (size_t i = 0; ok && i < values.size(); ++i) {
      sqlite3_bind_text(statement, static_cast<int>(i) + 1, values[i].c_str(), -1,
                        SQLITE_TRANSIENT);
    }
    int step = SQLITE_DONE;
    while (ok && (step = sqlite3_step(statement)) == SQLITE_ROW) rows.push_back(RowOf(statement));
    ok = ok && step == SQLITE_DONE;
    sqlite3_finalize(statement);
    return rows;
  }
  bool ok = true;

 private:
  static std::vector<std::string> RowOf(sqlite3_stmt* statement) {
    std::vector<std::string> row;
    for (int i = 0; i < sqlite3_column_count(statement); ++i) {
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, i));
      row.emplace_back(text == nullptr ? "" : text);
    }
    return row;
  }
  sqlite3* db_ = nullptr;
};

std::string TextOf(const emulator::PlainValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* number = std::get_if<double>(&value)) {
    return std::to_string(static_cast<int64_t>(*number));
  }
  if (const auto* truth = std::get_if<bool>(&value)) return *truth ? "TRUE" : "FALSE";
  return "";
}

// The sheet as a person sees it: where the columns and the rows with a key are.
struct Seen {
  std::map<std::string, int> columns;  // by header
  struct SeenRow {
    int row;
    std::map<std::string, std::string> cells;  // by header
  };
  std::multimap<int64_t, SeenRow> rows;
  int end = 0;
};

class World {
 public:
  World(uint64_t seed, const WorldOptions& options)
      : options_(options),
        rng_(seed),
        engine_rng_(seed ^ 0x5eed),
        emulator_(
            {.now_ms = [this] { return clock_.Wall().time_since_epoch().count(); }, .seed = seed}),
        path_(fmt::format("{}/sim-{}.db", options.folder, seed)),
        transport_(emulator_, rng_, [this](const std::string& line) { Trace("  " + line); }) {
    RemoveFiles();
    Describe();
    LoadSheet();
    transport_.planned = options.planned;
    transport_.between = [this] { ActBetweenCalls(); };
  }
  ~World() {
    Stop();
    program_.reset();
    RemoveFiles();
  }

  WorldResult Run() {
    Start();
    if (program_ == nullptr) return Broken("the store did not open without a fault");
    const int steps = static_cast<int>(rng_.Between(4, 14));
    fault_percent_ = static_cast<int>(rng_.Below(3)) * 12;
    for (int i = 0; i < steps; ++i) Step();
    Settle();
    Judge();
    result_.calls = transport_.calls();
    result_.faults += transport_.faults();
    return std::move(result_);
  }

 private:
  void Trace(const std::string& line) {
    if (options_.trace) result_.trace.push_back(line);
  }
  WorldResult Broken(const std::string& what) {
    result_.wrongs.push_back(what);
    return std::move(result_);
  }
  void Wrong(const std::string& what) { result_.wrongs.push_back(what); }

  void RemoveFiles() const {
    for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(path_ + end);
  }

  // ---- the deployment ----

  void Describe() {
    const ConflictPolicy policies[] = {ConflictPolicy::kSheetWins, ConflictPolicy::kDatabaseWins,
                                       ConflictPolicy::kManual};
    TableBinding table;
    table.schema.name = "data";
    table.schema.columns.push_back({"id", "Id", ColumnType::kInteger, true, policies[0]});
    for (size_t i = 0; i < kColumns.size(); ++i) {
      const auto policy = i == 2 ? policies[rng_.Below(3)] : policies[i];
      table.schema.columns.push_back({kColumns[i], kHeaders[i], ColumnType::kText, false, policy});
    }
    table.sheet_title = kTab;
    table.limits.max_delete_percent = 100;
    engine_options_ = {kSpreadsheet, {table}};
  }

  void LoadSheet() {
    std::string cells = R"(["Id","City","Note","Remark","Memo"])";
    for (const int64_t key : kAnchors) cells += "," + SheetRow(key);
    const auto rows = rng_.Below(5);
    for (uint64_t i = 1; i <= rows; ++i) cells += "," + SheetRow(static_cast<int64_t>(i));
    const std::string document = fmt::format(
        R"({{"spreadsheets":[{{"id":"{}","title":"Sim","sheets":[{{"title":"{}","sheetId":7,"rows":{},"columns":7,"cells":[{}]}}]}}]}})",
        kSpreadsheet, kTab, rng_.Percent(20) ? 3 + rows : 40, cells);
    if (const auto error = emulator_.Load(document)) Wrong("loading: " + *error);
  }

  std::string SheetRow(int64_t key) {
    std::map<std::string, std::string> values;
    for (const std::string& column : kColumns) {
      values[column] = ledger_.NewValue('p', {key, column});
      ledger_.Wrote(Side::kSheet, {key, column}, values[column], std::nullopt);
    }
    return fmt::format(R"([{},"{}","{}","remark {}","{}"])", key, values["city"], values["note"],
                       key, values["memo"]);
  }

  void Start() {
    const StoreFault fault = [this](const char* where) { return SufferStoreFault(where); };
    auto store = Store::Open({.path = path_}, {engine_options_.tables[0].schema}, clock_);
    if (!store) return Wrong("opening the store: " + store.error().message);
    store_ = WithFaults(std::move(*store), fault);
    client_ = std::make_unique<SheetsClient>("http://sim", transport_, tokens_);
    engine_ = std::make_unique<Engine>(engine_options_, *store_, *client_, clock_, engine_rng_);
    if (program_ == nullptr) {
      program_ = std::make_unique<Sql>(path_);
      FillDatabase();
    }
  }

  void Stop() {
    engine_.reset();
    client_.reset();
    store_.reset();
  }

  void FillDatabase() {
    for (int64_t key = 3; key <= 5; ++key) {
      if (rng_.Percent(25)) InsertLocally(key);
    }
  }

  Result<> SufferStoreFault(const char* where) {
    if (options_.planned || fault_percent_ == 0 || !rng_.Percent(fault_percent_ / 4)) return {};
    ++result_.faults;
    if (rng_.Percent(40) && std::string_view(where) != "after commit") {
      Trace(fmt::format("  store busy {}", where));
      return Fail(ErrorKind::kBusy, "the database is locked");
    }
    Trace(fmt::format("  the process dies {}", where));
    throw Crash{};
  }

  // True where the cycle came to its end.
  bool RunCycle(CycleReport* report = nullptr) {
    if (engine_ == nullptr) Start();
    if (engine_ == nullptr) return false;
    ++result_.cycles;
    Trace("cycle");
    try {
      auto cycle = engine_->RunCycle(std::stop_token());
      Trace(cycle ? "cycle done" : "cycle failed: " + cycle.error().message);
      if (cycle && report != nullptr) *report = *cycle;
      return cycle.has_value();
    } catch (const Crash&) {
      Stop();
      return false;
    }
  }

  // ---- what happens ----

  void Step() {
    switch (rng_.Below(6)) {
      case 0:
      case 1:
        ActPerson();
        break;
      case 2:
      case 3:
        ActProgram();
        break;
      default:
        transport_.fault_percent = fault_percent_;
        RunCycle();
        transport_.fault_percent = 0;
        clock_.Advance(Millis(rng_.Between(100, 400'000)));
    }
  }

  void ActBetweenCalls() {
    if (!busy_ || !options_.people_between_calls) return;
    if (rng_.Percent(12)) ActPerson();
    if (rng_.Percent(8)) ActProgram();
  }

  Seen Look() {
    Seen seen;
    const auto cells = emulator_.At(kSpreadsheet).Cells(kTab);
    if (cells.empty()) return seen;
    for (size_t i = 0; i < cells[0].size(); ++i) {
      seen.columns[TextOf(cells[0][i])] = static_cast<int>(i);
    }
    for (size_t row = 1; row < cells.size(); ++row) {
      std::map<std::string, std::string> by_header;
      for (const auto& [header, column] : seen.columns) {
        const auto at = static_cast<size_t>(column);
        by_header[header] = at < cells[row].size() ? TextOf(cells[row][at]) : "";
      }
      if (by_header["Id"].empty()) continue;
      seen.rows.emplace(std::atoll(by_header["Id"].c_str()),
                        Seen::SeenRow{static_cast<int>(row), by_header});
    }
    seen.end = static_cast<int>(cells.size());
    return seen;
  }

  void ActPerson() {
    const Seen seen = Look();
    if (seen.rows.empty()) return;
    ++result_.edits;
    auto it = seen.rows.begin();
    std::advance(it, static_cast<int64_t>(rng_.Below(seen.rows.size())));
    switch (rng_.Below(10)) {
      case 0:
        return PersonInserts(seen);
      case 1:
        return PersonDeletes(it->first, it->second);
      case 2:
        return PersonSorts(seen);
      case 3:
        return PersonMoves(seen, it->second.row);
      case 4:
        return PersonInsertsBlank(seen);
      default:
        return PersonTypes(seen, it->first, it->second);
    }
  }

  void PersonTypes(const Seen& seen, int64_t key, const Seen::SeenRow& row) {
    const size_t column = rng_.Below(kColumns.size());
    const Place place{key, kColumns[column]};
    const std::string value = ledger_.NewValue('p', place);
    ledger_.Wrote(Side::kSheet, place, value, row.cells.at(kHeaders[column]));
    Trace(fmt::format("  person types {} in row {}", value, row.row));
    emulator_.At(kSpreadsheet).Put(kTab, row.row, seen.columns.at(kHeaders[column]), value);
  }

  void PersonInserts(const Seen& seen) {
    const int64_t key = rng_.Between(1, 9);
    if (seen.rows.contains(key)) return;
    // A row of that key may be on its way: then two people made it, and the sheet has it twice.
    if (!program_->Run(fmt::format("SELECT 1 FROM data WHERE id = {}", key)).empty()) {
      twice_made_.insert(key);
    }
    const int at = static_cast<int>(rng_.Between(1, seen.end));
    auto sheet = emulator_.At(kSpreadsheet);
    if (!sheet.InsertRows(kTab, at, 1)) return;
    Trace(fmt::format("  person inserts row {} at {}", key, at));
    sheet.Put(kTab, at, seen.columns.at("Id"), static_cast<double>(key));
    sheet.Put(kTab, at, seen.columns.at(kUnmapped), fmt::format("remark {}", key));
    for (size_t i = 0; i < kColumns.size(); ++i) {
      if (rng_.Percent(30)) continue;
      const Place place{key, kColumns[i]};
      const std::string value = ledger_.NewValue('p', place);
      ledger_.Wrote(Side::kSheet, place, value, std::nullopt);
      sheet.Put(kTab, at, seen.columns.at(kHeaders[i]), value);
    }
  }

  void PersonDeletes(int64_t key, const Seen::SeenRow& row) {
    if (std::find(std::begin(kAnchors), std::end(kAnchors), key) != std::end(kAnchors)) return;
    Trace(fmt::format("  person deletes row {} with key {}", row.row, key));
    for (size_t i = 0; i < kColumns.size(); ++i) {
      ledger_.Deleted(Side::kSheet, {key, kColumns[i]}, row.cells.at(kHeaders[i]));
    }
    emulator_.At(kSpreadsheet).DeleteRows(kTab, row.row, 1);
  }

  void PersonSorts(const Seen& seen) {
    const bool ascending = rng_.Percent(50);
    const int column = static_cast<int>(rng_.Below(seen.columns.size()));
    Trace(fmt::format("  person sorts by column {}", column));
    emulator_.At(kSpreadsheet).SortRows(kTab, 1, column, ascending);
  }

  void PersonMoves(const Seen& seen, int row) {
    const int target = static_cast<int>(rng_.Between(1, seen.end));
    Trace(fmt::format("  person moves row {} to {}", row, target));
    emulator_.At(kSpreadsheet).MoveRows(kTab, row, 1, target);
  }

  void PersonInsertsBlank(const Seen& seen) {
    const int at = static_cast<int>(rng_.Between(1, seen.end));
    Trace(fmt::format("  person inserts a blank row at {}", at));
    emulator_.At(kSpreadsheet).InsertRows(kTab, at, 1);
  }

  void ActProgram() {
    ++result_.edits;
    const auto rows = program_->Run("SELECT id, city, note, memo FROM data ORDER BY id");
    switch (rng_.Below(8)) {
      case 0:
        return InsertLocally(rng_.Between(1, 9));
      case 1:
        if (!rows.empty()) DeleteLocally(rows[rng_.Below(rows.size())]);
        return;
      case 2:
        if (!rows.empty()) ReplaceLocally(rows[rng_.Below(rows.size())]);
        return;
      default:
        if (!rows.empty()) UpdateLocally(rows[rng_.Below(rows.size())]);
    }
  }

  void InsertLocally(int64_t key) {
    std::vector<std::string> values{std::to_string(key)};
    for (const std::string& column : kColumns)
      values.push_back(ledger_.NewValue('d', {key, column}));
    program_->Run("INSERT INTO data(id, city, note, memo) VALUES(CAST(?1 AS INTEGER), ?2, ?3, ?4)",
                  values);
    if (!program_->ok) return;
    Trace(fmt::format("  program inserts {}", key));
    for (size_t i = 0; i < kColumns.size(); ++i) {
      ledger_.Wrote(Side::kDatabase, {key, kColumns[i]}, values[i + 1], std::nullopt);
    }
  }

  void UpdateLocally(const std::vector<std::string>& row) {
    const size_t column = rng_.Below(kColumns.size());
    const Place place{std::atoll(row[0].c_str()), kColumns[column]};
    const std::string value = ledger_.NewValue('d', place);
    program_->Run(
        fmt::format("UPDATE data SET {} = ?1 WHERE id = {}", kColumns[column], place.first),
        {value});
    if (!program_->ok) return;
    Trace("  program writes " + value);
    ledger_.Wrote(Side::kDatabase, place, value, row[column + 1]);
  }

  void ReplaceLocally(const std::vector<std::string>& row) {
    const int64_t key = std::atoll(row[0].c_str());
    std::vector<std::string> values{row[0]};
    for (const std::string& column : kColumns)
      values.push_back(ledger_.NewValue('d', {key, column}));
    program_->Run(
        "INSERT OR REPLACE INTO data(id, city, note, memo) VALUES(CAST(?1 AS INTEGER), ?2, ?3, ?4)",
        values);
    if (!program_->ok) return;
    Trace(fmt::format("  program replaces {}", key));
    for (size_t i = 0; i < kColumns.size(); ++i) {
      ledger_.Wrote(Side::kDatabase, {key, kColumns[i]}, values[i + 1], row[i + 1]);
    }
  }

  void DeleteLocally(const std::vector<std::string>& row) {
    const int64_t key = std::atoll(row[0].c_str());
    if (std::find(std::begin(kAnchors), std::end(kAnchors), key) != std::end(kAnchors)) return;
    program_->Run(fmt::format("DELETE FROM data WHERE id = {}", key));
    if (!program_->ok) return;
    Trace(fmt::format("  program deletes {}", key));
    for (size_t i = 0; i < kColumns.size(); ++i) {
      ledger_.Deleted(Side::kDatabase, {key, kColumns[i]}, row[i + 1]);
    }
  }

  // ---- the end ----

  // Faults and edits stop; both sides are to be equal within three cycles, and the next one is to
  // write nothing. A batch that puts something right asks for a cycle of its own.
  void Settle() {
    busy_ = false;
    fault_percent_ = 0;
    transport_.planned.reset();
    transport_.DeliverLate();
    clock_.Advance(std::chrono::hours(2));
    constexpr int kMaxCycles = 3;
    for (int i = 0; i < kMaxCycles; ++i) {
      // A guard that stops the few rows of a simulation finds an operator who has looked.
      program_->Run("UPDATE _holds SET approved = 1 WHERE guard LIKE 'mass-%'");
      CycleReport report;
      const int64_t writes = transport_.writes();
      if (!RunCycle(&report)) Wrong("a cycle without faults failed");
      ++result_.cycles_to_converge;
      const bool held = !report.tables.empty() && !report.tables[0].hold.empty();
      if (transport_.writes() == writes && !report.look_again && !held) break;
    }
    CheckQuiet();
  }

  void CheckQuiet() {
    const uint64_t changes = emulator_.At(kSpreadsheet).Changes();
    const int64_t calls = transport_.calls();
    const auto version = program_->Run("PRAGMA data_version");
    RunCycle();
    if (emulator_.At(kSpreadsheet).Changes() != changes) Wrong("a quiet cycle wrote the sheet");
    if (program_->Run("PRAGMA data_version") != version) Wrong("a quiet cycle wrote the database");
    if (transport_.calls() != calls + 1) {
      Wrong(fmt::format("a quiet cycle made {} requests", transport_.calls() - calls));
    }
  }

  static void Append(std::vector<std::string>& texts,
                     const std::vector<std::vector<std::string>>& rows) {
    for (const auto& row : rows) texts.insert(texts.end(), row.begin(), row.end());
  }

  bool IsReportedDoubled(int64_t key) {
    const auto rows = program_->Run(
        fmt::format("SELECT 1 FROM _held_rows WHERE row_key = {} AND reason LIKE '%as well'", key));
    return rows.size() == 2;
  }

  void Judge() {
    Ledger::Found found;
    const Seen seen = Look();
    for (const auto& [key, row] : seen.rows) {
      if (found.sheet.contains(key)) {
        if (twice_made_.contains(key) && IsReportedDoubled(key)) {
          found.doubled.insert(key);
        } else {
          Wrong(fmt::format("doubled: key {} in the sheet", key));
        }
      }
      for (size_t i = 0; i < kColumns.size(); ++i) {
        found.sheet[key][kColumns[i]] = row.cells.at(kHeaders[i]);
      }
      const std::string& remark = row.cells.at(kUnmapped);
      if (!remark.empty() && remark != fmt::format("remark {}", key)) {
        Wrong(fmt::format("mixed: row {} of the sheet has '{}'", key, remark));
      }
    }
    for (const auto& row : program_->Run("SELECT id, city, note, memo FROM data")) {
      for (size_t i = 0; i < kColumns.size(); ++i) {
        found.database[std::atoll(row[0].c_str())][kColumns[i]] = row[i + 1];
      }
    }
    Append(found.kept, program_->Run("SELECT * FROM _conflicts"));
    Append(found.history, program_->Run("SELECT * FROM _history"));
    for (const auto& row :
         program_->Run("SELECT row_key, column_name FROM _conflicts WHERE state = 'open'")) {
      found.open.insert({std::atoll(row[0].c_str()), row[1]});
    }
    result_.conflicts = static_cast<int64_t>(program_->Run("SELECT 1 FROM _conflicts").size());
    for (std::string& wrong : ledger_.Judge(found)) Wrong(wrong);
    if (program_->Run("PRAGMA integrity_check")[0][0] != "ok") Wrong("the database is damaged");
  }

  const WorldOptions& options_;
  Rng rng_;
  Rng engine_rng_;
  FakeClock clock_;
  emulator::Emulator emulator_;
  std::string path_;
  Ledger ledger_;
  SimTransport transport_;
  ConstantToken tokens_;
  EngineOptions engine_options_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<SheetsClient> client_;
  std::unique_ptr<Engine> engine_;
  std::unique_ptr<Sql> program_;
  WorldResult result_;
  std::set<int64_t> twice_made_;
  int fault_percent_ = 0;
  bool busy_ = true;
};

}  // namespace

WorldResult RunWorld(uint64_t seed, const WorldOptions& options) {
  return World(seed, options).Run();
}

}  // namespace sheetkeeper::sim
