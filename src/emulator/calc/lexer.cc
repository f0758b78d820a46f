#include "emulator/calc/lexer.h"

#include <array>
#include <optional>
#include <utility>

#include "emulator/calc/number_text.h"
#include "emulator/calc/text.h"
#include "emulator/calc/value.h"

namespace sheetkeeper::emulator::calc {
namespace {

bool StartsName(char c) {
  return IsLetter(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
bool ContinuesName(char c) {
  return StartsName(c) || IsDigit(c) || c == '.';
}

// Two characters first, so that "<=" is not taken for "<".
constexpr std::array<std::string_view, 13> kOperators = {"<>", "<=", ">=", "+", "-", "*", "/",
                                                         "^",  "&",  "%",  "=", "<", ">"};
constexpr std::array<ErrorType, 7> kWritableErrors = {
    ErrorType::kNotAvailable, ErrorType::kDivideByZero, ErrorType::kValue, ErrorType::kName,
    ErrorType::kNum,          ErrorType::kNullValue,    ErrorType::kError};

class Lexer {
 public:
  Lexer(std::string_view text, size_t start, const Locale& locale)
      : text_(text), position_(start), locale_(locale) {}

  std::vector<Token> Run() {
    std::vector<Token> tokens;
    do {
      SkipBlanks();
      Token token;
      token.start = position_;
      Read(token);
      position_ = token.start + token.length;
      tokens.push_back(std::move(token));
    } while (tokens.back().kind != TokenKind::kEnd && tokens.back().kind != TokenKind::kBad);
    return tokens;
  }

 private:
  void SkipBlanks() {
    const std::string_view rest = text_.substr(position_);
    // Trimmed() also cuts the far end, which is of no interest here.
    const std::string_view trimmed = Trimmed(rest);
    position_ = trimmed.empty() ? text_.size() : static_cast<size_t>(trimmed.data() - text_.data());
  }

  void Read(Token& token) {
    const std::string_view rest = text_.substr(position_);
    if (rest.empty()) return;
    if (rest[0] == '"') return ReadText(rest, token);
    size_t length = 0;
    if (std::optional<Reference> reference = ParseReference(rest, &length)) {
      token.kind = TokenKind::kReference;
      token.length = length;
      token.reference = std::move(*reference);
    } else if (StartsName(rest[0])) {
      ReadName(rest, token);
    } else if (!ReadNumber(rest, token) && !ReadSign(rest, token) && !ReadError(rest, token)) {
      token.kind = TokenKind::kBad;
    }
  }

  static void ReadText(std::string_view rest, Token& token) {
    size_t i = 1;
    for (; i < rest.size(); ++i) {
      const bool is_quote = rest[i] == '"';
      if (is_quote && rest.substr(i, 2) != "\"\"") break;
      token.text += rest[i];
      if (is_quote) ++i;
    }
    token.kind = i < rest.size() ? TokenKind::kText : TokenKind::kBad;
    token.length = i + 1;
  }

  static void ReadName(std::string_view rest, Token& token) {
    while (token.length < rest.size() && ContinuesName(rest[token.length])) ++token.length;
    token.kind = TokenKind::kName;
    token.text = rest.substr(0, token.length);
  }

  bool ReadNumber(std::string_view rest, Token& token) const {
    size_t i = 0;
    const auto digits = [&] {
      const size_t start = i;
      while (i < rest.size() && IsDigit(rest[i])) ++i;
      return i - start;
    };
    size_t count = digits();
    if (i < rest.size() && rest[i] == locale_.decimal_point) {
      ++i;
      count += digits();
    }
    if (count == 0) return false;
    const size_t before_exponent = i;
    if (i < rest.size() && AsciiLower(rest[i]) == 'e') {
      ++i;
      if (i < rest.size() && (rest[i] == '+' || rest[i] == '-')) ++i;
      if (digits() == 0) i = before_exponent;
    }
    std::string plain(rest.substr(0, i));
    for (char& c : plain) c = c == locale_.decimal_point ? '.' : c;
    const std::optional<double> number = ParseDecimal(plain);
    token.kind = number ? TokenKind::kNumber : TokenKind::kBad;
    token.number = number.value_or(0);
    token.length = i;
    return true;
  }

  static bool ReadSign(std::string_view rest, Token& token) {
    constexpr std::array<std::pair<char, TokenKind>, 7> kSigns = {{{'(', TokenKind::kOpen},
                                                                   {')', TokenKind::kClose},
                                                                   {'{', TokenKind::kOpenBrace},
                                                                   {'}', TokenKind::kCloseBrace},
                                                                   {',', TokenKind::kComma},
                                                                   {';', TokenKind::kSemicolon},
                                                                   {'\\', TokenKind::kBackslash}}};
    for (const auto& [sign, kind] : kSigns) {
      if (rest[0] != sign) continue;
      token.kind = kind;
      token.length = 1;
      return true;
    }
    for (std::string_view op : kOperators) {
      if (!rest.starts_with(op)) continue;
      token.kind = TokenKind::kOperator;
      token.text = op;
      token.length = op.size();
      return true;
    }
    return false;
  }

  static bool ReadError(std::string_view rest, Token& token) {
    for (ErrorType type : kWritableErrors) {
      const std::string_view code = ErrorCode(type);
      if (!EqualsIgnoringCase(rest.substr(0, code.size()), code)) continue;
      token.kind = TokenKind::kError;
      token.text = code;
      token.length = code.size();
      return true;
    }
    return false;
  }

  std::string_view text_;
  size_t position_;
  const Locale& locale_;
};

}  // namespace

std::vector<Token> Tokenize(std::string_view text, size_t start, const Locale& locale) {
  return Lexer(text, start, locale).Run();
}

}  // namespace sheetkeeper::emulator::calc
