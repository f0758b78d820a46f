// The range by which the server echoes a values read: "'D3'!A1:Z1000".
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sheetkeeper {

struct EchoRange {
  std::string title;
  int row_count = 0;     // rows up to the end of the range
  int column_count = 0;  // columns up to its end
};

// Nothing where the text is no such range.
std::optional<EchoRange> ParseEchoRange(std::string_view text);

}  // namespace sheetkeeper
