// The values of a spreadsheet, tab by tab, as a proposal needs them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "config/proposal.h"
#include "config/settings.h"

namespace sheetkeeper {

// A progress bar shows how far a read is. Errors are those of SheetsClient and of the key file.
class TabReader {
 public:
  // Signs in and looks the tabs up: one read. Only these settings count: spreadsheet, key_file,
  // api_base, token_url.
  static Result<TabReader> Open(const Settings& settings);
  TabReader(TabReader&& other) noexcept;
  ~TabReader();

  const std::string& title() const;         // of the spreadsheet
  std::string account() const;              // that it is read by
  std::vector<std::string> titles() const;  // of its tabs, but for hidden ones and charts

  // Three reads.
  Result<SeenTab> Read(const std::string& title);

 private:
  class Impl;
  explicit TabReader(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace sheetkeeper
