// The value of a Result that has none: it went well.
#pragma once

namespace sheetkeeper::reader {

struct Done {};

}  // namespace sheetkeeper::reader
