// A typed date is split into numbers, words and what stands between them. Which number is the day,
// the month and the year follows from their count, their lengths, a month's name and the locale's
// order. The pattern of the cell's format is put together from the same pieces, so that the cell
// shows what was typed.

#include "emulator/calc/entered_date.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "emulator/calc/date.h"
#include "emulator/calc/entered_time.h"
#include "emulator/calc/text.h"

namespace sheetkeeper::emulator::calc {
namespace {

struct Piece {
  enum class Kind { kNumber, kMonthName, kSeparator };
  Kind kind = Kind::kSeparator;
  std::string_view text;
  int value = 0;          // of a number or month
  bool is_short = false;  // "Jan"
  char letter = 0;        // y, m, d once it is known what it is
};

bool IsWordByte(char c) {
  return IsLetter(c) || static_cast<unsigned char>(c) >= 0x80;
}

// Without the point that some short names end in.
std::string_view Bare(std::string_view name) {
  if (name.ends_with('.')) name.remove_suffix(1);
  return name;
}

template <size_t N>
int IndexOf(const std::array<std::string_view, N>& names, std::string_view word) {
  for (size_t i = 0; i < N; ++i) {
    if (EqualsIgnoringCase(Bare(names[i]), Bare(word))) return static_cast<int>(i);
  }
  return -1;
}

class DateReader {
 public:
  DateReader(std::string_view text, const Locale& locale, int current_year)
      : text_(text), locale_(locale), current_year_(current_year) {}

  std::optional<EnteredDate> Read() {
    if (!Split() || !SeparatorsFit() || !AssignLetters()) return std::nullopt;
    Date date{current_year_, 1, 1};
    for (const Piece& piece : pieces_) {
      if (piece.letter == 'y') date.year = FullYear(piece);
      if (piece.letter == 'm') date.month = piece.value;
      if (piece.letter == 'd') date.day = piece.value;
    }
    const std::optional<double> serial = SerialOf(date);
    if (!serial) return std::nullopt;
    return EnteredDate{*serial, {"DATE", PatternText()}};
  }

 private:
  using Kind = Piece::Kind;

  bool Split() {
    size_t i = 0;
    while (i < text_.size()) {
      const size_t start = i;
      if (IsDigit(text_[i])) {
        while (i < text_.size() && IsDigit(text_[i])) ++i;
        if (!AddNumber(text_.substr(start, i - start))) return false;
      } else if (IsWordByte(text_[i])) {
        while (i < text_.size() && IsWordByte(text_[i])) ++i;
        AddWord(text_.substr(start, i - start));
      } else {
        AddSeparator(text_.substr(i++, 1));
      }
    }
    return pieces_.size() >= 2;
  }

  bool AddNumber(std::string_view digits) {
    if (digits.size() > 4) return false;
    pieces_.push_back({Kind::kNumber, digits, std::stoi(std::string(digits)), false, 0});
    return true;
  }

  // A word that is no month is kept as a separator; SeparatorsFit knows the few that may be.
  void AddWord(std::string_view word) {
    for (const LocaleWords* words : {locale_.words, FindLocale("en_US").words}) {
      const int in_full = IndexOf(words->months, word);
      const int in_short = IndexOf(words->short_months, word);
      if (in_full < 0 && in_short < 0) continue;
      const int index = in_full >= 0 ? in_full : in_short;
      pieces_.push_back({Kind::kMonthName, word, index + 1, in_full < 0, 0});
      return;
    }
    AddSeparator(word);
  }

  void AddSeparator(std::string_view text) {
    if (!pieces_.empty() && pieces_.back().kind == Kind::kSeparator) {
      const std::string_view before = pieces_.back().text;
      pieces_.back().text = std::string_view(before.data(), before.size() + text.size());
    } else {
      pieces_.push_back({Kind::kSeparator, text, 0, false, 0});
    }
  }

  bool SeparatorsFit() {
    if (IsEastAsian()) return true;
    DropWeekday();
    if (pieces_.empty() || pieces_.front().kind == Kind::kSeparator) return false;
    has_month_name_ = std::any_of(pieces_.begin(), pieces_.end(),
                                  [](const Piece& p) { return p.kind == Kind::kMonthName; });
    for (size_t i = 1; i < pieces_.size(); ++i) {
      const Piece& piece = pieces_[i];
      if (piece.kind != Kind::kSeparator) {
        if (pieces_[i - 1].kind != Kind::kSeparator) return false;
      } else if (has_month_name_ ? !FitsNames(i) : !FitsNumbers(i)) {
        return false;
      }
    }
    return true;
  }

  // "2020年1月5日"
  bool IsEastAsian() const {
    constexpr std::array<std::string_view, 3> kMarks = {"年", "月", "日"};
    if (pieces_.size() != 2 * kMarks.size()) return false;
    for (size_t i = 0; i < kMarks.size(); ++i) {
      if (pieces_[2 * i].kind != Kind::kNumber || pieces_[2 * i + 1].text != kMarks[i]) {
        return false;
      }
    }
    return true;
  }

  // "Monday, January 6, 2020": the weekday is believed, not checked.
  void DropWeekday() {
    if (pieces_.size() < 2 || pieces_.front().kind != Kind::kSeparator) return;
    std::string_view lead = pieces_.front().text;
    size_t length = 0;
    while (length < lead.size() && IsWordByte(lead[length])) ++length;
    const std::string_view word = lead.substr(0, length);
    const std::string_view behind = lead.substr(length);
    const bool known = IndexOf(locale_.words->weekdays, word) >= 0 ||
                       IndexOf(locale_.words->short_weekdays, word) >= 0;
    if (!known || (behind != ", " && behind != " ")) return;
    weekday_pattern_ = IndexOf(locale_.words->weekdays, word) >= 0 ? "dddd" : "ddd";
    weekday_pattern_ += behind;
    pieces_.erase(pieces_.begin());
  }

