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
  int height = 0;
  bool colour = false;
};

// 0 and 0 where the file is no terminal, 80 and 24 where the terminal does not say.
struct TerminalSize {
  int columns = 0;
  int rows = 0;
};
TerminalSize SizeOfTerminal(int file);

// How standard output wants it: colour only on a terminal, and never with NO_COLOR.
Look LookOfStdout();

// Where the columns are wider than the terminal, the widest are narrowed and their cells go on in
// further lines; where even that leaves no room, each row is a block with a line for each cell.
// Line breaks within a cell become blanks. Without a terminal a row is one line.
std::string Render(const TextTable& table, const Look& look);

// `text` in lines of at most `width` characters, broken at blanks where that can be.
std::vector<std::string> WrapWords(std::string_view text, size_t width);

// Prose that begins in column `indent` of a line: its further lines begin there, too. As it is
// where there is no terminal.
std::string Indented(std::string_view text, size_t indent, const Look& look);

// A sentence on a line of its own on standard output; on a terminal its further lines are indented.
void PrintProse(const std::string& text);

// Lines that fit the terminal, the rest of each cut off with an ellipsis. `text` ends with a line's
// end.
std::string CutLines(std::string_view text, const Look& look);

}  // namespace sheetkeeper
