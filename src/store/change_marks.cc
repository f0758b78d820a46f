#include "store/change_marks.h"

#include <algorithm>
#include <utility>

#include "store/sqlite.h"
#include "store/user_table.h"

namespace sheetkeeper {
namespace {

constexpr int kBusyTimeoutMs = 2000;

Result<ChangeMarks> ReadGiven(Db& db) {
  ChangeMarks marks;
  Query query(db, "SELECT name, seq FROM sqlite_sequence WHERE substr(name, 1, 9) = '_changes_'");
  while (true) {
    TRY_ASSIGN(const bool more, "reading how far the change logs are", query.Next());
    if (!more) return marks;
    marks.logs[query.Text(0)].given = query.Integer(1);
  }
}

// `test(then, now)` for any log; one that was not there before had nothing.
template <typename Test>
bool Any(const ChangeMarks& then, const ChangeMarks& now, Test test) {
  return std::any_of(now.logs.begin(), now.logs.end(), [&](const auto& log) {
    const auto before = then.logs.find(log.first);
    return test(before == then.logs.end() ? ChangeMarks::Log() : before->second, log.second);
  });
}

}  // namespace

bool HasNewEntry(const ChangeMarks& then, const ChangeMarks& now) {
  return Any(then, now,
             [](const auto& before, const auto& log) { return log.newest > before.given; });
}

bool HasEntered(const ChangeMarks& then, const ChangeMarks& now) {
  return Any(then, now,
             [](const auto& before, const auto& log) { return log.given > before.given; });
}

ChangeMarksReader::ChangeMarksReader(std::unique_ptr<Db> db) : db_(std::move(db)) {}
ChangeMarksReader::ChangeMarksReader(ChangeMarksReader&&) noexcept = default;
ChangeMarksReader& ChangeMarksReader::operator=(ChangeMarksReader&&) noexcept = default;
ChangeMarksReader::~ChangeMarksReader() = default;

Result<ChangeMarksReader> ChangeMarksReader::Open(const std::string& path) {
  TRY_ASSIGN(auto db, "opening the database", Db::OpenReadOnly(path, kBusyTimeoutMs));
  return ChangeMarksReader(std::move(db));
}

Result<ChangeMarks> ChangeMarksReader::Read() {
  DbTransaction snapshot(*db_);
  TRY("reading the change logs", snapshot.BeginRead());
  TRY_ASSIGN(ChangeMarks marks, "reading the change logs", ReadGiven(*db_));
  for (auto& [name, log] : marks.logs) {
    TRY_ASSIGN(log.newest, "reading the change logs",
               QueryInteger(*db_, "SELECT max(seq) FROM " + QuoteName(name)));
  }
  TRY("reading the change logs", snapshot.Commit());
  return marks;
}

Result<int64_t> ChangeMarksReader::DataVersion() {
  return QueryInteger(*db_, "PRAGMA data_version");
}

}  // namespace sheetkeeper
