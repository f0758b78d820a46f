#include "cli/text_table.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "base/utf8.h"

namespace sheetkeeper {
namespace {

constexpr size_t kGap = 2;
constexpr size_t kNarrowest = 10;    // no column is made narrower than this
constexpr size_t kLongestWord = 24;  // that is worth a wide column
constexpr size_t kMostLines = 8;     // of one cell; the rest is cut off

std::string OneLine(std::string text) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < ' ' || c == '\x7f') c = ' ';
  }
  return text;
}

size_t WidthOf(std::string_view text) {
  return CountCodePoints(text).value_or(text.size());
}

bool Continues(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

// The first `width` characters of a longer text, or all of it.
std::string_view Front(std::string_view text, size_t width) {
  size_t at = 0;
  for (; width > 0 && at < text.size(); --width) {
    do ++at;
    while (at < text.size() && Continues(text[at]));
  }
  return text.substr(0, at);
}

std::string Padded(std::string text, size_t width) {
  const size_t has = WidthOf(text);
  return has < width ? std::move(text) + std::string(width - has, ' ') : text;
}

// The lines of a cell; where they are too many, the last one shows it.
std::vector<std::string> CellLines(const std::string& cell, size_t width) {
  std::string line = OneLine(cell);
  if (WidthOf(line) <= width) return {std::move(line)};
  std::vector<std::string> lines = WrapWords(line, width);
  if (lines.size() > kMostLines) {
    lines.resize(kMostLines);
    lines.back() = std::string(Front(lines.back(), width - 1)) + "…";
  }
  return lines;
}

std::vector<size_t> NaturalWidths(const TextTable& table) {
  std::vector<size_t> widths;
  for (const std::string& header : table.headers) widths.push_back(WidthOf(header));
  for (const auto& row : table.rows) {
    for (size_t i = 0; i < widths.size(); ++i) widths[i] = std::max(widths[i], WidthOf(row[i]));
  }
  return widths;
}

size_t LongestWord(const std::string& text) {
  size_t longest = 0;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find(' ', at), text.size());
    longest = std::max(longest, WidthOf(std::string_view(text).substr(at, end - at)));
    at = end + 1;
  }
  return longest;
}

// How wide each column has to be for its words to stay whole.
std::vector<size_t> WordWidths(const TextTable& table) {
  std::vector<size_t> widths(table.headers.size(), kNarrowest);
  for (const auto& row : table.rows) {
    for (size_t i = 0; i < widths.size(); ++i) {
      widths[i] = std::max(widths[i], std::min(LongestWord(row[i]), kLongestWord));
    }
  }
  return widths;
}

// Narrows the widest columns, each down to its floor, until all of them have room beside each
// other. False where they have none.
bool Narrow(std::vector<size_t>& widths, const std::vector<size_t>& floors, size_t available) {
  size_t total =
      std::accumulate(widths.begin(), widths.end(), size_t{0}) + kGap * (widths.size() - 1);
  for (; total > available; --total) {
    size_t widest = widths.size();
    for (size_t i = 0; i < widths.size(); ++i) {
      const bool narrows = widths[i] > floors[i];
      if (narrows && (widest == widths.size() || widths[i] > widths[widest])) widest = i;
    }
    if (widest == widths.size()) return false;
    --widths[widest];
  }
  return true;
}

// Nothing where the table is too wide for the terminal in any case.
std::optional<std::vector<size_t>> FittingWidths(const TextTable& table, const Look& look) {
  const std::vector<size_t> natural = NaturalWidths(table);
  if (look.width == 0) return natural;
  const std::vector<size_t> narrowest(natural.size(), kNarrowest);
  for (const std::vector<size_t>& floors : {WordWidths(table), narrowest}) {
    std::vector<size_t> widths = natural;
    if (Narrow(widths, floors, static_cast<size_t>(look.width))) return widths;
  }
  return std::nullopt;
}

