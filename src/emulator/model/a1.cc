// Ranges in A1 and R1C1 notation.
//
//   range     = [ sheet "!" ] reference | sheet | name
//   sheet     = title | "'" title with doubled apostrophes "'"
//   reference = corner [ ":" corner ]
//   corner    = letters digits | letters | digits | "R" row "C" column
//
// A corner of letters or digits only is good in a pair: A:C, 2:3, A2:C (open below), A1:1 (open to
// the right). Corners may come in any order. Rows and columns of R1C1 are numbers from 1, or
// offsets from the first cell in brackets; the notations do not mix.
//
// Text without a sheet is tried as a reference on the first sheet, then as a named range, then as
// the title of a sheet. Titles and names are found without regard to case. An end behind the grid
// is clipped, a start behind it refused.

#include "emulator/model/a1.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "emulator/model/ranges.h"

namespace sheetkeeper::emulator {
namespace {

struct Corner {
  std::optional<int> row, column;

  bool full() const { return row && column; }
};

bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}
char Upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

// A row or column number, from 1; nothing when it is 0 or has too many digits.
std::optional<int> TakeNumber(std::string_view& text) {
  size_t length = 0;
  while (length < text.size() && IsDigit(text[length])) ++length;
  if (length == 0 || length > 9) return std::nullopt;
  int number = 0;
  std::from_chars(text.data(), text.data() + length, number);
  text.remove_prefix(length);
  return number == 0 ? std::nullopt : std::optional(number);
}

bool Take(std::string_view& text, char wanted) {
  if (text.empty() || Upper(text.front()) != wanted) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<Corner> ParseA1Corner(std::string_view text) {
  Corner corner;
  Take(text, '$');
  int column = 0;
  size_t letters = 0;
  while (letters < text.size() && IsLetter(text[letters])) {
    if (letters == 3) return std::nullopt;
    column = column * 26 + (Upper(text[letters++]) - 'A' + 1);
  }
  text.remove_prefix(letters);
  if (letters > 0) {
    corner.column = column - 1;
    if (text.empty()) return corner;
    Take(text, '$');
  }
  const auto row = TakeNumber(text);
  if (!row || !text.empty()) return std::nullopt;
  corner.row = *row - 1;
  return corner;
}

// The number behind R or C: 5, [2] or nothing, as an index from 0.
std::optional<int> TakeR1C1Index(std::string_view& text) {
  if (!text.empty() && IsDigit(text.front())) {
    const auto number = TakeNumber(text);
    return number ? std::optional(*number - 1) : std::nullopt;
  }
  if (!Take(text, '[')) return 0;
  int offset = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), offset);
  if (read.ec != std::errc() || offset < 0) return std::nullopt;
  text.remove_prefix(static_cast<size_t>(read.ptr - text.data()));
  return Take(text, ']') ? std::optional(offset) : std::nullopt;
}

std::optional<Corner> ParseR1C1Corner(std::string_view text) {
  Corner corner;
  if (!Take(text, 'R')) return std::nullopt;
  corner.row = TakeR1C1Index(text);
  if (!corner.row || !Take(text, 'C')) return std::nullopt;
  corner.column = TakeR1C1Index(text);
  return corner.column && text.empty() ? std::optional(corner) : std::nullopt;
}

std::optional<Reference> Join(Corner a, Corner b) {
  Reference reference;
  const auto join = [](std::optional<int> x, std::optional<int> y, std::optional<int>& first,
                       std::optional<int>& last) {
    if (x && y) {
      first = std::min(*x, *y);
      last = std::max(*x, *y);
    } else {
      first = x ? x : y;
    }
  };
  const bool disjoint = (!a.row && !b.column) || (!a.column && !b.row);
  if (disjoint) return std::nullopt;
  join(a.row, b.row, reference.first_row, reference.last_row);
  join(a.column, b.column, reference.first_column, reference.last_column);
  return reference;
}

template <typename ParseCorner>
std::optional<Reference> ParsePair(std::string_view text, ParseCorner parse) {
  const size_t colon = text.find(':');
  const auto first = parse(text.substr(0, colon));
  if (!first) return std::nullopt;
  if (colon == std::string_view::npos) {
    return first->full() ? Join(*first, *first) : std::nullopt;
  }
  const auto second = parse(text.substr(colon + 1));
  return second ? Join(*first, *second) : std::nullopt;
}

// The parts of "sheet!rest"; `rest` is nothing when the text is a quoted title alone.
struct Split {
  std::optional<std::string> title;
  std::optional<std::string_view> rest;
};

std::optional<Split> SplitQuoted(std::string_view text) {
  std::string title;
  for (size_t i = 1; i < text.size(); ++i) {
    if (text[i] != '\'') {
      title += text[i];
    } else if (i + 1 < text.size() && text[i + 1] == '\'') {
      title += text[i++];
    } else if (i + 1 == text.size()) {
      return Split{std::move(title), std::nullopt};
    } else if (text[i + 1] == '!') {
      return Split{std::move(title), text.substr(i + 2)};
    } else {
      return std::nullopt;
    }
  }
  return std::nullopt;
}

