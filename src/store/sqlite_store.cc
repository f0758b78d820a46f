#include "store/sqlite_store.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "base/check.h"
#include "store/base_table.h"
#include "store/change_capture.h"
#include "store/conflicts.h"
#include "store/format.h"
#include "store/history.h"
#include "store/lists.h"
#include "store/row_state.h"
#include "store/scrub.h"
#include "store/sqlite_transaction.h"
#include "store/status_views.h"
#include "store/table_setup.h"

namespace sheetkeeper {
namespace {

// So that a large clean-up does not keep other writers waiting.
constexpr size_t kEntriesPerTransaction = 10'000;

Result<> CreateFolderOf(const std::string& path) {
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  if (folder.empty()) return {};
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (!error) return {};
  return Fail(ErrorKind::kStorage, "the folder " + folder.string() + " of the database cannot be " +
                                       "created (" + error.message() +
                                       "); create it, and let this user write there");
}

}  // namespace

Result<std::unique_ptr<Store>> Store::Open(const StoreOptions& options,
                                           const std::vector<TableSchema>& tables, Clock& clock) {
  TRY("opening the database", CheckDeclarations(tables));
  TRY("opening the database", CreateFolderOf(options.path));
  TRY_ASSIGN(std::unique_ptr<Db> db, "opening the database",
             Db::Open(options.path, options.busy_timeout_ms));
  auto store = std::make_unique<SqliteStore>(std::move(db), clock);
  TRY("opening the database", store->SetUp(tables));
  return store;
}

Result<> SqliteStore::SetUp(const std::vector<TableSchema>& tables) {
  // The user's constraints between tables are for the user's programs: a pull brings rows in no
  // particular order.
  TRY("setting it up", db_->Execute("PRAGMA foreign_keys = OFF"));
  TRY("setting it up", SetUpTables(tables));
  return SetJournal();
}

Result<> SqliteStore::SetUpTables(const std::vector<TableSchema>& tables) {
  DbTransaction transaction(*db_);
  TRY("setting it up", transaction.BeginWrite());
  TRY("setting it up", BringFormatUpToDate(*db_));
  TRY("setting it up", ResumeCapture(*db_));
  for (const TableSchema& schema : tables) {
    TRY_ASSIGN(UserTable table, "setting it up", SetUpTable(*db_, schema));
    tables_.emplace(schema.name, std::move(table));
  }
  TRY("setting it up", InstallRowStatusView(*db_));
  return transaction.Commit();
}

// WAL: programs read the last committed state, whole, while a pull is being written.
//
// Every commit waits for the disk (FULL; with NORMAL a power loss may undo the last commits of a
// WAL database). The daemon commits twice in a cycle that changes something, so this costs nothing,
// and the order is what crash safety rests on: an intent must be on the disk before the sheet is
// touched, or after a power loss nobody would know what that write meant.
Result<> SqliteStore::SetJournal() {
  {
    Query query(*db_, "PRAGMA journal_mode = WAL");
    TRY_ASSIGN(const bool found, "setting the journal mode", query.Next());
    if (!found || query.Text(0) != "wal") {
      return Fail(ErrorKind::kStorage,
                  db_->path() + " cannot be put into WAL mode; keep it on a local disk");
    }
  }
  TRY("setting the journal mode", db_->Execute("PRAGMA synchronous = FULL"));
  db_->KeepWalFiles();
  return {};
}

Result<int64_t> SqliteStore::LastLocalChange(const std::string& name) {
  return QueryInteger(*db_, "SELECT ifnull(max(seq), 0) FROM " + TableNamed(tables_, name).log);
}

Result<> SqliteStore::ForEachLocalChange(const std::string& name, int64_t last,
                                         const TakeChange& take) {
  const UserTable& table = TableNamed(tables_, name);
  std::vector<int64_t> settled;
  const auto take_logged = [&](RowState state) -> Result<> {
    if (!state.settled) return take(std::move(state.row));
    settled.push_back(state.row.seq);
    return {};
  };
  {
    DbTransaction snapshot(*db_);
    TRY("reading local changes", snapshot.BeginRead());
    TRY("reading local changes", ForEachLoggedRow(*db_, table, last, take_logged));
    TRY_ASSIGN(auto keyless, "reading local changes", ReadRowsWithoutKey(*db_, table));
    if (keyless) TRY("reading local changes", take(*std::move(keyless)));
    TRY("reading local changes", snapshot.Commit());
  }
  const auto forgotten = ForgetSettled(table, settled);
  // Where another program is writing, the next look does it.
  if (!forgotten && forgotten.error().kind != ErrorKind::kBusy) return Fail(forgotten.error());
  return {};
}

Result<> SqliteStore::ForgetSettled(const UserTable& table, const std::vector<int64_t>& entries) {
  for (size_t begin = 0; begin < entries.size(); begin += kEntriesPerTransaction) {
    const size_t end = std::min(entries.size(), begin + kEntriesPerTransaction);
    TRY("forgetting changes that were taken back", ForgetSomeSettled(table, entries, begin, end));
  }
  return {};
}

Result<> SqliteStore::ForgetSomeSettled(const UserTable& table, const std::vector<int64_t>& entries,
                                        size_t begin, size_t end) {
  DbTransaction transaction(*db_);
  TRY("beginning", transaction.BeginWrite());
  for (size_t i = begin; i < end; ++i) {
    TRY_ASSIGN(const auto state, "looking again", ReadLoggedRow(*db_, table, entries[i]));
    if (!state || !state->settled) continue;
    TRY("deleting an entry",
        Query(*db_, "DELETE FROM " + table.log + " WHERE seq = ?1", entries[i]).Run());
  }
  return transaction.Commit();
}

Result<std::vector<StoredRow>> SqliteStore::ReadRows(const std::string& name,
                                                     const std::vector<RowKey>& keys) {
  const UserTable& table = TableNamed(tables_, name);
  std::vector<StoredRow> rows;
  DbTransaction snapshot(*db_);
  TRY("reading rows", snapshot.BeginRead());
  for (const RowKey& key : keys) {
    TRY_ASSIGN(RowState state, "reading rows", ReadRowState(*db_, table, key));
    if (state.has_base || !IsAbsent(state.row.now)) rows.push_back(std::move(state.row));
  }
  TRY("reading rows", snapshot.Commit());
  return rows;
}

Result<BaseIndex> SqliteStore::LoadBase(const std::string& table) {
  TRY_ASSIGN(const std::string token, "loading the base", ReadBaseToken(*db_));
  if (auto kept = kept_.Take(table, token)) return *std::move(kept);
  TRY_ASSIGN(BaseIndex index, "loading the base", LoadBaseIndex(*db_, TableNamed(tables_, table)));
  if (!token.empty()) kept_.Lend(table, index, token);
  return index;
}

Result<std::vector<RowKey>> SqliteStore::UnseenKeys(const std::string& table,
                                                    const BaseIndex& index) {
  return ReadUnseenKeys(*db_, TableNamed(tables_, table), index);
}

Result<std::vector<Intent>> SqliteStore::OpenIntents() {
  return ReadIntents(*db_, tables_);
}
Result<Mending> SqliteStore::ToMend() {
  return ReadMending(*db_);
}
Result<std::vector<Hold>> SqliteStore::Holds() {
  return ReadHolds(*db_);
}
Result<std::vector<HeldRow>> SqliteStore::HeldRows(const std::string& table) {
  return ReadHeldRows(*db_, table);
}
Result<std::vector<RejectedRow>> SqliteStore::RejectedRows(const std::string& table) {
  return ReadRejectedRows(*db_, table);
}

Result<std::vector<Resolution>> SqliteStore::Resolutions(const std::string& table) {
  return ReadResolutions(*db_, TableNamed(tables_, table));
}

Result<std::vector<Conflict>> SqliteStore::OpenConflicts(const std::string& table) {
  return ReadOpenConflicts(*db_, TableNamed(tables_, table));
}

Result<std::optional<std::string>> SqliteStore::Meta(const std::string& name) {
  return ReadMeta(*db_, name);
}

Result<TableCounts> SqliteStore::Counts(const std::string& name) {
  const UserTable& table = TableNamed(tables_, name);
  Query query(*db_,
              "SELECT (SELECT count(*) FROM " + table.log +
                  "), (SELECT count(*) FROM _conflicts WHERE table_name = ?1 AND state = 'open'), "
                  "(SELECT count(*) FROM _held_rows WHERE table_name = ?1), "
                  "(SELECT count(*) FROM _rejected_rows WHERE table_name = ?1)",
              name);
  TRY_ASSIGN(const bool found, "counting what waits in table " + table.name, query.Next());
  CHECK(found);
  return TableCounts{query.Integer(0), query.Integer(1), query.Integer(2), query.Integer(3)};
}

Result<std::unique_ptr<StoreTransaction>> SqliteStore::Begin() {
  CHECK(!db_->InTransaction());
  auto transaction = std::make_unique<SqliteTransaction>(*db_, tables_, kept_, clock_);
  TRY("beginning to write", transaction->Begin());
  return transaction;
}

Result<int64_t> SqliteStore::Scrub(const std::string& name) {
  const UserTable& known = TableNamed(tables_, name);
  TRY_ASSIGN(auto shape, "scrubbing", InspectTable(*db_, known.schema));
  if (!shape) {
    return Fail(ErrorKind::kInvalid,
                "table " + known.name + " is not in " + db_->path() +
                    " any more; take it out of the configuration, or start again to have it "
                    "created and filled from the sheet");
  }
  UserTable table(known.schema, *std::move(shape));
  TRY_ASSIGN(const bool intact, "scrubbing", TriggersAreIntact(*db_, table));
  if (!intact) {
    DbTransaction transaction(*db_);
    TRY("scrubbing", transaction.BeginWrite());
    TRY("scrubbing", InstallTriggers(*db_, table));
    TRY("scrubbing", transaction.Commit());
  }
  TRY_ASSIGN(const int64_t entered, "scrubbing", ScrubRows(*db_, table));
  tables_.insert_or_assign(name, std::move(table));
  return entered;
}

Result<int64_t> SqliteStore::ForgetHistory(WallTime before, int64_t most) {
  DbTransaction transaction(*db_);
  TRY("forgetting history", transaction.BeginWrite());
  TRY_ASSIGN(const int64_t forgotten, "forgetting history", ForgetHistoryLines(*db_, before, most));
  TRY("forgetting history", transaction.Commit());
  return forgotten;
}

Result<int64_t> SqliteStore::StructureVersion() {
  return QueryInteger(*db_, "PRAGMA schema_version");
}

Result<StoreVersion> SqliteStore::Version() {
  TRY_ASSIGN(const int64_t by_others, "reading the version",
             QueryInteger(*db_, "PRAGMA data_version"));
  return StoreVersion{by_others, db_->TotalChanges()};
}

}  // namespace sheetkeeper
