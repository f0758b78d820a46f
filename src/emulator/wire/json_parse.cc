// Reading JSON. Errors are worded as Google's: what was expected, the text around the place, and
// a mark below it.

#include <charconv>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include "emulator/wire/json_text.h"
#include "emulator/wire/utf8.h"

namespace sheetkeeper::emulator {
namespace {

Refusal NotJson(const std::string& sentence) {
  return Refusal(
      ApiError{.message = "Invalid JSON payload received. " + sentence, .reason = "parseError"});
}

constexpr int kMaxDepth = 100;
constexpr size_t kContext = 20;  // bytes of text shown on either side of a fault

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Result<Json> Parse() {
    Json value;
    if (!ParseValue(value, 0)) return Failure();
    SkipBlanks();
    if (at_ < text_.size()) {
      Fail("Parsing terminated before end of input.");
      return Failure();
    }
    return value;
  }

 private:
  bool ParseValue(Json& value, int depth) {
    SkipBlanks();
    if (at_ == text_.size()) return Fail("Unexpected end of string. Expected a value.");
    if (depth > kMaxDepth) return Fail("Message too deep. Max recursion depth reached");
    switch (text_[at_]) {
      case '{':
        return ParseObject(value, depth);
      case '[':
        return ParseArray(value, depth);
      case '"': {
        std::string text;
        if (!ParseString(text)) return false;
        value = std::move(text);
        return true;
      }
      default:
        return ParseWord(value);
    }
  }

  bool ParseObject(Json& value, int depth) {
    ++at_;
    value = Json::MakeObject();
    if (TakeMark('}')) return true;
    for (;;) {
      SkipBlanks();
      std::string key;
      if (at_ == text_.size() || text_[at_] != '"') return Fail("Expected an object key or }.");
      if (!ParseString(key)) return false;
      if (!TakeMark(':')) return Fail("Expected : between key:value pair.");
      Json member;
      if (!ParseValue(member, depth + 1)) return false;
      value[key] = std::move(member);
      if (TakeMark('}')) return true;
      if (!TakeMark(',')) return Fail("Expected , or } after key:value pair.");
      if (TakeMark('}')) return true;
    }
  }

  bool ParseArray(Json& value, int depth) {
    ++at_;
    Json::Array elements;
    if (!TakeMark(']')) {
      for (;;) {
        if (!ParseValue(elements.emplace_back(), depth + 1)) return false;
        if (TakeMark(']')) break;
        if (!TakeMark(',')) return Fail("Expected , or ] after array value.");
        if (TakeMark(']')) break;
      }
    }
    value = std::move(elements);
    return true;
  }

  bool ParseWord(Json& value) {
    const auto word = [&](std::string_view name) {
      if (!text_.substr(at_).starts_with(name)) return false;
      at_ += name.size();
      return true;
    };
    if (word("null")) {
      value = Json();
    } else if (word("true")) {
      value = true;
    } else if (word("false")) {
      value = false;
    } else {
      return ParseNumber(value);
    }
    return true;
  }

  bool ParseNumber(Json& value) {
    const char* first = text_.data() + at_;
    const char* end = text_.data() + text_.size();
    if (*first != '-' && (*first < '0' || *first > '9')) return Fail("Expected a value.");
    double number = 0;
    const auto read = std::from_chars(first, end, number);
    if (read.ec != std::errc() || !std::isfinite(number)) return Fail("Unable to parse number.");
    int64_t whole = 0;
    const auto read_whole = std::from_chars(first, end, whole);
    const bool is_whole = read_whole.ec == std::errc() && read_whole.ptr == read.ptr;
    value = is_whole ? Json(whole) : Json(number);
    at_ += static_cast<size_t>(read.ptr - first);
    return true;
  }

  bool ParseString(std::string& out) {
    ++at_;
    while (at_ < text_.size() && text_[at_] != '"') {
      if (text_[at_] != '\\') {
        out += text_[at_++];
      } else if (!ParseEscape(out)) {
        return false;
      }
    }
    if (at_ == text_.size()) return Fail("Closing quote expected in string.");
    ++at_;
    return true;
  }

  bool ParseEscape(std::string& out) {
    constexpr std::string_view kLetters = "bfnrt";
    constexpr std::string_view kMeanings = "\b\f\n\r\t";
    if (++at_ == text_.size()) return Fail("Closing quote expected in string.");
    const char letter = text_[at_++];
    const size_t known = kLetters.find(letter);
    if (known != std::string_view::npos) {
      out += kMeanings[known];
    } else if (letter == 'u') {
      return ParseUnicode(out);
    } else {
      out += letter;
    }
    return true;
  }

  bool ParseUnicode(std::string& out) {
    auto unit = TakeHex();
    if (!unit) return Fail("Illegal hex string.");
    const bool high = *unit >= 0xd800 && *unit < 0xdc00;
    if (high && text_.substr(at_).starts_with("\\u")) {
      at_ += 2;
      const auto low = TakeHex();
      if (!low || *low < 0xdc00 || *low >= 0xe000) return Fail("Invalid low surrogate.");
      unit = 0x10000 + ((*unit - 0xd800) << 10) + (*low - 0xdc00);
    } else if (*unit >= 0xd800 && *unit < 0xe000) {
      unit = 0xfffd;
    }
    AppendUtf8(*unit, out);
    return true;
  }

  std::optional<char32_t> TakeHex() {
    unsigned unit = 0;
    if (text_.size() - at_ < 4) return std::nullopt;
    const char* first = text_.data() + at_;
    const auto read = std::from_chars(first, first + 4, unit, 16);
    if (read.ec != std::errc() || read.ptr != first + 4) return std::nullopt;
    at_ += 4;
    return unit;
  }

  bool TakeMark(char mark) {
    SkipBlanks();
    if (at_ == text_.size() || text_[at_] != mark) return false;
    ++at_;
    return true;
  }

  void SkipBlanks() {
    while (at_ < text_.size() &&
           std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos) {
      ++at_;
    }
  }

  bool Fail(std::string_view expected) {
    fault_ = expected;
    return false;
  }

  Refusal Failure() const {
    const size_t begin = at_ > kContext ? at_ - kContext : 0;
    return NotJson(fault_ + '\n' + std::string(text_.substr(begin, at_ - begin + kContext)) + '\n' +
                   std::string(at_ - begin, ' ') + '^');
  }

  std::string_view text_;
  size_t at_ = 0;
  std::string fault_;
};

}  // namespace

Result<Json> ParseJson(std::string_view text) {
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) return Json::MakeObject();
  if (!IsUtf8(text)) {
    return NotJson("Encountered non UTF-8 code points.");
  }
  return Parser(text).Parse();
}

}  // namespace sheetkeeper::emulator
