// Rows of text in columns, for people.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sheetkeeper {

struct TextTable {
  std::vector<std::string> headers;
  std::vector<std::vector<std::string>> rows;  // as many cells as there are headers
};

struct Look {
  int width = 0;  // of the terminal; 0: there is none, and nothing is cut off
  bool colour = false;
};

// In columns; 0 where the file is no terminal, 80 where the terminal does not say.
int WidthOfTerminal(int file);

// How standard output wants it: colour only on a terminal, and never with NO_COLOR.
Look LookOfStdout();

// One line a row: line breaks within a cell become blanks. Where the lines are wider than the
// terminal, the widest columns are cut off with an ellipsis.
std::string Render(const TextTable& table, const Look& look);

}  // namespace sheetkeeper
