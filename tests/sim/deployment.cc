#include "sim/deployment.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include <fmt/format.h>

#include "base/check.h"
#include "sim/disk.h"
#include "sim/sim_store.h"

namespace sheetkeeper::sim {
namespace {

// Every so many seeds the database is created from nothing; the others begin with empty tables.
constexpr uint64_t kSeedsPerCreation = 8;

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void WriteFile(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

}  // namespace

Deployment::Deployment(std::string path, uint64_t seed, int tables, Rng& rng, Trace trace)
    : path_(std::move(path)),
      rng_(rng),
      trace_(std::move(trace)),
      engine_rng_(seed ^ 0x5eed),
      emulator_(
          {.now_ms = [this] { return clock_.Wall().time_since_epoch().count(); }, .seed = seed}),
      transport_(emulator_, rng_, trace_) {
  const ConflictPolicy policies[] = {ConflictPolicy::kSheetWins, ConflictPolicy::kDatabaseWins,
                                     ConflictPolicy::kManual};
  memo_policy = policies[rng_.Below(3)];
  tables_.push_back({"data", "Data", 7, 0});
  if (tables > 1) tables_.push_back({"extra", "Extra", 8, 1000});
  transport_.wait = [this] { clock_.Advance(std::chrono::minutes(5)); };
  Disk::Get().fault.reset();
  Disk::Get().faults = 0;
  RemoveFiles();
  if (seed % kSeedsPerCreation != 0) WriteFile(path_, EmptyDatabase());
}

// Made once, as creating the tables takes longer than some seeds do.
const std::string& Deployment::EmptyDatabase() {
  static std::map<size_t, std::string> databases;
  std::string& database = databases[tables_.size()];
  if (!database.empty()) return database;
  const std::string copy = path_ + ".empty";
  CHECK(Start().empty());
  program_->Run("VACUUM INTO '" + copy + "'");
  CHECK(program_->ok);
  Stop();
  program_.reset();
  database = ReadFile(copy);
  std::filesystem::remove(copy);
  RemoveFiles();
  return database;
}

Deployment::~Deployment() {
  Stop();
  program_.reset();
  RemoveFiles();
}

void Deployment::RemoveFiles(const std::string& database) {
  for (const char* end : {"", "-wal", "-shm"}) {
    std::filesystem::remove(database + end);
    Disk::Get().Removed(database + end);
  }
}

TableBinding Deployment::Bind(const SimTable& table) const {
  TableBinding binding;
  binding.schema.name = table.name;
  binding.schema.columns.push_back(
      {"id", kKeyHeader, ColumnType::kInteger, true, ConflictPolicy::kSheetWins});
  const ConflictPolicy policies[] = {ConflictPolicy::kSheetWins, ConflictPolicy::kDatabaseWins,
                                     memo_policy};
  for (size_t i = 0; i < std::size(kColumns); ++i) {
    const size_t place = memo_first_ ? (i + 2) % std::size(kColumns) : i;
    binding.schema.columns.push_back(
        {kColumns[place].name, kColumns[place].header, ColumnType::kText, false, policies[place]});
  }
  binding.sheet_title = table.title;
  binding.limits.max_delete_percent = 100;
  binding.give_keys = give_keys;
  return binding;
}

std::string Deployment::Start() {
  if (engine_ != nullptr) return "";
  options_ = {kSpreadsheet, {}};
  options_.lease = lease;
  options_.rows_of_a_pass = rows_of_a_pass;
  options_.window_bytes = window_bytes;
  std::vector<TableSchema> schemas;
  for (const SimTable& table : tables_) {
    options_.tables.push_back(Bind(table));
    schemas.push_back(options_.tables.back().schema);
  }
  auto store = Store::Open({.path = path_}, schemas, clock_);
  if (!store) return "opening the store: " + store.error().message;
  store_ =
      WithFaults(std::move(*store), [this](const char* where) { return SufferStoreFault(where); });
  client_ = std::make_unique<SheetsClient>("http://sim", transport_, tokens_);
  engine_ = std::make_unique<Engine>(options_, *store_, *client_, clock_, engine_rng_);
  if (program_ == nullptr) program_ = std::make_unique<Sql>(path_);
  return "";
}

void Deployment::Stop() {
  engine_.reset();
  client_.reset();
  store_.reset();
}

void Deployment::LosePower() {
  trace_("the power is lost");
  const auto files = Disk::Get().FilesAfterPowerLoss(path_);
  Stop();
  program_.reset();
  RemoveFiles();
  for (const auto& [file, content] : files) WriteFile(file, content);
  program_ = std::make_unique<Sql>(path_);
}

void Deployment::Redeclare() {
  Stop();
  memo_first_ = !memo_first_;
  trace_("operator declares the columns in another order");
}

void Deployment::RedeclareInVain() {
  Redeclare();
  const std::string refused = Start();
  trace_(refused);
  CHECK(!refused.empty());
  Redeclare();
}

Result<ConflictDecision> Deployment::Decide(int64_t id, const ConflictChoice& choice) {
  std::vector<TableSchema> schemas;
  for (const SimTable& table : tables_) schemas.push_back(Bind(table).schema);
  TRY_ASSIGN(ConflictDecider decider, "opening", ConflictDecider::Open(path_, schemas, clock_));
  return decider.Decide(id, choice, true);
}

void Deployment::PutBack(const std::string& copy) {
  Stop();
  program_.reset();
  RemoveFiles();
  std::filesystem::copy_file(copy, path_);
  // With a write open in the copy the store wants the columns as they were declared at that time.
  if (Start().find("declared otherwise") != std::string::npos) {
    Redeclare();
    CHECK(Start().empty());
  }
}

bool Deployment::RunAnotherWorker(const std::function<void(Sql&)>& edit, Millis lease_of_other) {
  const std::string other = path_ + ".other";
  RemoveFiles(other);
  bool good = Start().empty();
  if (good) {
    std::vector<TableSchema> schemas;
    for (const TableBinding& binding : options_.tables) schemas.push_back(binding.schema);
    const auto store = Store::Open({.path = other}, schemas, clock_);
    CHECK(store.has_value());
    Rng rng(rng_.Next());
    EngineOptions options = options_;
    options.lease = lease_of_other;
    Engine engine(options, **store, *client_, clock_, rng);
    good = engine.RunCycle(std::stop_token()).has_value();
    if (good) {
      Sql program(other);
      edit(program);
      good = engine.RunCycle(std::stop_token()).has_value();
    }
  }
  RemoveFiles(other);
  return good;
}

void Deployment::WriteAsAnotherWorker(Millis lease_of_other) {
  const auto edit = [this](Sql& program) {
    program.Run(fmt::format("UPDATE {} SET city = 'other' WHERE id = {}", tables_[0].name,
                            tables_[0].anchors()[0]));
  };
  CHECK(RunAnotherWorker(edit, lease_of_other));
}

// True where the process dies, false where the store is busy, nothing where neither happens.
std::optional<bool> Deployment::NextStoreFault() {
  const int64_t call = store_calls++;
  if (planned_store_fault) {
    const auto& planned = *planned_store_fault;
    const bool now = planned.persistent ? call >= planned.call : call == planned.call;
    return now ? std::optional(planned.dies) : std::nullopt;
  }
  if (!rng_.Percent(store_fault_percent)) return std::nullopt;
  return !rng_.Percent(40);
}

Result<> Deployment::SufferStoreFault(const char* where) {
  const auto dies = NextStoreFault();
  if (!dies) return {};
  ++store_faults;
  // What is committed cannot be refused any more.
  if (!*dies && std::string_view(where) == "after commit") return {};
  trace_(fmt::format("{} {}", *dies ? "the process dies" : "store busy", where));
  if (*dies) throw Crash{};
  return Fail(ErrorKind::kBusy, "the database is locked");
}

bool Deployment::RunCycle(CycleReport* report) {
  trace_("cycle");
  Disk::Get().paused = false;
  try {
    const std::string trouble = Start();
    auto cycle =
        trouble.empty() ? engine_->RunCycle(std::stop_token()) : Fail(ErrorKind::kStorage, trouble);
    Disk::Get().paused = true;
    trace_(cycle ? "cycle done" : "cycle failed: " + cycle.error().message);
    if (cycle && report != nullptr) *report = *cycle;
    return cycle.has_value();
  } catch (const Crash&) {
    Disk::Get().paused = true;
    if (rng_.Percent(50)) {
      LosePower();
    } else {
      Stop();
    }
    return false;
  }
}

}  // namespace sheetkeeper::sim
