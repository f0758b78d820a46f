#include "emulator/calc/reference.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "emulator/calc/text.h"

namespace sheetkeeper::emulator::calc {
namespace {

constexpr std::string_view kGone = "#REF!";
constexpr int kMaxColumns = 18278;
constexpr int kMaxRows = 10'000'000;

bool IsNameByte(char c) {
  return IsLetter(c) || IsDigit(c) || c == '_' || c == '.' || static_cast<unsigned char>(c) >= 0x80;
}

// "$B$2", "B", "2": one corner of a range.
struct Corner {
  ReferenceEdge row{0, false, true};
  ReferenceEdge column{0, false, true};
};

class ReferenceReader {
 public:
  explicit ReferenceReader(std::string_view text) : text_(text) {}

  std::optional<Reference> Read(size_t* length) {
    if (!SheetTitle()) return std::nullopt;
    if (!reference_.sheet_is_gone && Take(kGone)) {
      reference_.cells_are_gone = true;
    } else if (!Cells()) {
      if (!reference_.sheet_is_gone || !reference_.sheet.empty()) return std::nullopt;
      reference_ = Reference{};
      reference_.cells_are_gone = true;
      position_ = kGone.size();
    }
    *length = position_;
    return std::move(reference_);
  }

 private:
  bool Take(std::string_view prefix) {
    if (!text_.substr(position_).starts_with(prefix)) return false;
    position_ += prefix.size();
    return true;
  }

  char Next() const { return position_ < text_.size() ? text_[position_] : '\0'; }

  // False only for a quoted text that is no title.
  bool SheetTitle() {
    if (Take(kGone)) {
      reference_.sheet_is_gone = true;
      return true;
    }
    if (Next() == '\'') return QuotedSheetTitle();
    size_t end = 0;
    while (end < text_.size() && IsNameByte(text_[end])) ++end;
    if (end == 0 || end >= text_.size() || text_[end] != '!') return true;
    reference_.sheet = text_.substr(0, end);
    position_ = end + 1;
    return true;
  }

  bool QuotedSheetTitle() {
    for (++position_; position_ < text_.size(); ++position_) {
      const bool is_quote = text_[position_] == '\'';
      const bool is_doubled = is_quote && text_.substr(position_).starts_with("''");
      if (is_quote && !is_doubled) break;
      reference_.sheet += text_[position_];
      if (is_doubled) ++position_;
    }
    return !reference_.sheet.empty() && Take("'!");
  }

  bool Cells() {
    const std::optional<Corner> first = ReadCorner();
    if (!first) return false;
    std::optional<Corner> last;
    if (Next() == ':') {
      const size_t before = position_++;
      last = ReadCorner();
      if (!last || IsNameByte(Next())) {
        position_ = before;
        last.reset();
      }
    }
    if (IsNameByte(Next()) || Next() == '(' || Next() == '!') return false;
    if (last) return SetRange(*first, *last);
    if (first->row.is_open || first->column.is_open) return false;
    reference_.first_row = reference_.last_row = first->row;
    reference_.first_column = reference_.last_column = first->column;
    return true;
  }

  std::optional<Corner> ReadCorner() {
    Corner corner;
    const bool has_column = ReadColumn(corner.column);
    const bool has_row = ReadRow(corner.row);
    if (!has_column && !has_row) return std::nullopt;
    return corner;
  }

  bool ReadColumn(ReferenceEdge& edge) {
    size_t i = position_ + (Next() == '$' ? 1 : 0);
    int column = 0;
    const size_t start = i;
    for (; i < text_.size() && IsLetter(text_[i]) && i - start < 4; ++i) {
      column = column * 26 + (AsciiUpper(text_[i]) - 'A' + 1);
    }
    if (i == start || i - start > 3 || column > kMaxColumns) return false;
    edge = {column - 1, Next() == '$', false};
    position_ = i;
    return true;
  }

