#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <iterator>
#include <thread>
#include <utility>

#include "reader/reader_fixture.h"

namespace sheetkeeper::reader {
namespace {

using HybridServiceTest = ReaderTest;
using std::chrono::milliseconds;
using std::chrono::minutes;

TEST_F(HybridServiceTest, ARowIsFoundByItsKey) {
  HybridService service(Usual());
  EXPECT_EQ(NameOf(service, 2), "two");
  EXPECT_EQ(NameOf(service, 9), "no row");
}

TEST_F(HybridServiceTest, ValuesHaveTheirTypesAndNullIsNothing) {
  Write("UPDATE rates SET wage = 2 WHERE id = 1");
  HybridService service(Usual());
  const auto row = **service.RowByKey("rates", std::int64_t{1});
  EXPECT_EQ(row.Integer("id"), 1);
  EXPECT_EQ(row.Real("wage"), 2.0);
  EXPECT_EQ(row.Integer("wage"), 2);
  EXPECT_EQ(row.Text("name"), "one");
  EXPECT_EQ(row.Text("wage"), std::nullopt);
  EXPECT_EQ(row.Real("none"), std::nullopt);
  EXPECT_EQ((**service.RowByKey("rates", std::int64_t{2})).Real("wage"), std::nullopt);
}

TEST_F(HybridServiceTest, AQueryTakesItsParametersByName) {
  HybridService service(Usual());
  const auto rows =
      service.Query("SELECT name FROM rates WHERE id >= :least AND name <> :not ORDER BY id",
                    {{"least", std::int64_t{2}}, {"not", std::string("three")}, {"spare", 1.5}});
  ASSERT_TRUE(rows);
  ASSERT_EQ(rows->size(), 1U);
  EXPECT_EQ((*rows)[0].Text("name"), "two");
  EXPECT_EQ(rows->origin, Origin::kDatabase);
}

TEST_F(HybridServiceTest, ReadsCannotWrite) {
  HybridService service(Usual());
  EXPECT_FALSE(service.Query("DELETE FROM rates"));
  EXPECT_EQ(service.AllRows("rates")->size(), 3U);
}

TEST_F(HybridServiceTest, OneStatementIsTakenNotTwo) {
  HybridService service(Usual());
  EXPECT_EQ(service.Query("SELECT 1; SELECT 2").error().code, ErrorCode::kInvalid);
  EXPECT_TRUE(service.Query("SELECT 1; "));
}

TEST_F(HybridServiceTest, NoStatementLeavesATransactionOpen) {
  HybridService service(Usual());
  EXPECT_EQ(service.Query("BEGIN").error().code, ErrorCode::kInvalid);
  EXPECT_EQ(service.Execute("BEGIN IMMEDIATE").error().code, ErrorCode::kInvalid);
  Write("UPDATE rates SET name = 'x' WHERE id = 1");
  EXPECT_EQ((*service.Query("SELECT name FROM rates WHERE id = 1"))[0].Text("name"), "x");
}

TEST_F(HybridServiceTest, AWriteWaitsForTheSheetLikeAnyOther) {
  HybridService service(Usual());
  const auto changed = service.Execute("UPDATE rates SET name = :name WHERE id = :id",
                                       {{"name", std::string("uno")}, {"id", std::int64_t{1}}});
  ASSERT_TRUE(changed);
  EXPECT_EQ(*changed, 1);
  EXPECT_EQ(NameOf(service, 1), "uno");
  EXPECT_EQ(OtherProgram(path()).Run("SELECT row_key FROM _changes_rates ORDER BY 1"), "1;3");
}

TEST_F(HybridServiceTest, ARowIsInTheSheetWhenNothingIsNotedOfIt) {
  HybridService service(Usual());
  EXPECT_EQ(*service.WaitUntilInSheet("rates", std::int64_t{1}, minutes(1)), RowState::kSynced);
  EXPECT_EQ(service.WaitUntilInSheet("rates", std::int64_t{3}, milliseconds(0)).error().code,
            ErrorCode::kTimeout);
}

TEST_F(HybridServiceTest, TheWaitForTheSheetEndsWithTheCommitThatEndsIt) {
  HybridService service(Usual());
  std::thread worker([this] { Write("DELETE FROM _changes_rates"); });
  EXPECT_EQ(*service.WaitUntilInSheet("rates", std::int64_t{3}, minutes(1)), RowState::kSynced);
  worker.join();
}

TEST_F(HybridServiceTest, AConflictEndsTheWaitForTheSheet) {
  Write(
      "INSERT INTO _conflicts (table_name, row_key, had_base, winner, reason, state, at) "
      "VALUES ('rates', 3, 1, '', 'two edits', 'open', '')");
  HybridService service(Usual());
  EXPECT_EQ(*service.WaitUntilInSheet("rates", std::int64_t{3}, minutes(1)), RowState::kConflict);
}

TEST_F(HybridServiceTest, ACommitOfAnotherProgramIsAnotherGeneration) {
  HybridService service(Usual());
  const auto before = service.Generation();
  EXPECT_NE(before, 0U);
  EXPECT_EQ(service.Generation(), before);
  EXPECT_FALSE(service.WaitForChange(before, milliseconds(0)));
  Write("UPDATE rates SET name = 'x' WHERE id = 1");
  EXPECT_TRUE(service.WaitForChange(before, minutes(1)));
}

TEST_F(HybridServiceTest, CommitsAreSeenInADatabaseWithoutALog) {
  Write("PRAGMA journal_mode = DELETE");
  HybridService service(Usual());
  const auto before = service.Generation();
  EXPECT_EQ(service.Generation(), before);
  Write("UPDATE rates SET name = 'x' WHERE id = 1");
  EXPECT_NE(service.Generation(), before);
  EXPECT_FALSE(std::filesystem::exists(path() + "-shm"));
}

TEST_F(HybridServiceTest, FreshnessIsTheAgeOfTheLastGoodCycle) {
  Write("INSERT INTO _cycles VALUES (8, '2025-11-11T08:05:00.000Z', 5, 0, 'no net', 1, 1, '', 2)");
  HybridService service(Usual());
  const auto stats = service.GetFreshness();
  ASSERT_TRUE(stats && stats->last_good_cycle);
  EXPECT_EQ(stats->last_good_cycle->time_since_epoch(), milliseconds(1'762'848'000'000));
  EXPECT_GT(*stats->age, minutes(0));
  EXPECT_EQ(stats->last_error, "no net");
}

TEST_F(HybridServiceTest, StatisticsCountTheStatesOfEachTable) {
  HybridService service(Usual());
  const auto stats = service.GetSyncStats();
  ASSERT_TRUE(stats && stats->tables.size() == 1);
  EXPECT_EQ(stats->tables[0].name, "rates");
  EXPECT_EQ(stats->tables[0].synced, 2);
  EXPECT_EQ(stats->tables[0].pending, 1);
}

TEST_F(HybridServiceTest, AKeptAnswerIsNeverOlderThanTheLastCommit) {
  Options options = Usual();
  options.cache = std::make_shared<CacheManager>();
  HybridService service(options);
  EXPECT_EQ(NameOf(service, 1), "one");
  EXPECT_EQ(NameOf(service, 1), "one");
  EXPECT_EQ(options.cache->GetStats("rates").hits, 1U);
  Write("UPDATE rates SET name = 'x' WHERE id = 1");
  EXPECT_EQ(NameOf(service, 1), "x");
  EXPECT_TRUE(service.Execute("UPDATE rates SET name = 'y' WHERE id = 1"));
  EXPECT_EQ(NameOf(service, 1), "y");
}

TEST_F(HybridServiceTest, KeysOfDifferentTypesAreKeptApart) {
  Write("CREATE TABLE any (k PRIMARY KEY, v); INSERT INTO any VALUES (1, 'number'), ('1', 'text')");
  Options options = Usual();
  options.cache = std::make_shared<CacheManager>();
  HybridService service(options);
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ((**service.RowByKey("any", std::int64_t{1})).Text("v"), "number");
    EXPECT_EQ((**service.RowByKey("any", std::string("1"))).Text("v"), "text");
  }
}

TEST_F(HybridServiceTest, ATableThatChangesItsColumnsIsReadAsItIsNow) {
  HybridService service(Usual());
  EXPECT_EQ(NameOf(service, 1), "one");
  Write(
      "ALTER TABLE rates ADD COLUMN more INTEGER DEFAULT 5; ALTER TABLE rates RENAME COLUMN wage "
      "TO pay;"
      "UPDATE _meta SET value = '99' WHERE name = 'format_version'");
  const auto row = **service.RowByKey("rates", std::int64_t{1});
  EXPECT_EQ(row.Integer("more"), 5);
  EXPECT_NE(row.Find("pay"), nullptr);
  EXPECT_EQ(row.Text("name"), "one");
}

TEST_F(HybridServiceTest, AReaderGoesOnWhenTheFormatIsMigratedUnderIt) {
  HybridService service(Usual());
  EXPECT_EQ(NameOf(service, 1), "one");
  EXPECT_EQ(service.GetSyncStats()->tables.at(0).pending, 1);
  std::ifstream step(SK_NEXT_FORMAT);
  Write({std::istreambuf_iterator<char>(step), {}});
  EXPECT_EQ(NameOf(service, 1), "one");
  EXPECT_TRUE(service.GetFreshness()->last_good_cycle);
  const auto stats = service.GetSyncStats()->tables.at(0);
  EXPECT_EQ(std::pair(stats.synced, stats.pending), std::pair(2L, 1L));
  EXPECT_EQ(*service.Execute("UPDATE rates SET name = 'uno' WHERE id = 1"), 1);
  EXPECT_EQ(service.WaitUntilInSheet("rates", std::int64_t{1}, milliseconds(0)).error().code,
            ErrorCode::kTimeout);
  EXPECT_EQ(*service.WaitUntilInSheet("rates", std::int64_t{2}, minutes(1)), RowState::kSynced);
}

TEST_F(HybridServiceTest, ABackupThatIsPutInItsPlaceIsRead) {
  HybridService service(Usual());
  EXPECT_EQ(NameOf(service, 1), "one");
  MakeDatabase(folder() + "/backup.db");
  OtherProgram(folder() + "/backup.db").Run("UPDATE rates SET name = 'old' WHERE id = 1");
  std::filesystem::rename(folder() + "/backup.db", path());
  for (const char* end : {"-wal", "-shm"}) {
    std::filesystem::remove(path() + end);
    if (std::filesystem::exists(folder() + "/backup.db" + end)) {
      std::filesystem::rename(folder() + "/backup.db" + end, path() + end);
    }
  }
  // The file is looked at once a second.
  const auto before = service.Generation();
  EXPECT_TRUE(service.WaitForChange(before, minutes(1)));
  EXPECT_EQ(NameOf(service, 1), "old");
}

TEST_F(HybridServiceTest, WithoutADatabaseTheErrorSaysWhatToDo) {
  Options options = Usual();
  options.db_path = folder() + "/none.db";
  HybridService service(options);
  const auto rows = service.AllRows("rates");
  EXPECT_EQ(rows.error().code, ErrorCode::kNotFound);
  EXPECT_NE(rows.error().message.find("has a sync worker run"), std::string::npos);
  EXPECT_EQ(service.Generation(), 0U);
}

TEST_F(HybridServiceTest, WhereTheDatabaseCannotBeReadTheSheetIsAndBack) {
  Options options = Usual();
  options.sheet_fallback = true;
  SyncFromSheet(options);
  options.db_path = folder() + "/later.db";
  HybridService service(options);
  EXPECT_EQ(NameOf(service, 1), "sheet");
  EXPECT_EQ(NameOf(service, 2), "two");
  EXPECT_EQ(service.AllRows("rates")->origin, Origin::kSheet);
  EXPECT_EQ(SyncRuns(), 1);
  EXPECT_NE(Log().find("Falling back to Google Sheets"), std::string::npos);
  MakeDatabase(options.db_path);
  EXPECT_EQ(NameOf(service, 1), "one");
  EXPECT_EQ(service.GetOrigin(), Origin::kDatabase);
  EXPECT_NE(Log().find("Reading from the database again"), std::string::npos);
}

TEST_F(HybridServiceTest, ADamagedDatabaseIsReadFromTheSheet) {
  Options options = Usual();
  options.sheet_fallback = true;
  SyncFromSheet(options);
  options.db_path = folder() + "/damaged.db";
  std::ofstream(options.db_path) << std::string(4096, 'x');
  HybridService service(options);
  EXPECT_EQ(NameOf(service, 1), "sheet");
}

TEST_F(HybridServiceTest, WithNeitherTheLastGoodAnswerIsGivenWithItsAge) {
  Options options = Usual();
  options.sheet_fallback = true;
  options.cache = std::make_shared<CacheManager>();
  SyncBy(options, "echo no network >&2; exit 1");
  HybridService service(options);
  EXPECT_EQ(NameOf(service, 1), "one");
  const auto generation = service.Generation();
  for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(path() + end);
  EXPECT_TRUE(service.WaitForChange(generation, minutes(1)));
  const auto kept = service.RowsByKey("rates", std::int64_t{1});
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->origin, Origin::kKept);
  EXPECT_EQ((*kept)[0].Text("name"), "one");
  const auto never_asked = service.RowsByKey("rates", std::int64_t{2});
  EXPECT_NE(never_asked.error().message.find("no network"), std::string::npos);
}

