// A SheetBatch as the body of spreadsheets.batchUpdate.
#pragma once

#include <string>

#include "google/sheets_client.h"

namespace sheetkeeper {

// REQUIRES: CheckBatch(batch) found nothing.
std::string BatchJson(const SheetBatch& batch);

// The first cell that JSON cannot carry (text that is not UTF-8, a number that is not finite) is
// kInvalid; `refused`, unless null, names its request.
Result<> CheckBatch(const SheetBatch& batch, RefusedRequest* refused);

}  // namespace sheetkeeper
