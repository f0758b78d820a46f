// The answers that describe a spreadsheet: of spreadsheets.get, and the part of a batchUpdate's
// answer that shows what was written. Whatever is 0, false or empty is left out by Google.
#pragma once

#include <string>

#include "google/sheets_client.h"

namespace sheetkeeper {

// Errors of all: kUnavailable, the answer is not complete or not of that shape.
Result<SpreadsheetInfo> ReadInfoJson(std::string& body);
Result<BatchReply> ReadBatchReplyJson(std::string& body);

}  // namespace sheetkeeper