// A row, on as many lines as its longest cell takes.
std::string RowText(const std::vector<std::string>& cells, const std::vector<size_t>& widths) {
  std::vector<std::vector<std::string>> columns;
  size_t height = 1;
  for (size_t i = 0; i < cells.size(); ++i) {
    columns.push_back(CellLines(cells[i], widths[i]));
    height = std::max(height, columns.back().size());
  }
  std::string text;
  for (size_t at = 0; at < height; ++at) {
    std::string line;
    for (size_t i = 0; i < columns.size(); ++i) {
      if (i > 0) line += std::string(kGap, ' ');
      line += Padded(at < columns[i].size() ? columns[i][at] : "", widths[i]);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

std::string Bold(const std::string& text, const Look& look) {
  return look.colour ? "\x1b[1m" + text + "\x1b[0m" : text;
}

// Each row as a block of lines, a cell a line: for more columns than the terminal has room for.
std::string RenderBlocks(const TextTable& table, const Look& look) {
  size_t label = 0;
  for (const std::string& header : table.headers) label = std::max(label, WidthOf(header));
  const size_t all = std::max<size_t>(static_cast<size_t>(look.width), label + kGap + kNarrowest);
  std::string text;
  for (const auto& row : table.rows) {
    if (!text.empty()) text += "\n";
    for (size_t i = 0; i < row.size(); ++i) {
      if (row[i].empty()) continue;
      std::string head = Bold(Padded(table.headers[i], label), look);
      for (const std::string& line : CellLines(row[i], all - label - kGap)) {
        text += head + std::string(kGap, ' ') + line + "\n";
        head = std::string(label, ' ');
      }
    }
  }
  return text;
}

}  // namespace

TerminalSize SizeOfTerminal(int file) {
  if (::isatty(file) == 0) return {};
  winsize size{};
  const bool known = ::ioctl(file, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 && size.ws_row > 0;
  return known ? TerminalSize{size.ws_col, size.ws_row} : TerminalSize{80, 24};
}

Look LookOfStdout() {
  const TerminalSize size = SizeOfTerminal(STDOUT_FILENO);
  if (size.columns == 0) return {};
  const auto variable = [](const char* name) {
    const char* value = std::getenv(name);
    return std::string_view(value == nullptr ? "" : value);
  };
  return {.width = size.columns,
          .height = size.rows,
          .colour = variable("NO_COLOR").empty() && variable("TERM") != "dumb"};
}

std::vector<std::string> WrapWords(std::string_view text, size_t width) {
  std::vector<std::string> lines{""};
  while (!text.empty()) {
    const size_t end = std::min(text.find(' '), text.size());
    std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!lines.back().empty() && WidthOf(lines.back()) + 1 + WidthOf(word) > width) {
      lines.emplace_back();
    }
    if (!lines.back().empty()) lines.back() += ' ';
    for (; WidthOf(word) > width; word.remove_prefix(Front(word, width).size())) {
      lines.back() = Front(word, width);
      lines.emplace_back();
    }
    lines.back() += word;
  }
  return lines;
}

std::string Indented(std::string_view text, size_t indent, const Look& look) {
  const auto width = static_cast<size_t>(look.width);
  if (width < indent + kNarrowest) return std::string(text);
  std::string shown;
  for (const std::string& line : WrapWords(text, width - indent)) {
    shown += (shown.empty() ? "" : "\n" + std::string(indent, ' ')) + line;
  }
  return shown;
}

void PrintProse(const std::string& text) {
  constexpr size_t kIndent = 2;
  fmt::print("{}\n", Indented(text, kIndent, LookOfStdout()));
}

std::string CutLines(std::string_view text, const Look& look) {
  const auto width = static_cast<size_t>(look.width);
  std::string fitting;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    const bool fits = width == 0 || WidthOf(line) <= width;
    fitting += fits ? std::string(line) : std::string(Front(line, width - 1)) + "…";
    fitting += '\n';
    text.remove_prefix(line.size() + 1);
  }
  return fitting;
}

std::string Render(const TextTable& table, const Look& look) {
  const auto widths = FittingWidths(table, look);
  if (!widths) return RenderBlocks(table, look);
  std::string headers = RowText(table.headers, *widths);
  headers.pop_back();
  std::string text = Bold(headers, look) + "\n";
  for (const auto& row : table.rows) text += RowText(row, *widths);
  return text;
}

}  // namespace sheetkeeper
