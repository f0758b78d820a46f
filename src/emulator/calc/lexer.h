// The words of a formula.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "emulator/calc/locale.h"
#include "emulator/calc/reference.h"

namespace sheetkeeper::emulator::calc {

enum class TokenKind {
  kNumber,
  kText,
  kName,  // of a function, a range, or TRUE and FALSE
  kReference,
  kError,     // "#N/A"
  kOperator,  // one of + - * / ^ & % = <> < <= > >=
  kOpen,
  kClose,
  kOpenBrace,
  kCloseBrace,
  kComma,
  kSemicolon,
  kBackslash,
  kEnd,
  kBad,
};

struct Token {
  TokenKind kind = TokenKind::kEnd;
  size_t start = 0;  // in the text
  size_t length = 0;
  double number = 0;
  std::string text;  // of a kText without its quotes; of names, operators and errors as written
  Reference reference;
};

// The words of `text` from `start` on, blanks left out; the last is kEnd, or kBad where no word
// begins. A comma is part of a number where the locale says so.
std::vector<Token> Tokenize(std::string_view text, size_t start, const Locale& locale);

}  // namespace sheetkeeper::emulator::calc
