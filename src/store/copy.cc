#include "store/copy.h"

#include "store/sqlite.h"

namespace sheetkeeper {

Result<> CopyDatabase(const std::string& path, const std::string& to) {
  constexpr int kBusyTimeoutMs = 5000;
  TRY_ASSIGN(const auto db, "copying the database", Db::OpenReadOnly(path, kBusyTimeoutMs));
  return Query(*db, "VACUUM INTO ?1", to).Run();
}

}  // namespace sheetkeeper
