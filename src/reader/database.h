// The database as all threads of a program read it: a connection for each that reads at the moment,
// kept for the next one, and what is known of the tables.
//
// Thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "reader/connection.h"
#include "reader/reader.h"

namespace sheetkeeper::reader {

class Database {
 public:
  using Answer = Result<std::shared_ptr<const Table>>;

  // The clock outlives it.
  Database(std::string path, std::chrono::milliseconds busy_timeout, Clock& clock);

  Answer Query(std::string_view sql, const Parameters& parameters);
  Answer RowByKey(std::string_view table, const Value& key);
  Answer AllRows(std::string_view table);
  Result<std::int64_t> Execute(std::string_view sql, const Parameters& parameters);

  // As HybridService has it.
  std::uint64_t Generation();

 private:
  struct Statements {
    std::string row;
    std::string all;
  };

  // A connection for as long as it is used. One that failed is not used again.
  template <typename Use>
  auto With(const Use& use) -> decltype(use(std::declval<Connection&>()));
  Result<std::unique_ptr<Connection>> Take();
  void GiveBack(std::unique_ptr<Connection> connection, std::uint64_t file);
  // Looks, at most once a second, whether the path still is the file that the connections have
  // open, and forgets them where a backup was put in its place.
  void CheckFile();
  Result<const Statements*> StatementsOf(Connection& connection, std::string_view table);

  const std::string path_;
  const std::chrono::milliseconds busy_timeout_;
  Clock& clock_;

  std::mutex mutex_;  // guards what follows
  MonoTime next_check_{};
  std::pair<std::uint64_t, std::uint64_t> identity_{};  // device and inode
  std::uint64_t file_ = 1;                              // counts the files that stood at the path
  std::vector<std::unique_ptr<Connection>> idle_;
  std::map<std::string, std::unique_ptr<const Statements>, std::less<>> statements_;
  std::uint64_t generations_before_ = 0;  // of files and connections before these
  std::uint64_t generation_ = 0;
  std::unique_ptr<Connection> watcher_;
  std::unique_ptr<CommitProbe> probe_;  // over watcher_

  std::mutex write_mutex_;
  std::unique_ptr<Connection> writer_;  // guarded by write_mutex_
  std::uint64_t writer_file_ = 0;
};

}  // namespace sheetkeeper::reader
