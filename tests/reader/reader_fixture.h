// A database as a worker keeps it, another program that writes it, and a service that reads it. The
// sync program is a shell script.
#pragma once

#include <sys/stat.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "reader/reader.h"
#include "store/store.h"
#include "store/store_fixture.h"

namespace sheetkeeper::reader {

class ReaderTest : public testing::Test {
 protected:
  ReaderTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "sk_reader_XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    MakeDatabase(path());
  }
  ~ReaderTest() override { std::filesystem::remove_all(folder_); }

  std::string path() const { return folder_ + "/rates.db"; }
  std::string folder() const { return folder_; }

  // Two rows that are in the sheet, and one that is not yet.
  static void MakeDatabase(const std::string& path) {
    ManualClock clock;
    ASSERT_TRUE(Store::Open({.path = path}, {RatesSchema()}, clock));
    OtherProgram(path).Run(
        "UPDATE _capture SET paused = 1;"
        "INSERT INTO rates (id, name) VALUES (1, 'one'), (2, 'two');"
        "INSERT INTO _base_rates SELECT id, 0 FROM rates;"
        "UPDATE _capture SET paused = 0;"
        "INSERT INTO rates (id, name) VALUES (3, 'three');"
        "INSERT INTO _cycles VALUES (7, '2025-11-11T08:00:00.000Z', 5, 1, '', 1, 0, '5', 2);");
  }

  void Write(const std::string& sql) { OtherProgram(path()).Run(sql); }

  Options Usual() {
    Options options;
    options.db_path = path();
    options.busy_timeout = std::chrono::milliseconds(100);
    options.log = [this](LogLevel, const std::string& line) {
      const std::lock_guard lock(mutex_);
      log_ += line + "\n";
    };
    return options;
  }

  // The sync program: `script` has the database's path as $2, and counts its runs.
  void SyncBy(Options& options, const std::string& script) {
    std::ofstream(folder_ + "/sync.sh") << "echo run >>" << folder_ << "/runs\n" << script;
    options.sync_command = {"/bin/sh", folder_ + "/sync.sh"};
  }
  // One that finds this sheet.
  void SyncFromSheet(Options& options) {
    MakeDatabase(folder_ + "/sheet.db");
    OtherProgram(folder_ + "/sheet.db").Run("UPDATE rates SET name = 'sheet' WHERE id = 1");
    SyncBy(options, "mkdir -p \"$(dirname \"$2\")\" && cp " + folder_ + "/sheet.db \"$2\"");
  }
  int SyncRuns() const {
    std::ifstream in(folder_ + "/runs");
    int runs = 0;
    for (std::string line; std::getline(in, line);) ++runs;
    return runs;
  }

  std::string Log() {
    const std::lock_guard lock(mutex_);
    return log_;
  }

 private:
  std::string folder_;
  std::mutex mutex_;
  std::string log_;
};

inline std::string NameOf(HybridService& service, std::int64_t id) {
  const auto row = service.RowByKey("rates", id);
  if (!row) return "error: " + row.error().message;
  return *row ? (**row).Text("name").value_or("NULL") : "no row";
}

}  // namespace sheetkeeper::reader
