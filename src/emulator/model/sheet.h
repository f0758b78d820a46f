#ifndef SHEETKEEPER_EMULATOR_MODEL_SHEET_H_
#define SHEETKEEPER_EMULATOR_MODEL_SHEET_H_

#include <cstdint>
#include <string>
#include <vector>

#include "emulator/model/dimensions.h"
#include "emulator/model/geometry.h"
#include "emulator/model/grid.h"
#include "emulator/wire/json.h"

namespace sheetkeeper::emulator {

// One tab.
struct Sheet {
  mutable References references = {};

  int32_t id = 0;
  std::string title;
  int row_count = 1000;
  int column_count = 26;
  bool hidden = false;
  Json properties = Json::MakeObject();  // the rest of SheetProperties, gridProperties among it

  Grid grid;
  DimensionTable rows;
  DimensionTable columns;
  std::vector<Rect> merges;  // in order of creation
  // The members of the API's Sheet that are kept as messages, by name: conditionalFormats,
  // filterViews, protectedRanges, basicFilter, charts, bandedRanges, rowGroups, columnGroups,
  // slicers, tables. Absent when empty.
  Json objects = Json::MakeObject();

  Rect Bounds() const { return {{0, row_count}, {0, column_count}}; }
  int Count(Dimension dimension) const {
    return dimension == Dimension::kRows ? row_count : column_count;
  }
  DimensionTable& Table(Dimension dimension) {
    return dimension == Dimension::kRows ? rows : columns;
  }
  const DimensionTable& Table(Dimension dimension) const {
    return dimension == Dimension::kRows ? rows : columns;
  }

  // Whether the cell lies under a merge and is not its first one.
  bool IsCovered(int row, int column) const;

  // The rows and columns up to the last cell that has a value or a formula.
  Rect ContentBounds() const;
};

// SheetProperties as a message, and back.
Json SheetPropertiesOf(const Sheet& sheet, int index);
void SetSheetProperties(const Json& message, Sheet& sheet);

// Renumbers the sizes of rows or columns, and the merges.
void ShiftGrid(const Shift& shift, Sheet& sheet);

// Renumbers the ranges of another sheet, or of this one, in the sheet's objects.
void ShiftObjects(const Shift& shift, int32_t shifted_id, Sheet& sheet);

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_MODEL_SHEET_H_
