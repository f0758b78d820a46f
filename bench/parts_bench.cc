// What the small parts cost that every row, or every write, passes through: merge, canonical forms,
// digests, the cut of an answer into rows, the match with the base, addresses, and change capture,
// which is on the way of every program's writes to a kept table: beside each of these stands the
// same write to a plain table.
//
//     parts_bench [google benchmark's flags]
#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <stdlib.h>

#include "base/system_clock.h"
#include "google/values_reader.h"
#include "merge/merge.h"
#include "model/a1.h"
#include "model/base_index.h"
#include "model/canonical.h"
#include "store/store.h"

namespace sheetkeeper {
namespace {

constexpr int64_t kRows = 10'000;

const TableSchema& Schema() {
  static const TableSchema schema{"rows",
                                  {{.name = "c1", .header = "C1", .type = ColumnType::kInteger},
                                   {.name = "c2", .header = "C2", .type = ColumnType::kReal},
                                   {.name = "c3", .header = "C3", .type = ColumnType::kText}},
                                  0};
  return schema;
}

Row RowAt(int64_t n) {
  return {n, static_cast<double>(n) * 0.25, fmt::format("name {}", n)};
}

void MergeARow(benchmark::State& state) {
  RowTriple triple;
  triple.key = int64_t{1};
  triple.base = RowAt(1);
  Row remote = RowAt(1);
  remote[1] = 7.0;
  Row local = RowAt(1);
  local[2] = std::string("another name");
  triple.remote = remote;
  triple.local = local;
  for (auto _ : state) benchmark::DoNotOptimize(MergeRow(triple, Schema()));
}
BENCHMARK(MergeARow);

void CanonicalRow(benchmark::State& state) {
  const std::vector<Cell> cells{12345.0, 0.25, std::string("name 12345")};
  for (auto _ : state) {
    for (size_t i = 0; i < cells.size(); ++i) {
      benchmark::DoNotOptimize(FromCell(cells[i], Schema().columns[i]));
    }
  }
}
BENCHMARK(CanonicalRow);

void RowDigest(benchmark::State& state) {
  const Row row = RowAt(12345);
  for (auto _ : state) benchmark::DoNotOptimize(Digest(row));
}
BENCHMARK(RowDigest);

class Forget : public ValueSink {
 public:
  void OnBegin() override {}
  void OnRange(size_t, std::string_view) override {}
  void OnRow(size_t, int, std::span<const Cell> cells) override {
    benchmark::DoNotOptimize(cells.data());
  }
};

void ReadAnswer(benchmark::State& state) {
  std::string body = R"({"valueRanges":[{"range":"Rows!A1:C10000","values":[["C1","C2","C3"])";
  for (int64_t n = 0; n < kRows; ++n)
    body += fmt::format(R"(,[{},{},"name {}"])", n, static_cast<double>(n) * 0.25, n);
  body += "]}]}";
  Forget sink;
  ValuesReader reader(1, sink);
  for (auto _ : state) {
    reader.OnBegin();
    reader.OnBytes(body);
    if (!reader.Finish()) state.SkipWithError("the answer cannot be read");
  }
  state.SetItemsProcessed(state.iterations() * kRows);
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(body.size()));
}
BENCHMARK(ReadAnswer);

// A sheet whose rows follow one another in steps of so many rows of the base.
void MatchWithBase(benchmark::State& state) {
  constexpr int64_t kMany = 1'000'003;  // a prime, so that each row is met once
  BaseIndex index;
  index.Reserve(kMany);
  for (int64_t n = 0; n < kMany; ++n) index.Add(RowKey(n), static_cast<uint64_t>(n));
  for (auto _ : state) {
    index.ForgetSeen();
    for (int64_t i = 0; i < kMany; ++i) {
      index.Meet(*index.Find(RowKey(i * state.range(0) % kMany)), static_cast<int32_t>(i));
    }
  }
  state.SetItemsProcessed(state.iterations() * kMany);
}
BENCHMARK(MatchWithBase)->Arg(1)->Arg(271'828)->Unit(benchmark::kMillisecond);

void Address(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(A1In("Employee Settings", 123456, 30));
}
BENCHMARK(Address);

// A kept table and a plain one with the same rows in one database.
class Tables {
 public:
  Tables() {
    std::string pattern = (std::filesystem::temp_directory_path() / "sk_bench_XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    const std::string path = folder_ + "/data.db";
    store_ = Store::Open({.path = path}, {Schema()}, clock_).value();
    sqlite3_open(path.c_str(), &db_);
    Execute("PRAGMA synchronous = NORMAL");
    Execute("CREATE TABLE plain (c1 INTEGER PRIMARY KEY, c2 REAL, c3 TEXT) STRICT");
    for (const char* table : {"rows", "plain"}) {
      Execute(
          fmt::format("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i "
                      "< {}) INSERT INTO {} SELECT i, i / 4.0, 'name ' || i FROM n",
                      kRows, table));
    }
    Execute("DELETE FROM _changes_rows");  // as if a cycle had taken them in
  }
  ~Tables() {
    sqlite3_close(db_);
    store_.reset();
    std::filesystem::remove_all(folder_);
  }
  Tables(const Tables&) = delete;
  Tables& operator=(const Tables&) = delete;

  void Execute(const std::string& sql) const {
    sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr);
  }
  sqlite3* db() const { return db_; }

 private:
  SystemClock clock_;
  std::string folder_;
  std::unique_ptr<Store> store_;
  sqlite3* db_ = nullptr;
};

// One program's write in its own transaction, each to another row, so that each is noted.
void WriteARow(benchmark::State& state, const std::string& table) {
  const Tables tables;
  sqlite3_stmt* update = nullptr;
  sqlite3_prepare_v2(tables.db(), ("UPDATE " + table + " SET c2 = c2 + 1 WHERE c1 = ?1").c_str(),
                     -1, &update, nullptr);
  int64_t key = 0;
  for (auto _ : state) {
    if (++key > kRows) {
      state.PauseTiming();
      tables.Execute("DELETE FROM _changes_rows");
      key = 1;
      state.ResumeTiming();
    }
    sqlite3_bind_int64(update, 1, key);
    if (sqlite3_step(update) != SQLITE_DONE) state.SkipWithError(sqlite3_errmsg(tables.db()));
    sqlite3_reset(update);
  }
  sqlite3_finalize(update);
}
BENCHMARK_CAPTURE(WriteARow, plain, std::string("plain"));
BENCHMARK_CAPTURE(WriteARow, captured, std::string("rows"));

// Many rows in one statement.
void WriteManyRows(benchmark::State& state, const std::string& table) {
  const Tables tables;
  for (auto _ : state) {
    tables.Execute("UPDATE " + table + " SET c2 = c2 + 1");
    state.PauseTiming();
    tables.Execute("DELETE FROM _changes_rows");
    state.ResumeTiming();
  }
  state.SetItemsProcessed(state.iterations() * kRows);
}
BENCHMARK_CAPTURE(WriteManyRows, plain, std::string("plain"));
BENCHMARK_CAPTURE(WriteManyRows, captured, std::string("rows"));

}  // namespace
}  // namespace sheetkeeper

BENCHMARK_MAIN();
