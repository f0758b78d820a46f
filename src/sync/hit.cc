#include "sync/hit.h"

#include <algorithm>

#include "base/check.h"
#include "model/canonical.h"
#include "sync/header.h"

namespace sheetkeeper {

const SheetLayout& LayoutOf(const Intent& intent, const SheetOp& op) {
  const auto found =
      std::find_if(intent.layouts.begin(), intent.layouts.end(),
                   [&](const SheetLayout& layout) { return layout.table == op.table; });
  CHECK(found != intent.layouts.end());
  return *found;
}

Hit::Hit(const Intent& intent, const SheetOp& op, const Evidence& evidence,
         const TableSchema& schema)
    : intent_(intent),
      op_(op),
      layout_(LayoutOf(intent, op)),
      schema_(schema),
      headers_(RowAt(evidence, layout_.evidence_header_row)),
      cells_(RowAt(evidence, op.evidence_row)),
      only_renamed_(OnlyRenamed()) {}

const Cell& Hit::At(int sheet_column) const {
  return CellAt(cells_, sheet_column - layout_.span_begin);
}

std::string Hit::HeaderAt(int sheet_column) const {
  return ToText(CellAt(headers_, sheet_column - layout_.span_begin));
}

std::string Hit::HeaderAsRead(int sheet_column) const {
  const auto at = static_cast<size_t>(sheet_column - layout_.span_begin);
  return at < layout_.span_headers.size() ? layout_.span_headers[at] : "";
}

bool Hit::ColumnStands(int sheet_column) const {
  return only_renamed_ || NormalizedHeader(HeaderAt(sheet_column)) == HeaderAsRead(sheet_column);
}

bool Hit::Stands(size_t column) const {
  return only_renamed_ ||
         IsHeaderOf(Cell(HeaderAt(layout_.columns[column])), schema_.columns[column]);
}

bool Hit::ColumnsStand() const {
  for (size_t i = 0; i < schema_.columns.size(); ++i) {
    if (!Stands(i)) return false;
  }
  return true;
}

const Cell* Hit::FindColumn(size_t column) const {
  if (Stands(column)) return &AtColumn(column);
  for (int i = 0; i < static_cast<int>(headers_.size()); ++i) {
    if (IsHeaderOf(headers_[static_cast<size_t>(i)], schema_.columns[column])) {
      return &CellAt(cells_, i);
    }
  }
  return nullptr;
}

RowKey Hit::KeyHit() const {
  const Cell* cell = FindColumn(schema_.key);
  return cell != nullptr ? KeyIn(*cell) : RowKey(Null{});
}

std::vector<std::string> Hit::Headers() const {
  std::vector<std::string> headers;
  for (int column = layout_.span_begin; column < layout_.span_end; ++column) {
    headers.push_back(NormalizedHeader(HeaderAt(column)));
  }
  return headers;
}

bool Hit::HasContent() const {
  for (size_t i = 0; i < schema_.columns.size(); ++i) {
    const Cell* cell = FindColumn(i);
    if (cell != nullptr && !ToText(*cell).empty()) return true;
  }
  return false;
}

bool Hit::ShowsOnly(const std::vector<SheetOp::RawCell>& raw) const {
  std::vector<int> columns;
  for (const SheetOp::RawCell& cell : raw) {
    columns.push_back(PlaceOf(cell));
    if (columns.back() < 0 || CellAt(cells_, columns.back()) != cell.written) return false;
  }
  return ShowsNothingBut(columns, cells_);
}

int Hit::PlaceOf(const SheetOp::RawCell& cell) const {
  const bool stands = ColumnStands(cell.sheet_column) && At(cell.sheet_column) == cell.written;
  if (stands) return cell.sheet_column - layout_.span_begin;
  return ColumnShowing(HeaderAsRead(cell.sheet_column), cell.written, Headers(), cells_);
}

bool Hit::WroteHere(const SheetOp& op) const {
  const bool in_place = op.kind == SheetOp::Kind::kUpdate || op.kind == SheetOp::Kind::kRepair ||
                        op.kind == SheetOp::Kind::kGiveKey;
  return in_place && op.table == op_.table && op.sheet_row == op_.sheet_row;
}

RowKey Hit::KeyNow() const {
  RowKey key = KeyHit();
  for (const SheetOp& op : intent_.ops) {
    if (!WroteHere(op)) continue;
    for (const SheetOp::RawCell& cell : op.raw) {
      if (IsKeyColumn(cell.sheet_column)) key = KeyIn(cell.restore);
    }
    for (const CellChange& change : op.cells) {
      if (!IsKeyColumn(layout_.columns[change.column])) continue;
      const auto cell = ToCell(change.after, schema_.columns[change.column]);
      key = std::holds_alternative<Cell>(cell) ? KeyIn(std::get<Cell>(cell)) : RowKey(Null{});
    }
  }
  return key;
}

std::optional<RowKey> Hit::KeyPutBack() const {
  for (const SheetOp& op : intent_.ops) {
    if (!WroteHere(op)) continue;
    for (const SheetOp::RawCell& cell : op.raw) {
      const bool meant = IsKeyColumn(cell.sheet_column) && ColumnStands(cell.sheet_column) &&
                         At(cell.sheet_column) == cell.written;
      if (meant) return KeyIn(cell.restore);
    }
  }
  return std::nullopt;
}

bool Hit::IsKeyColumn(int sheet_column) const {
  return IsHeaderOf(Cell(NameOf(sheet_column)), schema_.key_column());
}

Repair Hit::PutBack(int sheet_column, Cell written) const {
  return {op_.table,          KeyHit(),        op_.sheet_row, NameOf(sheet_column),
          std::move(written), At(sheet_column)};
}

RowRestore Hit::PutRowBack(int32_t token) const {
  return {op_.table, KeyHit(), token, op_.evidence_row + 1, op_.sheet_row, Headers()};
}

std::string Hit::NameOf(int sheet_column) const {
  return only_renamed_ ? HeaderAsRead(sheet_column) : HeaderAt(sheet_column);
}

RowKey Hit::KeyIn(const Cell& cell) const {
  const auto key = FromCell(cell, schema_.key_column());
  return std::holds_alternative<Value>(key) ? std::get<Value>(key) : RowKey(Null{});
}

bool Hit::OnlyRenamed() const {
  const auto width = static_cast<int>(layout_.span_headers.size());
  if (width > 0 && std::all_of(headers_.begin(), headers_.end(),
                               [](const Cell& header) { return ToText(header).empty(); })) {
    return true;
  }
  for (int i = 0; i < width; ++i) {
    const Cell& header = CellAt(headers_, i);
    if (NormalizedHeader(ToText(header)) == layout_.span_headers[static_cast<size_t>(i)]) continue;
    const bool mapped = std::find(layout_.columns.begin(), layout_.columns.end(),
                                  layout_.span_begin + i) != layout_.columns.end();
    if (!mapped || ToText(header).empty() || IsAnyHeader(header)) return false;
  }
  return width > 0;
}

bool Hit::IsAnyHeader(const Cell& header) const {
  return std::any_of(schema_.columns.begin(), schema_.columns.end(),
                     [&](const Column& column) { return IsHeaderOf(header, column); });
}

std::span<const Cell> Hit::RowAt(const Evidence& evidence, int row) {
  if (row < 0 || static_cast<size_t>(row) >= evidence.rows.size()) return {};
  return evidence.rows[static_cast<size_t>(row)];
}

}  // namespace sheetkeeper
