// Cell references of a formula: what they name, how they are written, and how they follow edits of
// the sheet's structure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace sheetkeeper::emulator::calc {

// Rows and columns count from 0, both ends belong to it. An open end is kOpenEnd.
struct Area {
  int first_row = 0;
  int first_column = 0;
  int last_row = 0;
  int last_column = 0;

  bool operator==(const Area&) const = default;
  bool Contains(int row, int column) const {
    return row >= first_row && row <= last_row && column >= first_column && column <= last_column;
  }
};

constexpr int kOpenEnd = 1 << 30;

// One end of a reference in one dimension. Absent in A:C (rows) and 1:3 (columns).
struct ReferenceEdge {
  int index = 0;
  bool is_absolute = false;  // written with $
  bool is_open = false;

  bool operator==(const ReferenceEdge&) const = default;
};

struct Reference {
  std::string sheet;  // The title as written, without quotes; empty: the formula's own sheet.
  ReferenceEdge first_row, first_column, last_row, last_column;
  bool cells_are_gone = false;  // shown as Sheet1!#REF!
  bool sheet_is_gone = false;   // shown as #REF!A1

  // A1:B2 and not A1; one cell is written as one.
  bool IsRange() const {
    return first_row.is_open || first_column.is_open || first_row != last_row ||
           first_column != last_column;
  }
  bool IsBroken() const { return cells_are_gone || sheet_is_gone; }
  // REQUIRES: !IsBroken().
  Area ToArea() const;
  // In A1 notation, the sheet quoted where it must be.
  std::string Text() const;

  bool operator==(const Reference&) const = default;
};

// The reference at the start of `text`, with or without a sheet; `length` is set to its bytes.
std::optional<Reference> ParseReference(std::string_view text, size_t* length);

// 0 is "A".
std::string ColumnName(int column);
// 'My Sheet', but Sheet1 bare.
std::string QuotedTitle(std::string_view title);

}  // namespace sheetkeeper::emulator::calc
