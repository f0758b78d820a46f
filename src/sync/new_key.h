// Keys for rows of the sheet that have none (TableBinding::give_keys).
#pragma once

#include "base/rng.h"
#include "model/schema.h"
#include "model/value.h"

namespace sheetkeeper {

// A key of about 50 random bits: no row of either side has it, and nobody counts up to it. A text
// is short, begins with a letter and looks like no number or date. REQUIRES: the column's type is
// text or integer.
Value NewKey(const Column& column, Rng& rng);

}  // namespace sheetkeeper
