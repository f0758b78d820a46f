#include "store/base_table.h"

#include "store/lists.h"

namespace sheetkeeper {
namespace {

constexpr char kBaseToken[] = "base.token";

}  // namespace

// Whole numbers as keys are the rowid, which saves an index and half of the room.
Result<> CreateBaseTable(Db& db, const UserTable& table) {
  const bool integer = table.schema.key_column().type == ColumnType::kInteger;
  return db.Execute("DROP TABLE IF EXISTS " + table.base_table + "; CREATE TABLE " +
                    table.base_table +
                    (integer ? " (key INTEGER PRIMARY KEY, digest INTEGER NOT NULL)"
                             : " (key PRIMARY KEY NOT NULL, digest INTEGER NOT NULL) "
                               "WITHOUT ROWID"));
}

Result<BaseIndex> LoadBaseIndex(Db& db, const UserTable& table) {
  BaseIndex index;
  TRY_ASSIGN(const int64_t rows, "reading the base of table " + table.name,
             QueryInteger(db, "SELECT count(*) FROM " + table.base_table));
  index.Reserve(static_cast<size_t>(rows));
  Query query(db, "SELECT key, digest FROM " + table.base_table);
  while (true) {
    TRY_ASSIGN(const bool more, "reading the base of table " + table.name, query.Next());
    if (!more) return index;
    index.Add(query.ValueAt(0).value_or(Value()), static_cast<uint64_t>(query.Integer(1)));
  }
}

Result<std::string> ReadBaseToken(Db& db) {
  TRY_ASSIGN(const auto token, "reading the token of the bases", ReadMeta(db, kBaseToken));
  return token.value_or("");
}

Result<std::string> ChangeBaseToken(Db& db) {
  TRY("changing the token of the bases",
      Query(db,
            "INSERT INTO _meta (name, value) VALUES (?1, hex(randomblob(16))) "
            "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            std::string(kBaseToken))
          .Run());
  return ReadBaseToken(db);
}

Result<std::vector<RowKey>> ReadUnseenKeys(Db& db, const UserTable& table, const BaseIndex& index) {
  std::vector<RowKey> keys;
  Query query(db, "SELECT key FROM " + table.base_table);
  while (true) {
    TRY_ASSIGN(const bool more, "reading the base of table " + table.name, query.Next());
    if (!more) return keys;
    RowKey key = query.ValueAt(0).value_or(Value());
    const BaseIndex::Entry* entry = index.Find(key);
    if (entry == nullptr || entry->sheet_row < 0) keys.push_back(std::move(key));
  }
}

Result<> SetBase(Db& db, const UserTable& table, const RowKey& key, uint64_t digest) {
  return Query(db, table.set_base, key, static_cast<int64_t>(digest)).Run();
}

Result<> DeleteBase(Db& db, const UserTable& table, const RowKey& key) {
  return Query(db, table.delete_base, key).Run();
}

}  // namespace sheetkeeper
