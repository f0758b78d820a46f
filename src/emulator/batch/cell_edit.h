#ifndef SHEETKEEPER_EMULATOR_BATCH_CELL_EDIT_H_
#define SHEETKEEPER_EMULATOR_BATCH_CELL_EDIT_H_

#include "emulator/batch/request.h"

namespace sheetkeeper::emulator {

// Applies the masked fields of CellData messages to cells. Cells that were alike before and get
// the same message share what they have besides their value.
class CellEdit {
 public:
  CellEdit(const Spreadsheet& book, const FieldMask& mask) : book_(book), mask_(mask) {}

  // The refusal of a CellData message, if it cannot be applied.
  static Result<> Check(const Json& data);

  void Apply(const Json& data, Cell& cell);

 private:
  void ApplyValue(const Json& data, Cell& cell);
  void ApplyFields(const Json& data, Cell& cell);

  const Spreadsheet& book_;
  const FieldMask& mask_;
  const Json* last_data_ = nullptr;
  Counted<CellExtras> last_before_;
  Counted<CellExtras> last_after_;
};

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_BATCH_CELL_EDIT_H_
