#include "sim/script.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

namespace sheetkeeper::sim {
namespace {

const char* HeaderOf(const std::string& column) {
  return std::find_if(std::begin(kColumns), std::end(kColumns),
                      [&](const SimColumn& one) { return one.name == column; })
      ->header;
}

}  // namespace

void Script::LoadSheet(int rows) {
  std::vector<int64_t> keys = table().anchors();
  for (int i = 1; i <= rows; ++i) keys.push_back(table().first_key + i);
  std::string cells =
      fmt::format(R"(["{}","City","Note","{}","Memo"])", kKeyHeader, kUnmappedHeader);
  for (const int64_t key : keys) {
    std::string values;
    for (const SimColumn& column : kColumns) {
      const std::string value = ledger_.NewValue('p', {key, column.name});
      ledger_.Wrote(Side::kSheet, {key, column.name}, value, std::nullopt);
      if (std::string_view(column.name) == "memo") values += fmt::format(R"(,"remark {}")", key);
      values += fmt::format(R"(,"{}")", value);
    }
    cells += fmt::format(",[{}{}]", key, values);
  }
  deployment_.sheet().Load(fmt::format(
      R"({{"spreadsheets":[{{"id":"{}","title":"Sim","sheets":[{{"title":"{}","sheetId":{},"rows":40,"columns":8,"cells":[{}]}}]}}]}})",
      kSpreadsheet, table().title, table().sheet_id, cells));
}

void Script::Type(int64_t key, const std::string& column) {
  const Seen seen = Look(deployment_.sheet(), table());
  const auto row = seen.rows.find(key);
  if (row == seen.rows.end()) return;
  const std::string value = ledger_.NewValue('p', {key, column});
  ledger_.Wrote(Side::kSheet, {key, column}, value, row->second.cells.at(HeaderOf(column)));
  deployment_.sheet()
      .At(kSpreadsheet)
      .Put(seen.title, row->second.row, seen.columns.at(HeaderOf(column)), value);
}

void Script::InsertInSheet(int64_t key) {
  const Seen seen = Look(deployment_.sheet(), table());
  auto sheet = deployment_.sheet().At(kSpreadsheet);
  sheet.InsertRows(seen.title, 2, 1);
  sheet.Put(seen.title, 2, seen.columns.at(kKeyHeader), static_cast<double>(key));
  for (const SimColumn& column : kColumns) {
    const std::string value = ledger_.NewValue('p', {key, column.name});
    ledger_.Wrote(Side::kSheet, {key, column.name}, value, std::nullopt);
    sheet.Put(seen.title, 2, seen.columns.at(column.header), value);
  }
}

void Script::DeleteInSheet(int64_t key) {
  const Seen seen = Look(deployment_.sheet(), table());
  const auto row = seen.rows.find(key);
  if (row == seen.rows.end()) return;
  for (const SimColumn& column : kColumns) {
    ledger_.Deleted(Side::kSheet, {key, column.name}, row->second.cells.at(column.header));
  }
  deployment_.sheet().At(kSpreadsheet).DeleteRows(seen.title, row->second.row, 1);
}

void Script::SortSheet(bool ascending) {
  const Seen seen = Look(deployment_.sheet(), table());
  deployment_.sheet()
      .At(kSpreadsheet)
      .SortRows(seen.title, 1, seen.columns.at(kKeyHeader), ascending);
}

void Script::InsertBlankRow(int at) {
  deployment_.sheet().At(kSpreadsheet).InsertRows(TitleOf(deployment_.sheet(), table()), at, 1);
}

void Script::InsertColumn(int at) {
  deployment_.sheet().At(kSpreadsheet).InsertColumns(TitleOf(deployment_.sheet(), table()), at, 1);
}

void Script::MoveColumn(int from, int to) {
  deployment_.sheet()
      .At(kSpreadsheet)
      .MoveColumns(TitleOf(deployment_.sheet(), table()), from, 1, to);
}

std::string Script::InDatabase(const Place& place) {
  const auto rows = deployment_.program().Run(
      fmt::format("SELECT {} FROM {} WHERE id = {}", place.second, table().name, place.first));
  return rows.empty() ? "" : rows[0][0];
}

void Script::Write(int64_t key, const std::string& column) {
  const std::string value = ledger_.NewValue('d', {key, column});
  const std::string seen = InDatabase({key, column});
  deployment_.program().Run(
      fmt::format("UPDATE {} SET {} = ?1 WHERE id = {}", table().name, column, key), {value});
  if (deployment_.program().ok) ledger_.Wrote(Side::kDatabase, {key, column}, value, seen);
}

void Script::InsertLocally(int64_t key) {
  Sql::Texts values{std::to_string(key)};
  for (const SimColumn& column : kColumns) {
    values.push_back(ledger_.NewValue('d', {key, column.name}));
  }
  deployment_.program().Run(
      fmt::format("INSERT INTO {}(id, city, note, memo) VALUES(CAST(?1 AS INTEGER), ?2, ?3, ?4)",
                  table().name),
      values);
  for (size_t i = 0; deployment_.program().ok && i < std::size(kColumns); ++i) {
    ledger_.Wrote(Side::kDatabase, {key, kColumns[i].name}, values[i + 1], std::nullopt);
  }
}

void Script::DeleteLocally(int64_t key) {
  for (const SimColumn& column : kColumns) {
    ledger_.Deleted(Side::kDatabase, {key, column.name}, InDatabase({key, column.name}));
  }
  deployment_.program().Run(fmt::format("DELETE FROM {} WHERE id = {}", table().name, key));
}

}  // namespace sheetkeeper::sim
