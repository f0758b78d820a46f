#include "emulator/calc/pattern.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "emulator/calc/number_text.h"
#include "emulator/calc/text.h"

namespace sheetkeeper::emulator::calc {
namespace {

bool IsDatePart(PatternPart part) {
  return part >= PatternPart::kYear;
}
bool IsHour(PatternPart part) {
  return part == PatternPart::kHour || part == PatternPart::kElapsedHours;
}
bool IsSecond(PatternPart part) {
  return part == PatternPart::kSecond || part == PatternPart::kElapsedSeconds;
}

std::optional<PatternPart> DateLetter(char letter) {
  switch (letter) {
    case 'y':
    case 'Y':
      return PatternPart::kYear;
    case 'm':
    case 'M':
      return PatternPart::kMonth;
    case 'd':
    case 'D':
      return PatternPart::kDay;
    case 'h':
    case 'H':
      return PatternPart::kHour;
    case 's':
    case 'S':
      return PatternPart::kSecond;
    default:
      return std::nullopt;
  }
}

// Reads the sections of one pattern.
class Compiler {
 public:
  explicit Compiler(std::string_view text) : text_(text) {}

  Pattern Compile() {
    Pattern pattern;
    do {
      pattern.sections.push_back(Section());
    } while (position_++ < text_.size());
    return pattern;
  }

 private:
  PatternSection Section() {
    section_ = PatternSection{};
    while (position_ < text_.size() && text_[position_] != ';') Token();
    ResolveMinutes();
    ResolveFractions();
    CountDigits();
    return std::move(section_);
  }

  void Token() {
    const char c = text_[position_];
    if (c == '"') return Quoted();
    if (c == '[') return Bracketed();
    if (c == '\\' || c == '_' || c == '*') return Escaped(c);
    if (c == '0' || c == '#' || c == '?') return Single(PatternPart::kDigit);
    if (c == '.') return Single(PatternPart::kPoint);
    if (c == '%') return Single(PatternPart::kPercent);
    if (c == '@') return Single(PatternPart::kText);
    if (c == ',' && Comma()) return;
    if (Exponent() || General() || AmPm() || DateRun()) return;
    AddLiteral(text_.substr(position_, 1));
    ++position_;
  }

  void Add(PatternPart part, std::string_view text, int count) {
    section_.tokens.push_back({part, std::string(text), count});
  }

  void AddLiteral(std::string_view text) {
    if (!section_.tokens.empty() && section_.tokens.back().part == PatternPart::kLiteral) {
      section_.tokens.back().text += text;
    } else {
      Add(PatternPart::kLiteral, text, 1);
    }
  }

  void Single(PatternPart part) { Add(part, text_.substr(position_++, 1), 1); }

  void Quoted() {
    const size_t end = std::min(text_.find('"', position_ + 1), text_.size());
    AddLiteral(text_.substr(position_ + 1, end - position_ - 1));
    position_ = std::min(end + 1, text_.size());
  }

  void Escaped(char kind) {
    ++position_;
    const size_t length = Utf8Length(text_, position_);
    if (kind == '_') {
      AddLiteral(" ");
    } else {
      AddLiteral(text_.substr(position_, length));
    }
    position_ += length;
  }

  void Bracketed() {
    const size_t end = std::min(text_.find(']', position_), text_.size());
    const std::string_view inside = text_.substr(position_ + 1, end - position_ - 1);
    position_ = std::min(end + 1, text_.size());
    if (inside.empty()) return;
    if (inside[0] == '$') {
      const std::string_view symbol = inside.substr(1);
      AddLiteral(symbol.substr(0, symbol.find('-')));
    } else if (inside[0] == '<' || inside[0] == '>' || inside[0] == '=') {
      Condition(inside);
    } else {
      Elapsed(inside);
    }
  }

  void Condition(std::string_view inside) {
    const size_t length = inside.size() > 1 && (inside[1] == '=' || inside[1] == '>') ? 2 : 1;
    const std::optional<double> operand = ParseDecimal(Trimmed(inside.substr(length)));
    if (operand) section_.condition = {std::string(inside.substr(0, length)), *operand};
  }

  // [h], [mm], ...; anything else in brackets is a colour.
  void Elapsed(std::string_view inside) {
    const char letter = AsciiLower(inside[0]);
    const bool uniform =
        std::all_of(inside.begin(), inside.end(), [&](char c) { return AsciiLower(c) == letter; });
    if (!uniform) return;
    const int count = static_cast<int>(inside.size());
    if (letter == 'h') Add(PatternPart::kElapsedHours, "", count);
    if (letter == 'm') Add(PatternPart::kElapsedMinutes, "", count);
    if (letter == 's') Add(PatternPart::kElapsedSeconds, "", count);
  }

  bool LastIsDigit() const {
    return !section_.tokens.empty() && section_.tokens.back().part == PatternPart::kDigit;
  }

  // Between two digits a comma asks for groups, behind the last digit it cuts off thousands.
  bool Comma() {
    if (!LastIsDigit()) return false;
    size_t next = position_;
    while (next < text_.size() && text_[next] == ',') ++next;
    const bool digit_follows =
        next < text_.size() && (text_[next] == '0' || text_[next] == '#' || text_[next] == '?');
    if (digit_follows) {
      section_.is_grouped = true;
    } else {
      section_.thousands_cut += static_cast<int>(next - position_);
    }
    position_ = next;
    return true;
  }