  bool FitsNames(size_t i) const {
    const std::string_view text = pieces_[i].text;
    if (i + 1 == pieces_.size()) return text == "." && pieces_[i - 1].kind == Kind::kMonthName;
    constexpr std::array<std::string_view, 8> kAllowed = {" ",  "-",    "/", ", ",
                                                          ". ", " de ", ".", ","};
    return std::find(kAllowed.begin(), kAllowed.end(), text) != kAllowed.end();
  }

  // All separators of a numeric date are the same; a date that begins with its year may have any.
  bool FitsNumbers(size_t i) const {
    const std::string_view text = pieces_[i].text;
    if (i + 1 == pieces_.size() || text.size() != 1 || text != pieces_[1].text) return false;
    const bool year_first = pieces_.front().text.size() == 4;
    return locale_.date_separators.find(text) != std::string_view::npos ||
           (year_first && (text == "-" || text == "/"));
  }

  bool AssignLetters() {
    std::vector<Piece*> fields;
    for (Piece& piece : pieces_) {
      if (piece.kind != Kind::kSeparator) fields.push_back(&piece);
    }
    const std::string order = has_month_name_ ? NamedOrder(fields) : NumericOrder(fields);
    if (order.empty()) return false;
    for (size_t i = 0; i < fields.size(); ++i) {
      fields[i]->letter = order[i];
      if (!LengthFits(*fields[i])) return false;
    }
    return true;
  }

  static bool LengthFits(const Piece& field) {
    if (field.kind == Kind::kMonthName) return true;
    const size_t length = field.text.size();
    return field.letter == 'y' ? length == 4 || length == 2 : length <= 2;
  }

  static bool IsYear(const Piece& field) {
    return field.kind == Kind::kNumber && field.text.size() == 4;
  }

  std::string NamedOrder(const std::vector<Piece*>& fields) const {
    std::string shape;
    for (const Piece* field : fields) {
      shape += field->kind == Kind::kMonthName ? 'm' : IsYear(*field) ? 'y' : 'n';
    }
    if (shape == "mn") return "md";
    if (shape == "nm") return "dm";
    if (shape == "my") return "my";
    if (shape == "mny" || shape == "mnn") return "mdy";
    if (shape == "nmy" || shape == "nmn") return "dmy";
    if (shape == "ymn") return "ymd";
    return "";
  }

  std::string NumericOrder(const std::vector<Piece*>& fields) const {
    const bool year_first = IsYear(*fields.front());
    if (fields.size() == 2) {
      if (year_first) return "ym";
      if (IsYear(*fields.back())) return "my";
      return locale_.date_order == DateOrder::kDayMonthYear ? "dm" : "md";
    }
    if (fields.size() != 3) return "";
    if (year_first) return "ymd";
    if (locale_.date_order == DateOrder::kYearMonthDay) return "ymd";
    return locale_.date_order == DateOrder::kDayMonthYear ? "dmy" : "mdy";
  }

  // Two digits mean the year nearest by, at most twenty years ahead.
  int FullYear(const Piece& piece) const {
    if (piece.text.size() == 4) return piece.value;
    const int year = current_year_ - current_year_ % 100 + piece.value;
    return year > current_year_ + 20 ? year - 100 : year;
  }

  std::string PatternText() const {
    std::string pattern = weekday_pattern_;
    for (const Piece& piece : pieces_) {
      if (piece.kind == Kind::kMonthName) {
        pattern += piece.is_short ? "mmm" : "mmmm";
      } else if (piece.kind == Kind::kNumber) {
        pattern += std::string(piece.text.size(), piece.letter);
      } else if (piece.text == " de ") {
        pattern += "\" de \"";
      } else {
        pattern += piece.text;
      }
    }
    return pattern;
  }

  std::string_view text_;
  const Locale& locale_;
  int current_year_;
  std::vector<Piece> pieces_;
  bool has_month_name_ = false;
  std::string weekday_pattern_;
};

std::optional<EnteredDate> WithTime(std::string_view date_text, std::string_view time_text,
                                    const Locale& locale, int current_year) {
  const std::optional<EnteredTime> time = ParseEnteredTime(time_text, locale);
  if (!time || time->fraction >= 1) return std::nullopt;
  std::optional<EnteredDate> date = DateReader(date_text, locale, current_year).Read();
  if (!date) return std::nullopt;
  date->serial += time->fraction;
  date->format = {"DATE_TIME", date->format.pattern + " " + time->pattern};
  return date;
}

}  // namespace

std::optional<EnteredDate> ParseEnteredDate(std::string_view text, const Locale& locale,
                                            int current_year) {
  if (std::none_of(text.begin(), text.end(), IsDigit)) return std::nullopt;
  if (const std::optional<EnteredTime> time = ParseEnteredTime(text, locale)) {
    return EnteredDate{time->fraction, {"TIME", time->pattern}};
  }
  if (auto date = DateReader(text, locale, current_year).Read()) return date;
  const size_t colon = text.find(':');
  size_t space = text.find_last_of(' ', colon);
  if (colon == std::string_view::npos || space == std::string_view::npos) return std::nullopt;
  std::string_view date_text = Trimmed(text.substr(0, space));
  if (date_text.ends_with(',')) date_text.remove_suffix(1);
  return WithTime(date_text, text.substr(space + 1), locale, current_year);
}

}  // namespace sheetkeeper::emulator::calc
