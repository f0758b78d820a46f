// The writes whose outcome is not known, as another one is about to be recorded.
//
// While the sheet cannot be written (no answer for hours, or a spreadsheet that is shared for
// reading only) each cycle tries again, and each try may still land. Two things keep them few. One
// that says just what an earlier one said takes its token: whichever of the two lands, the other
// one is refused, and what it did is judged by the same intent. And of very many, those that are so
// old that no request is on its way any more are given up.
#pragma once

#include <cstdint>
#include <vector>

#include "model/plan.h"

namespace sheetkeeper {

// The one of `open` that says what `intent` says, but for its token and time; or nullptr.
const Intent* FindSame(const Intent& intent, const std::vector<Intent>& open);

// The tokens of those that are given up. `open` is in the order of their writing.
std::vector<int32_t> GivenUp(const std::vector<Intent>& open, int64_t now_ms);

}  // namespace sheetkeeper
