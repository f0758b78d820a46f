// A list of short texts in one column: one a line.
#pragma once

#include <string>
#include <vector>

namespace sheetkeeper {

// REQUIRES: no text has a newline.
std::string LinesText(const std::vector<std::string>& lines);
std::vector<std::string> ParseLines(const std::string& text);

}  // namespace sheetkeeper
