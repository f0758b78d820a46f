#include "store/resync.h"

#include "store/sqlite.h"
#include "store/status_reader.h"

namespace sheetkeeper {

Result<> CheckOurs(const std::string& path) {
  TRY("opening the database", StatusReader::Open(path));
  return {};
}

Result<> ForgetAgreement(const std::string& path, const std::vector<std::string>& tables) {
  constexpr int kBusyTimeoutMs = 5000;
  TRY("forgetting the base", CheckOurs(path));
  TRY_ASSIGN(const auto db, "forgetting the base", Db::OpenExisting(path, kBusyTimeoutMs));
  DbTransaction transaction(*db);
  TRY("forgetting the base", transaction.BeginWrite());
  for (const std::string& table : tables) {
    // A base counts only under the declaration that it was made under.
    TRY("forgetting the base",
        Query(*db, "UPDATE _tables SET columns = '' WHERE table_name = ?1", table).Run());
  }
  return transaction.Commit();
}

}  // namespace sheetkeeper
