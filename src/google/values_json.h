// The answer of values:batchGet.
#pragma once

#include <cstddef>
#include <string>

#include "google/sheets_client.h"

namespace sheetkeeper {

// Passes the `range_count` ranges of the answer to `sink`. Error: kUnavailable, the answer is not
// complete or not of that shape; the sink may have received some rows by then.
Result<> ReadValuesJson(std::string& body, size_t range_count, ValueSink& sink);

}  // namespace sheetkeeper
