#include "emulator/model/dimensions.h"

#include <utility>

namespace sheetkeeper::emulator {

const DimensionInfo& DimensionTable::Get(int index) const {
  static const DimensionInfo kUsual;
  const auto found = infos_.find(index);
  return found == infos_.end() ? kUsual : found->second;
}

void DimensionTable::Set(int index, const DimensionInfo& info) {
  if (info == DimensionInfo()) {
    infos_.erase(index);
  } else {
    infos_[index] = info;
  }
}

void DimensionTable::Apply(const Shift& shift) {
  if (infos_.empty()) return;
  std::map<int, DimensionInfo> shifted;
  for (const auto& [index, info] : infos_) {
    if (const auto mapped = shift.Map(index)) shifted.emplace(*mapped, info);
  }
  infos_ = std::move(shifted);
}

void DimensionTable::Truncate(int size) {
  infos_.erase(infos_.lower_bound(size), infos_.end());
}

}  // namespace sheetkeeper::emulator
