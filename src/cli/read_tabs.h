// All values of a spreadsheet, as a proposal needs them.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "config/proposal.h"
#include "config/settings.h"

namespace sheetkeeper {

struct SeenSpreadsheet {
  std::string title;
  std::string account;        // that it was read by
  std::vector<SeenTab> tabs;  // but for hidden ones and charts
};

// Signs in and reads every tab, in four requests. Only these settings count: spreadsheet, key_file,
// api_base, token_url. Errors as those of SheetsClient and of the key file.
Result<SeenSpreadsheet> ReadTabs(const Settings& settings);

}  // namespace sheetkeeper
