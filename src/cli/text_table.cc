#include "cli/text_table.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <numeric>

#include "base/utf8.h"

namespace sheetkeeper {
namespace {

constexpr size_t kGap = 2;
constexpr size_t kNarrowest = 6;  // no column is cut below this

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

// `text` in exactly `width` columns.
std::string Fitted(const std::string& text, size_t width) {
  const size_t has = WidthOf(text);
  if (has <= width) return text + std::string(width - has, ' ');
  size_t at = 0;
  for (size_t left = width - 1; left > 0; --left) {
    do ++at;
    while (at < text.size() && Continues(text[at]));
  }
  return text.substr(0, at) + "…";
}

std::vector<size_t> NaturalWidths(const TextTable& table) {
  std::vector<size_t> widths;
  for (const std::string& header : table.headers) widths.push_back(WidthOf(header));
  for (const auto& row : table.rows) {
    for (size_t i = 0; i < widths.size(); ++i) widths[i] = std::max(widths[i], WidthOf(row[i]));
  }
  return widths;
}

void Narrow(std::vector<size_t>& widths, size_t available) {
  size_t total =
      std::accumulate(widths.begin(), widths.end(), size_t{0}) + kGap * (widths.size() - 1);
  while (total > available) {
    const auto widest = std::max_element(widths.begin(), widths.end());
    if (*widest <= kNarrowest) return;
    --*widest;
    --total;
  }
}

std::string Line(const std::vector<std::string>& cells, const std::vector<size_t>& widths) {
  std::string line;
  for (size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) line += std::string(kGap, ' ');
    line += Fitted(OneLine(cells[i]), widths[i]);
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

}  // namespace

int WidthOfTerminal(int file) {
  if (::isatty(file) == 0) return 0;
  winsize size{};
  const bool known = ::ioctl(file, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? size.ws_col : 80;
}

Look LookOfStdout() {
  const int width = WidthOfTerminal(STDOUT_FILENO);
  if (width == 0) return {};
  const auto variable = [](const char* name) {
    const char* value = std::getenv(name);
    return std::string_view(value == nullptr ? "" : value);
  };
  return {.width = width, .colour = variable("NO_COLOR").empty() && variable("TERM") != "dumb"};
}

std::string Render(const TextTable& table, const Look& look) {
  std::vector<size_t> widths = NaturalWidths(table);
  if (look.width > 0) Narrow(widths, static_cast<size_t>(look.width));
  const std::string headers = Line(table.headers, widths);
  std::string text = (look.colour ? "\x1b[1m" + headers + "\x1b[0m" : headers) + "\n";
  for (const auto& row : table.rows) text += Line(row, widths) + "\n";
  return text;
}

}  // namespace sheetkeeper