  bool Exponent() {
    const std::string_view rest = text_.substr(position_);
    if (rest.size() < 3 || AsciiLower(rest[0]) != 'e' || (rest[1] != '+' && rest[1] != '-')) {
      return false;
    }
    size_t digits = 0;
    while (2 + digits < rest.size() && (rest[2 + digits] == '0' || rest[2 + digits] == '#')) {
      ++digits;
    }
    if (digits == 0) return false;
    Add(PatternPart::kExponent, rest[1] == '+' ? "E+" : "E-", static_cast<int>(digits));
    position_ += 2 + digits;
    return true;
  }

  bool Keyword(std::string_view word, PatternPart part) {
    const std::string_view found = text_.substr(position_, word.size());
    if (!EqualsIgnoringCase(found, word)) return false;
    Add(part, found, 1);
    position_ += word.size();
    return true;
  }

  bool General() { return Keyword("general", PatternPart::kGeneral); }

  bool AmPm() {
    if (!Keyword("am/pm", PatternPart::kAmPm) && !Keyword("a/p", PatternPart::kAmPm)) return false;
    section_.is_twelve_hour = true;
    return true;
  }

  bool DateRun() {
    const std::optional<PatternPart> part = DateLetter(text_[position_]);
    if (!part) return false;
    const size_t start = position_;
    while (position_ < text_.size() && DateLetter(text_[position_]) == part) ++position_;
    Add(*part, "", static_cast<int>(position_ - start));
    section_.is_date = true;
    return true;
  }

  // The part of a date before or behind token `index`; kLiteral where there is none.
  PatternPart DateNeighbour(size_t index, int step) const {
    const auto size = static_cast<std::ptrdiff_t>(section_.tokens.size());
    for (auto i = static_cast<std::ptrdiff_t>(index) + step; i >= 0 && i < size; i += step) {
      const PatternPart part = section_.tokens[static_cast<size_t>(i)].part;
      if (IsDatePart(part) && part != PatternPart::kAmPm) return part;
    }
    return PatternPart::kLiteral;
  }

  void ResolveMinutes() {
    for (size_t i = 0; i < section_.tokens.size(); ++i) {
      PatternToken& token = section_.tokens[i];
      if (token.part != PatternPart::kMonth || token.count > 2) continue;
      if (IsHour(DateNeighbour(i, -1)) || IsSecond(DateNeighbour(i, 1))) {
        token.part = PatternPart::kMinute;
      }
    }
  }

  // In a date the zeros behind a point behind seconds are its fraction.
  void ResolveFractions() {
    std::vector<PatternToken>& tokens = section_.tokens;
    section_.is_date = std::any_of(tokens.begin(), tokens.end(),
                                   [](const PatternToken& t) { return IsDatePart(t.part); });
    if (!section_.is_date) return;
    for (size_t i = 0; i < tokens.size(); ++i) {
      if (tokens[i].part == PatternPart::kPoint) {
        size_t end = i + 1;
        while (end < tokens.size() && tokens[end].text == "0") ++end;
        const bool is_fraction = i > 0 && IsSecond(tokens[i - 1].part) && end > i + 1;
        if (is_fraction) {
          tokens[i] = {PatternPart::kFraction, "", static_cast<int>(end - i - 1)};
          tokens.erase(tokens.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                       tokens.begin() + static_cast<std::ptrdiff_t>(end));
          continue;
        }
      }
      if (!IsDatePart(tokens[i].part)) tokens[i].part = PatternPart::kLiteral;
    }
  }

  void CountDigits() {
    bool in_fraction = false;
    for (const PatternToken& token : section_.tokens) {
      section_.is_text |= token.part == PatternPart::kText;
      section_.percents += token.part == PatternPart::kPercent ? 1 : 0;
      if (token.part == PatternPart::kExponent) return;
      if (token.part == PatternPart::kPoint) in_fraction = true;
      if (token.part != PatternPart::kDigit) continue;
      ++(in_fraction ? section_.fraction_digits : section_.integer_digits);
    }
  }

  std::string_view text_;
  size_t position_ = 0;
  PatternSection section_;
};

}  // namespace

bool PatternCondition::Holds(double value) const {
  if (op == "<") return value < operand;
  if (op == "<=") return value <= operand;
  if (op == ">") return value > operand;
  if (op == ">=") return value >= operand;
  if (op == "<>") return value != operand;
  return value == operand;
}

const PatternSection* Pattern::ForNumber(double value, bool* shows_sign) const {
  *shows_sign = false;
  for (const PatternSection& section : sections) {
    if (section.condition && section.condition->Holds(value)) return &section;
  }
  std::array<const PatternSection*, 3> numeric{};
  size_t count = 0;
  for (size_t i = 0; i < sections.size() && i < numeric.size(); ++i) {
    if (sections[i].is_text && sections.size() > 1) continue;
    if (!sections[i].condition) numeric[count++] = &sections[i];
  }
  if (count == 0) return nullptr;
  if (value < 0 && count > 1) {
    *shows_sign = true;
    return numeric[1];
  }
  return value == 0 && count > 2 ? numeric[2] : numeric[0];
}

const PatternSection* Pattern::ForText() const {
  if (sections.size() > 3) return &sections[3];
  for (const PatternSection& section : sections) {
    if (section.is_text) return &section;
  }
  return nullptr;
}

Pattern CompilePattern(std::string_view text) {
  return Compiler(text).Compile();
}

}  // namespace sheetkeeper::emulator::calc
