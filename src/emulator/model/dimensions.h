#ifndef SHEETKEEPER_EMULATOR_MODEL_DIMENSIONS_H_
#define SHEETKEEPER_EMULATOR_MODEL_DIMENSIONS_H_

#include <map>
#include <optional>

#include "emulator/model/shift.h"

namespace sheetkeeper::emulator {

// What is known of one row or column besides its cells.
struct DimensionInfo {
  std::optional<int> pixel_size;
  bool hidden_by_user = false;
  bool hidden_by_filter = false;

  bool operator==(const DimensionInfo&) const = default;
};

// The rows or the columns of a sheet that are not as all others.
class DimensionTable {
 public:
  const DimensionInfo& Get(int index) const;
  void Set(int index, const DimensionInfo& info);
  void Apply(const Shift& shift);
  void Truncate(int size);
  const std::map<int, DimensionInfo>& infos() const { return infos_; }  // by index

 private:
  std::map<int, DimensionInfo> infos_;
};

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_MODEL_DIMENSIONS_H_
