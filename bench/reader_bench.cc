// What a read by HybridService costs, beside SQLite's own calls on the same database in one run,
// and beside a connection that is opened and closed for each question, here and in a Python
// process. The ratios at the end are of CPU time, as machines are shared; with
// --benchmark_repetitions of medians.
//
//     reader_bench [google benchmark's flags]
#include <sqlite3.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <stdlib.h>

#include "reader/reader.h"

namespace sheetkeeper::reader {
namespace {

constexpr std::int64_t kRows = 1000;
constexpr const char* kRowSql = "SELECT * FROM employee_settings WHERE employee_id = ?1";

// A database in WAL mode as a worker leaves it.
class Data {
 public:
  Data() {
    std::string pattern = (std::filesystem::temp_directory_path() / "sk_bench_XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    sqlite3* db = Open(SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    const std::string sql =
        "PRAGMA journal_mode = WAL;"
        "CREATE TABLE employee_settings (employee_id INTEGER PRIMARY KEY, hourly_wage REAL,"
        " sales_commission REAL) STRICT;"
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " +
        std::to_string(kRows) + ") INSERT INTO employee_settings SELECT i, 15 + i / 10.0, 8 FROM n";
    sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr);
    writer_ = db;
  }
  ~Data() {
    sqlite3_close(writer_);
    std::filesystem::remove_all(folder_);
  }

  std::string path() const { return folder_ + "/data.db"; }
  sqlite3* Open(int flags) const {
    sqlite3* db = nullptr;
    sqlite3_open_v2(path().c_str(), &db, flags | SQLITE_OPEN_NOMUTEX, nullptr);
    return db;
  }

 private:
  std::string folder_;
  sqlite3* writer_ = nullptr;  // stays open, as the worker's
};

const Data& TheData() {
  static const Data data;
  return data;
}

double ReadRow(sqlite3_stmt* statement, std::int64_t key) {
  sqlite3_bind_int64(statement, 1, key);
  double wage = 0;
  if (sqlite3_step(statement) == SQLITE_ROW) {
    benchmark::DoNotOptimize(sqlite3_column_int64(statement, 0));
    wage = sqlite3_column_double(statement, 1);
    benchmark::DoNotOptimize(sqlite3_column_double(statement, 2));
  }
  sqlite3_reset(statement);
  return wage;
}

std::int64_t NextKey(std::int64_t key) {
  return key % kRows + 1;
}

void BarePreparedStatement(benchmark::State& state) {
  sqlite3* db = TheData().Open(SQLITE_OPEN_READONLY);
  sqlite3_stmt* statement = nullptr;
  sqlite3_prepare_v2(db, kRowSql, -1, &statement, nullptr);
  std::int64_t key = 1;
  for (auto _ : state) {
    benchmark::DoNotOptimize(ReadRow(statement, key));
    key = NextKey(key);
  }
  sqlite3_finalize(statement);
  sqlite3_close(db);
}

// Open, prepare, read, close.
void OpenQueryClose(benchmark::State& state) {
  std::int64_t key = 1;
  for (auto _ : state) {
    sqlite3* db = TheData().Open(SQLITE_OPEN_READONLY);
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v2(db, kRowSql, -1, &statement, nullptr);
    benchmark::DoNotOptimize(ReadRow(statement, key));
    sqlite3_finalize(statement);
    sqlite3_close(db);
    key = NextKey(key);
  }
}

// The same in a Python process, which takes its own time.
void PythonOpenQueryClose(benchmark::State& state) {
  const std::string command = "/usr/bin/python3 " SK_BENCH_FOLDER "/open_query_close.py " +
                              TheData().path() + " " + std::to_string(kRows) + " 2000";
  for (auto _ : state) {
    FILE* python = ::popen(command.c_str(), "r");
    double seconds = 0;
    if (python == nullptr || std::fscanf(python, "%lf", &seconds) != 1) {
      state.SkipWithError("python3 did not answer");
    }
    if (python != nullptr) ::pclose(python);
    state.SetIterationTime(seconds);
  }
}

void ReadByService(benchmark::State& state, HybridService& service) {
  std::int64_t key = 1;
  for (auto _ : state) {
    const auto row = service.RowByKey("employee_settings", key);
    benchmark::DoNotOptimize((**row).At(1));
    key = NextKey(key);
  }
}

void ServiceRow(benchmark::State& state) {
  HybridService service({.db_path = TheData().path()});
  ReadByService(state, service);
}

// Every row is kept, and known to be what would be read now.
void ServiceRowKept(benchmark::State& state) {
  Options options{.db_path = TheData().path()};
  options.cache = std::make_shared<CacheManager>();
  HybridService service(options);
  for (std::int64_t key = 1; key <= kRows; ++key) {
    (void)service.RowByKey("employee_settings", key);
  }
  ReadByService(state, service);
}

void CacheHit(benchmark::State& state) {
  CacheManager cache;
  cache.Set("employee_settings", "5938472011", 15.5);
  for (auto _ : state) {
    benchmark::DoNotOptimize(cache.Get<double>("employee_settings", "5938472011"));
  }
}

BENCHMARK(BarePreparedStatement);
BENCHMARK(ServiceRow);
BENCHMARK(OpenQueryClose);
BENCHMARK(PythonOpenQueryClose)->UseManualTime()->Iterations(1);
BENCHMARK(ServiceRowKept);
BENCHMARK(CacheHit);

// Keeps the medians for the ratios.
class Ratios : public benchmark::ConsoleReporter {
 public:
  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs) {
      if (run.run_type == Run::RT_Aggregate && run.aggregate_name != "median") continue;
      const bool own_time = !run.run_name.time_type.empty();
      ns_[run.run_name.function_name] =
          own_time ? run.GetAdjustedRealTime() : run.GetAdjustedCPUTime();
    }
    ConsoleReporter::ReportRuns(runs);
  }
  void Print() {
    const double bare = ns_["BarePreparedStatement"];
    const double row = ns_["ServiceRow"];
    if (bare <= 0 || row <= 0) return;
    std::printf("\nservice row / bare prepared statement  %6.2f  (goal: at most 1.2)\n",
                row / bare);
    const double kept = ns_["ServiceRowKept"];
    const double python = ns_["PythonOpenQueryClose"];
    std::printf("open-query-close / service row         %6.1f\n", ns_["OpenQueryClose"] / row);
    std::printf("open-query-close / kept row            %6.1f\n", ns_["OpenQueryClose"] / kept);
    std::printf("the same in Python / service row       %6.1f\n", python / row);
    std::printf("the same in Python / kept row          %6.1f  (goal: 100)\n", python / kept);
    std::printf("cache hit                              %6.0f ns (goal: under 200)\n",
                ns_["CacheHit"]);
  }

 private:
  std::map<std::string, double> ns_;
};

}  // namespace
}  // namespace sheetkeeper::reader

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  sheetkeeper::reader::Ratios ratios;
  benchmark::RunSpecifiedBenchmarks(&ratios);
  ratios.Print();
  return 0;
}
