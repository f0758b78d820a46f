#include "store/row_state.h"

#include <utility>

#include "model/canonical.h"

namespace sheetkeeper {
namespace {

// The same value to SQL: 7 and 7.0 are.
bool SameToSql(const Value& a, const Value& b) {
  if (a.index() == b.index()) return a == b;
  const auto* integer = std::get_if<int64_t>(&a);
  const auto* real = std::get_if<double>(&b);
  if (integer == nullptr || real == nullptr) {
    integer = std::get_if<int64_t>(&b);
    real = std::get_if<double>(&a);
  }
  if (integer == nullptr || real == nullptr) return false;
  return static_cast<long double>(*integer) == static_cast<long double>(*real);
}

Held NotCanonicalKey(const Value& stored, const Column& column) {
  const auto fitted = FromDatabase(stored, column);
  const auto* canonical = std::get_if<Value>(&fitted);
  if (canonical == nullptr) return {std::get<Misfit>(fitted).reason, -1};
  return {
      "the key is stored as '" + ToText(stored) + "', which is to be written " +
          (std::holds_alternative<std::string>(*canonical) ? "as the text '" : "as the number '") +
          ToText(*canonical) + "'",
      -1};
}

// What the table holds for the key of the query's row.
SideRow ReadNow(const Query& query, const RowKey& key, const TableSchema& schema) {
  const int key_column = RowColumns::kNow + static_cast<int>(schema.key);
  if (query.IsNull(key_column)) return std::monostate{};
  // A collation of the user's may take another row for this one ('abc' for 'ABC').
  const auto stored = query.ValueAt(key_column).value_or(Value());
  const auto canonical = FromDatabase(stored, schema.key_column());
  if (canonical.index() != 0 || std::get<Value>(canonical) != key) return std::monostate{};
  return ReadCanonical(query, RowColumns::kNow, schema);
}

// Sets the base of the state as far as it is known: values count only where their digest is the
// base's.
void ReadBase(const Query& query, const TableSchema& schema, RowState& state) {
  state.has_base = !query.IsNull(RowColumns::kBaseDigest);
  if (!state.has_base) {
    state.settled = IsAbsent(state.row.now);
    return;
  }
  StoredRow& row = state.row;
  row.base_digest = static_cast<uint64_t>(query.Integer(RowColumns::kBaseDigest));
  const auto is_base = [&row](const SideRow& side) {
    const auto* values = std::get_if<Row>(&side);
    return values != nullptr && Digest(*values) == row.base_digest;
  };
  if (is_base(row.now)) {
    row.base = std::get<Row>(row.now);
    state.settled = true;
    return;
  }
  if (state.row.seq != 0) {
    SideRow old = ReadCanonical(query, RowColumns::Old(schema.columns.size()), schema);
    if (is_base(old)) {
      row.base = std::get<Row>(std::move(old));
      return;
    }
  }
  row.base_known = false;
}

RowState ReadState(const Query& query, const RowKey& key, const TableSchema& schema) {
  RowState state;
  state.row.key = key;
  state.row.seq = query.Integer(RowColumns::kSeq);
  state.row.now = ReadNow(query, key, schema);
  ReadBase(query, schema, state);
  return state;
}

// The state of the log's entry in the query's row. A key that is not canonical has no base and
// cannot be merged: two such keys might be one to the sheet.
RowState ReadLoggedState(const Query& query, const TableSchema& schema) {
  const auto stored = query.ValueAt(RowColumns::kKey);
  const Column& column = schema.key_column();
  if (stored && IsCanonicalKey(stored, column)) {
    return ReadState(query, std::get<Value>(FromDatabase(*stored, column)), schema);
  }
  RowState state;
  state.row.seq = query.Integer(RowColumns::kSeq);
  state.row.key = stored ? *stored : Value(query.BlobText(RowColumns::kKey));
  state.settled = query.IsNull(RowColumns::kNow + static_cast<int>(schema.key));
  if (!state.settled) {
    Held held = stored ? NotCanonicalKey(*stored, column) : Held{"the key is a BLOB"};
    held.column = static_cast<int>(schema.key);
    state.row.now = std::move(held);
  }
  return state;
}

}  // namespace

Result<RowState> ReadRowState(Db& db, const UserTable& table, const RowKey& key) {
  Query query(db, table.select_row, key);
  TRY_ASSIGN(const bool found, "reading a row of table " + table.name, query.Next());
  if (!found) return RowState{};
  return ReadState(query, key, table.schema);
}

Result<> ForEachLoggedRow(Db& db, const UserTable& table, int64_t last, const TakeState& take) {
  Query query(db, table.select_changes, last);
  while (true) {
    TRY_ASSIGN(const bool more, "reading the local changes of table " + table.name, query.Next());
    if (!more) return {};
    if (auto taken = take(ReadLoggedState(query, table.schema)); !taken) return taken;
  }
}

Result<std::optional<RowState>> ReadLoggedRow(Db& db, const UserTable& table, int64_t seq) {
  Query query(db, table.select_change, seq);
  TRY_ASSIGN(const bool found, "reading a local change of table " + table.name, query.Next());
  if (!found) return std::nullopt;
  return ReadLoggedState(query, table.schema);
}

Result<std::optional<StoredRow>> ReadRowsWithoutKey(Db& db, const UserTable& table) {
  if (!table.shape.key_nullable) return std::nullopt;
  TRY_ASSIGN(
      const int64_t count, "looking for rows without a key in table " + table.name,
      QueryInteger(db, "SELECT count(*) FROM " + table.name + " WHERE " + table.key + " IS NULL"));
  if (count == 0) return std::nullopt;
  StoredRow row;
  row.now = Held{count == 1 ? "a row has no key" : std::to_string(count) + " rows have no key",
                 static_cast<int>(table.schema.key)};
  return row;
}

SideRow ReadCanonical(const Query& query, int first, const TableSchema& schema) {
  Row row(schema.columns.size());
  for (size_t i = 0; i < row.size(); ++i) {
    const auto stored = query.ValueAt(first + static_cast<int>(i));
    if (!stored) return Held{"it is a BLOB", static_cast<int>(i)};
    auto fitted = FromDatabase(*stored, schema.columns[i]);
    if (const auto* misfit = std::get_if<Misfit>(&fitted)) {
      return Held{misfit->reason, static_cast<int>(i)};
    }
    row[i] = std::get<Value>(std::move(fitted));
  }
  return row;
}

bool IsCanonicalKey(const std::optional<Value>& stored, const Column& column) {
  if (!stored) return false;
  const auto fitted = FromDatabase(*stored, column);
  const auto* canonical = std::get_if<Value>(&fitted);
  return canonical != nullptr && !IsNull(*canonical) && SameToSql(*stored, *canonical);
}

}  // namespace sheetkeeper
