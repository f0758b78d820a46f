// What an answer of the Sheets API other than success means to a person, and to the caller.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "google/sheets_client.h"
#include "http/transport.h"

namespace sheetkeeper {

// Whom and what the request was for.
struct ApiCall {
  std::string base_url;
  std::string spreadsheet_id;
  std::string account;  // "" where it is not known
};

// As sheets_client.h says. `refused`, unless null, gets the request at fault where the answer names
// one. No text that Google echoes from cells is passed on.
Error ApiError(const HttpResponse& response, const ApiCall& call, RefusedRequest* refused);

// Google's words, fit for a log line: what stands in double quotes or follows "Invalid value at
// 'place' (type), " is left out (Google echoes cell contents there), control characters too, and
// the rest of a long text.
std::string SafeText(std::string_view text);

}  // namespace sheetkeeper