TEST_F(HybridServiceTest, TheInitialSyncIsLoggedInTheWordsOfTheGuide) {
  Options options = Usual();
  options.initial_sync = true;
  options.sync_service = "alex12060-sync-worker";
  SyncBy(options, "");
  HybridService(options).Start();
  EXPECT_EQ(Log(),
            "Database schema initialized\n"
            "Performing initial sync from Google Sheets...\n"
            "Initial sync completed: {'rates': 2}\n"
            "HybridService initialized (sync handled by alex12060-sync-worker service)\n");
  EXPECT_EQ(SyncRuns(), 1);
}

TEST_F(HybridServiceTest, AnInitialSyncThatFailsIsNoReasonNotToServe) {
  Options options = Usual();
  options.initial_sync = true;
  SyncBy(options, "echo first >&2; echo 'the network is gone' >&2; exit 3");
  HybridService service(options);
  service.Start();
  EXPECT_NE(Log().find("Initial sync failed: /bin/sh "), std::string::npos);
  EXPECT_NE(Log().find("status 3: the network is gone"), std::string::npos);
  EXPECT_EQ(NameOf(service, 1), "one");
}

TEST_F(HybridServiceTest, ASyncProgramThatDoesNotExistIsSaid) {
  Options options = Usual();
  options.sync_command = {"/nowhere/sheetkeeper"};
  HybridService service(options);
  EXPECT_EQ(service.SyncNow().error().code, ErrorCode::kSyncFailed);
}

