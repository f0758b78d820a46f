// The scrub.
//
// Programs can write past the triggers: a table rebuilt by DROP and RENAME has none, somebody may
// drop them, INSERT OR REPLACE may evict a row through a partial unique index. The digests of the
// base find all of it: a row that differs from its base must have an entry in the log.
//
// Looking takes a pass over the table, so it is done under a read transaction, which stops nobody.
// Only what looked wrong is then read again and entered under a short write transaction. The
// values of a base that was overwritten unseen are lost; the entry says so (existed is NULL), and
// the digest remains to tell whether the sheet still holds them.
#include "store/scrub.h"

#include <utility>
#include <vector>

#include "model/canonical.h"
#include "store/row_state.h"

namespace sheetkeeper {
namespace {

Result<bool> IsLogged(Db& db, const UserTable& table, const Value& key) {
  Query query(db, "SELECT 1 FROM " + table.log + " WHERE row_key = ?1", key);
  return query.Next();
}

// Adds to `suspects` the keys, as they are stored, of rows that are not their base and have no
// entry. Gives how many rows have a base.
Result<int64_t> FindDifferingRows(Db& db, const UserTable& table, std::vector<Value>& suspects) {
  int64_t with_base = 0;
  Query query(db, table.select_all);
  while (true) {
    TRY_ASSIGN(const bool more, "reading its rows", query.Next());
    if (!more) return with_base;
    const SideRow now = ReadCanonical(query, 1, table.schema);
    const auto* row = std::get_if<Row>(&now);
    const bool has_base = !query.IsNull(0);
    if (has_base) ++with_base;
    if (has_base && row != nullptr && Digest(*row) == static_cast<uint64_t>(query.Integer(0))) {
      continue;
    }
    // No row of the sheet could ever have nothing, or a BLOB, as its key.
    auto key = query.ValueAt(1 + static_cast<int>(table.schema.key));
    if (!key || IsNull(*key)) continue;
    TRY_ASSIGN(const bool logged, "looking into the change log", IsLogged(db, table, *key));
    if (!logged) suspects.push_back(std::move(*key));
  }
}

// Adds the keys of the base that have no row and no entry.
Result<> FindMissingRows(Db& db, const UserTable& table, std::vector<Value>& suspects) {
  Query query(db, table.select_base_keys);
  while (true) {
    TRY_ASSIGN(const bool more, "reading its base", query.Next());
    if (!more) return {};
    Value key = query.ValueAt(0).value_or(Value());
    const auto stored = query.ValueAt(1);
    if (stored && IsCanonicalKey(stored, table.schema.key_column()) &&
        std::get<Value>(FromDatabase(*stored, table.schema.key_column())) == key) {
      continue;
    }
    TRY_ASSIGN(const bool logged, "looking into the change log", IsLogged(db, table, key));
    if (!logged) suspects.push_back(std::move(key));
  }
}

Result<std::vector<Value>> FindSuspects(Db& db, const UserTable& table) {
  std::vector<Value> suspects;
  DbTransaction snapshot(db);
  TRY("beginning to read", snapshot.BeginRead());
  TRY_ASSIGN(const int64_t with_base, "comparing rows", FindDifferingRows(db, table, suspects));
  TRY_ASSIGN(const int64_t base_rows, "counting the base",
             QueryInteger(db, "SELECT count(*) FROM " + table.base_table));
  if (with_base != base_rows) TRY("comparing rows", FindMissingRows(db, table, suspects));
  TRY("reading", snapshot.Commit());
  return suspects;
}

// Looks again and enters the row, if it still differs from its base.
Result<bool> EnterUnsettled(Db& db, const UserTable& table, const Value& stored_key) {
  Value existed = int64_t{0};
  const Column& column = table.schema.key_column();
  if (IsCanonicalKey(stored_key, column)) {
    const Value key = std::get<Value>(FromDatabase(stored_key, column));
    TRY_ASSIGN(const RowState state, "reading the row again", ReadRowState(db, table, key));
    if (state.Settled()) return false;
    if (state.has_base) existed = Null{};
  }
  TRY("entering a row in the change log",
      Query(
          db,
          "INSERT INTO " + table.log + " (row_key, existed) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
          stored_key, existed)
          .Run());
  return db.Changes() > 0;
}

}  // namespace

Result<int64_t> ScrubRows(Db& db, const UserTable& table) {
  const std::string step = "scrubbing table " + table.name;
  TRY_ASSIGN(const std::vector<Value> suspects, step, FindSuspects(db, table));
  if (suspects.empty()) return 0;
  DbTransaction transaction(db);
  TRY(step, transaction.BeginWrite());
  int64_t entered = 0;
  for (const Value& key : suspects) {
    TRY_ASSIGN(const bool fresh, step, EnterUnsettled(db, table, key));
    if (fresh) ++entered;
  }
  TRY(step, transaction.Commit());
  return entered;
}

}  // namespace sheetkeeper