Split SplitRange(std::string_view text) {
  if (text.starts_with('\'')) {
    if (auto quoted = SplitQuoted(text)) return *std::move(quoted);
  }
  const size_t mark = text.rfind('!');
  if (mark == std::string_view::npos) return {std::nullopt, text};
  return {std::string(text.substr(0, mark)), text.substr(mark + 1)};
}

// A reference as text, open sides left out: for a range that the grid does not have.
std::string ReferenceText(const Reference& reference) {
  const auto corner = [](std::optional<int> row, std::optional<int> column) {
    std::string text = column ? ColumnLetters(*column) : "";
    if (row) text += std::to_string(*row + 1);
    return text;
  };
  std::string first = corner(reference.first_row, reference.first_column);
  const std::string last = corner(reference.last_row, reference.last_column);
  if (first == last && reference.first_row && reference.first_column) return first;
  return first + ':' + last;
}

Refusal Unparsed(std::string_view text) {
  return InvalidArgument("Unable to parse range: " + std::string(text));
}

Result<SheetRange> OnSheet(const Spreadsheet& spreadsheet, int index, const Reference& reference) {
  const Sheet& sheet = spreadsheet.sheet(index);
  const int row = reference.first_row.value_or(0);
  const int column = reference.first_column.value_or(0);
  if (row >= sheet.row_count || column >= sheet.column_count) {
    return InvalidArgument("Range (" + QuoteTitle(sheet.title) + '!' + ReferenceText(reference) +
                           ") exceeds grid limits. Max rows: " + std::to_string(sheet.row_count) +
                           ", max columns: " + std::to_string(sheet.column_count));
  }
  const Rect asked = {{row, reference.last_row.value_or(sheet.row_count - 1) + 1},
                      {column, reference.last_column.value_or(sheet.column_count - 1) + 1}};
  SheetRange range = {index, Intersect(asked, sheet.Bounds())};
  if (range.rect != asked) range.asked = asked;
  return range;
}

Result<SheetRange> OfNamedRange(const Spreadsheet& spreadsheet, const Json& named) {
  const Json& range = ObjectOf(named, "range");
  const int index = spreadsheet.IndexOfId(static_cast<int32_t>(IntOf(range, "sheetId")));
  if (index < 0) return Unparsed(StringOf(named, "name"));
  const Rect bounds = spreadsheet.sheet(index).Bounds();
  return SheetRange{index, Intersect(RectOf(range, bounds), bounds)};
}

// Would the bare title be taken for a reference?
bool LooksLikeReference(std::string_view title) {
  return ParseReference(title).has_value();
}

}  // namespace

std::optional<Reference> ParseReference(std::string_view text) {
  if (auto reference = ParsePair(text, ParseA1Corner)) return reference;
  return ParsePair(text, ParseR1C1Corner);
}

Result<SheetRange> ResolveRange(const Spreadsheet& spreadsheet, std::string_view text) {
  const Split split = SplitRange(text);
  int index = 0;
  if (split.title && !split.title->empty()) {
    index = spreadsheet.IndexOfTitle(*split.title);
    if (index < 0) return Unparsed(text);
  }
  if (!split.rest) return OnSheet(spreadsheet, index, Reference());
  if (const auto reference = ParseReference(*split.rest)) {
    return OnSheet(spreadsheet, index, *reference);
  }
  if (const Json* named = spreadsheet.FindNamedRange(*split.rest)) {
    return OfNamedRange(spreadsheet, *named);
  }
  index = split.title ? -1 : spreadsheet.IndexOfTitle(text);
  if (index < 0) return Unparsed(text);
  return OnSheet(spreadsheet, index, Reference());
}

std::string ColumnLetters(int column) {
  std::string letters;
  for (int left = column + 1; left > 0; left = (left - 1) / 26) {
    letters.insert(letters.begin(), static_cast<char>('A' + (left - 1) % 26));
  }
  return letters;
}

std::string QuoteTitle(std::string_view title) {
  const bool word = !title.empty() && !IsDigit(title.front()) && title.front() != '.' &&
                    std::all_of(title.begin(), title.end(), [](char c) {
                      return IsLetter(c) || IsDigit(c) || c == '_' || c == '.';
                    });
  if (word && !LooksLikeReference(title)) return std::string(title);
  std::string quoted = "'";
  for (const char c : title) quoted.append(c == '\'' ? 2 : 1, c);
  return quoted + '\'';
}

std::string RectText(const Rect& rect) {
  std::string text = ColumnLetters(rect.columns.begin) + std::to_string(rect.rows.begin + 1);
  if (rect.rows.size() == 1 && rect.columns.size() == 1) return text;
  return text + ':' + ColumnLetters(rect.columns.end - 1) + std::to_string(rect.rows.end);
}

std::string RangeText(std::string_view title, const Rect& rect) {
  return QuoteTitle(title) + '!' + RectText(rect);
}

}  // namespace sheetkeeper::emulator