TEST_F(HybridServiceTest, ASyncThatDoesNotEndIsStopped) {
  Options options = Usual();
  SyncBy(options, "exec sleep 1000");
  options.sync_timeout = milliseconds(1);
  HybridService service(options);
  EXPECT_EQ(service.SyncNow().error().code, ErrorCode::kTimeout);
}

TEST_F(HybridServiceTest, AutoSyncSyncsAgainAndAgainUntilShutdown) {
  Options options = Usual();
  options.auto_sync = true;
  options.sync_interval = milliseconds(1);
  SyncBy(options, "");
  HybridService service(options);
  service.Start();
  while (SyncRuns() < 3) std::this_thread::yield();
  service.Shutdown();
  const int runs = SyncRuns();
  EXPECT_EQ(SyncRuns(), runs);
  EXPECT_NE(Log().find("Background sync completed"), std::string::npos);
}

// What a cycle does is one transaction: whoever reads sees all rows of it or none, and never an
// older one than before.
class Reading {
 public:
  explicit Reading(HybridService& service) : thread_([this, &service] { Run(service); }) {}
  // What went wrong, or "".
  std::string Stop() {
    done_ = true;
    thread_.join();
    return wrong_;
  }

 private:
  void Run(HybridService& service) {
    for (double last = 0; !done_ && wrong_.empty();) {
      const auto rows = service.AllRows("rates");
      if (!rows) {
        wrong_ = rows.error().message;
        return;
      }
      const double wage = (*rows)[0].Real("wage").value_or(-1);
      for (std::size_t i = 1; i < rows->size(); ++i) {
        if ((*rows)[i].Real("wage") != wage) wrong_ = "half of a commit was seen";
      }
      if (wage < last) wrong_ = "an older answer came after a newer one";
      last = wage;
    }
  }

