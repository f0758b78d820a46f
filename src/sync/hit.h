// One operation of a batch beside what the evidence sheet kept of the row it hit
// (sync/evidence.h).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/plan.h"
#include "model/schema.h"
#include "sync/evidence.h"

namespace sheetkeeper {

// REQUIRES: `intent` has the layout of the operation's table.
const SheetLayout& LayoutOf(const Intent& intent, const SheetOp& op);

// What it is made of outlives it.
class Hit {
 public:
  Hit(const Intent& intent, const SheetOp& op, const Evidence& evidence, const TableSchema& schema);

  // The old content of a column of the sheet.
  const Cell& At(int sheet_column) const;
  const Cell& AtColumn(size_t column) const { return At(layout_.columns[column]); }

  std::string HeaderAt(int sheet_column) const;
  // Normalized, at the time of the read.
  std::string HeaderAsRead(int sheet_column) const;

  bool ColumnStands(int sheet_column) const;
  // The column was where we wrote.
  bool Stands(size_t column) const;
  bool ColumnsStand() const;

  // The old content of a column of the table, wherever it stood then; nullptr where it was gone.
  const Cell* FindColumn(size_t column) const;

  // The key of the row that was hit: NULL where it has none, or where the key's column had left the
  // copied span.
  RowKey KeyHit() const;

  // The row that was hit showed something in a column of the table.
  bool HasContent() const;

  // One for each column of the copied span, as they were when the batch landed.
  std::vector<std::string> Headers() const;

  // The row had just these cells, under the headers they were read under.
  bool ShowsOnly(const std::vector<SheetOp::RawCell>& raw) const;

  // The key that the row shows since the batch: this operation, or another one on the row, may have
  // written over the key's own cell.
  RowKey KeyNow() const;
  // The key that a repair in the same batch has put back in its place in this row, if one has.
  std::optional<RowKey> KeyPutBack() const;

  Repair PutBack(int sheet_column, Cell written) const;
  // The whole row, which stands below its own evidence.
  RowRestore PutRowBack(int32_t token) const;

 private:
  // In the copied span: the column that was read there, wherever it stood then, or -1.
  int PlaceOf(const SheetOp::RawCell& cell) const;
  // What the column will be found by. One that has another name in place has to get its name back,
  // or the declaration the new one, before the table is touched again.
  std::string NameOf(int sheet_column) const;
  RowKey KeyIn(const Cell& cell) const;
  bool IsKeyColumn(int sheet_column) const;
  // That operation of the batch wrote over cells of this row, too.
  bool WroteHere(const SheetOp& op) const;

  // No column moved: every header stands as it was read, but for mapped ones that have another name
  // now. So it is, too, where somebody cleared the whole tab.
  bool OnlyRenamed() const;
  bool IsAnyHeader(const Cell& header) const;
  static std::span<const Cell> RowAt(const Evidence& evidence, int row);

  const Intent& intent_;
  const SheetOp& op_;
  const SheetLayout& layout_;
  const TableSchema& schema_;
  std::span<const Cell> headers_;
  std::span<const Cell> cells_;
  bool only_renamed_;
};

}  // namespace sheetkeeper