  bool ReadRow(ReferenceEdge& edge) {
    size_t i = position_ + (Next() == '$' ? 1 : 0);
    int row = 0;
    const size_t start = i;
    for (; i < text_.size() && IsDigit(text_[i]) && row <= kMaxRows; ++i) {
      row = row * 10 + (text_[i] - '0');
    }
    if (i == start || row == 0 || row > kMaxRows) return false;
    edge = {row - 1, Next() == '$', false};
    position_ = i;
    return true;
  }

  bool SetRange(Corner first, Corner last) {
    const bool columns_are_open = first.column.is_open && last.column.is_open;
    const bool rows_are_open = first.row.is_open && last.row.is_open;
    const bool mixed = !columns_are_open && !rows_are_open &&
                       (first.column.is_open != last.column.is_open) &&
                       (first.row.is_open != last.row.is_open);
    if (mixed && first.column.is_open == last.row.is_open) return false;  // A:5
    Order(first.row, last.row);
    Order(first.column, last.column);
    reference_.first_row = first.row;
    reference_.last_row = last.row;
    reference_.first_column = first.column;
    reference_.last_column = last.column;
    return true;
  }

  // The edge that is written comes first, the open one last.
  static void Order(ReferenceEdge& first, ReferenceEdge& last) {
    const bool reversed = first.is_open ? !last.is_open : !last.is_open && first.index > last.index;
    if (reversed) std::swap(first, last);
  }

  std::string_view text_;
  size_t position_ = 0;
  Reference reference_;
};

std::string CornerText(const ReferenceEdge& column, const ReferenceEdge& row) {
  std::string text;
  if (!column.is_open) text = (column.is_absolute ? "$" : "") + ColumnName(column.index);
  if (!row.is_open) text += (row.is_absolute ? "$" : "") + std::to_string(row.index + 1);
  return text;
}

// A title that could be read as something else is quoted.
bool NeedsQuotes(std::string_view title) {
  if (title.empty() || IsDigit(title.front()) || title.front() == '.') return true;
  if (!std::all_of(title.begin(), title.end(), [](char c) { return IsNameByte(c) && c != '.'; })) {
    return true;
  }
  if (EqualsIgnoringCase(title, "TRUE") || EqualsIgnoringCase(title, "FALSE")) return true;
  if (AsciiLower(title.front()) == 'r' &&
      title.find_first_not_of("rRcC0123456789") == std::string_view::npos) {
    return true;
  }
  size_t length = 0;
  const std::optional<Reference> cell = ReferenceReader(title).Read(&length);
  return cell && length == title.size();
}

}  // namespace

Area Reference::ToArea() const {
  return {first_row.is_open ? 0 : first_row.index, first_column.is_open ? 0 : first_column.index,
          last_row.is_open ? kOpenEnd : last_row.index,
          last_column.is_open ? kOpenEnd : last_column.index};
}

std::string Reference::Text() const {
  std::string text;
  if (sheet_is_gone) {
    text = kGone;
  } else if (!sheet.empty()) {
    text = QuotedTitle(sheet) + "!";
  }
  if (cells_are_gone) return text + std::string(kGone);
  text += CornerText(first_column, first_row);
  if (IsRange()) text += ":" + CornerText(last_column, last_row);
  return text;
}

std::optional<Reference> ParseReference(std::string_view text, size_t* length) {
  return ReferenceReader(text).Read(length);
}

std::string ColumnName(int column) {
  std::string name;
  for (int rest = column + 1; rest > 0; rest = (rest - 1) / 26) {
    name.insert(name.begin(), static_cast<char>('A' + (rest - 1) % 26));
  }
  return name;
}

std::string QuotedTitle(std::string_view title) {
  if (!NeedsQuotes(title)) return std::string(title);
  std::string quoted = "'";
  for (char c : title) quoted += c == '\'' ? "''" : std::string(1, c);
  return quoted + "'";
}

}  // namespace sheetkeeper::emulator::calc