  std::atomic<bool> done_ = false;
  std::string wrong_;
  std::thread thread_;  // last: it uses the above
};

TEST_F(HybridServiceTest, ReadersNeverSeeHalfOfACommitAndAreNeverBusy) {
  Options options = Usual();
  options.cache = std::make_shared<CacheManager>();
  options.busy_timeout = milliseconds(0);
  OtherProgram worker(path());
  worker.Run("UPDATE rates SET wage = 0");
  HybridService service(options);
  std::vector<std::unique_ptr<Reading>> readers;
  for (int i = 0; i < 4; ++i) readers.push_back(std::make_unique<Reading>(service));
  for (int i = 1; i <= 200; ++i) {
    worker.Run("BEGIN IMMEDIATE; UPDATE rates SET wage = " + std::to_string(i) +
               " WHERE id = 1; UPDATE rates SET wage = " + std::to_string(i) +
               " WHERE id > 1; COMMIT");
    if (i % 50 == 0) worker.Run("PRAGMA wal_checkpoint(TRUNCATE)");
  }
  for (const auto& reader : readers) EXPECT_EQ(reader->Stop(), "");
  EXPECT_EQ((*service.AllRows("rates"))[2].Real("wage"), 200);
}

// Reads as another user, who is in the group of the files and may write neither them nor the
// folder; gives the process's exit status.
int ReadAsStranger(const Options& options, const std::string& expected) {
  const pid_t child = ::fork();
  if (child == 0) {
    constexpr int kNobody = 65534;
    if (::setgid(kNobody) != 0 || ::setuid(kNobody) != 0) ::_exit(2);
    HybridService service(options);
    const bool right = NameOf(service, 1) == expected && service.Generation() != 0;
    ::_exit(right ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WEXITSTATUS(status);
}

TEST_F(HybridServiceTest, AnotherUserReadsWithReadPermissionAlone) {
  if (::getuid() != 0) GTEST_SKIP() << "only root can become another user";
  ASSERT_EQ(::chmod(folder().c_str(), 0755), 0);
  Options options = Usual();
  options.log = {};
  // A worker that runs, and one that has ended and left its files.
  auto worker = std::make_unique<OtherProgram>(path());
  worker->Run("UPDATE rates SET name = 'new' WHERE id = 1");
  for (const char* end : {"", "-wal", "-shm"}) ::chmod((path() + end).c_str(), 0644);
  EXPECT_EQ(ReadAsStranger(options, "new"), 0);
  ManualClock clock;
  auto store = Store::Open({.path = path()}, {RatesSchema()}, clock);
  worker.reset();
  store->reset();
  EXPECT_EQ(ReadAsStranger(options, "new"), 0);
}

}  // namespace
}  // namespace sheetkeeper::reader
