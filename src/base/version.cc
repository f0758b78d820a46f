#include "base/version.h"

namespace sheetkeeper {

std::string_view Version() {
  return SHEETKEEPER_VERSION;
}

}  // namespace sheetkeeper
