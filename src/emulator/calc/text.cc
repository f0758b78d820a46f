#include "emulator/calc/text.h"

#include <algorithm>
#include <cstdint>

namespace sheetkeeper::emulator::calc {
namespace {

constexpr std::string_view kNoBreakSpace = "\xC2\xA0";

bool IsBlankByte(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool IsBetween(char32_t c, char32_t low, char32_t high) {
  return c >= low && c <= high;
}

// Latin Extended-A has its pairs side by side; which of the two is the capital differs by run.
bool HasEvenCapitals(char32_t c) {
  return IsBetween(c, 0x100, 0x12F) || IsBetween(c, 0x132, 0x137) || IsBetween(c, 0x14A, 0x177);
}
bool HasOddCapitals(char32_t c) {
  return IsBetween(c, 0x139, 0x148) || IsBetween(c, 0x179, 0x17E);
}

char32_t LowerLetter(char32_t c) {
  if (IsBetween(c, 'A', 'Z') || (IsBetween(c, 0xC0, 0xDE) && c != 0xD7)) return c + 32;
  if (HasEvenCapitals(c)) return c | 1;
  if (HasOddCapitals(c)) return c % 2 == 1 ? c + 1 : c;
  if (IsBetween(c, 0x391, 0x3A9) || IsBetween(c, 0x410, 0x42F)) return c + 32;
  if (IsBetween(c, 0x400, 0x40F)) return c + 80;
  if (c == 0x178) return 0xFF;
  return c;
}

char32_t UpperLetter(char32_t c) {
  if (IsBetween(c, 'a', 'z') || (IsBetween(c, 0xE0, 0xFE) && c != 0xF7)) return c - 32;
  if (c == 0x131) return 'I';
  if (HasEvenCapitals(c)) return c & ~1U;
  if (HasOddCapitals(c)) return c % 2 == 0 ? c - 1 : c;
  if (IsBetween(c, 0x3B1, 0x3C9) && c != 0x3C2) return c - 32;
  if (IsBetween(c, 0x430, 0x44F)) return c - 32;
  if (IsBetween(c, 0x450, 0x45F)) return c - 80;
  if (c == 0xFF) return 0x178;
  return c;
}

template <typename Map>
std::string Mapped(std::string_view text, Map map) {
  std::string result;
  result.reserve(text.size());
  for (size_t i = 0; i < text.size();) {
    const size_t length = Utf8Length(text, i);
    const bool plain = length <= 2 && !(length == 1 && static_cast<uint8_t>(text[i]) >= 0x80);
    if (plain) {
      result += Utf8Character(map(FirstCodePoint(text.substr(i, length))));
    } else {
      result += text.substr(i, length);
    }
    i += length;
  }
  return result;
}

}  // namespace

std::string_view Trimmed(std::string_view text) {
  for (bool again = true; again;) {
    again = false;
    if (!text.empty() && IsBlankByte(text.front())) text.remove_prefix(1), again = true;
    if (!text.empty() && IsBlankByte(text.back())) text.remove_suffix(1), again = true;
    if (text.starts_with(kNoBreakSpace)) text.remove_prefix(2), again = true;
    if (text.ends_with(kNoBreakSpace)) text.remove_suffix(2), again = true;
  }
  return text;
}

size_t Utf8Length(std::string_view text, size_t position) {
  if (position >= text.size()) return 0;
  const auto lead = static_cast<uint8_t>(text[position]);
  size_t length = 1;
  if (lead >= 0xF0) {
    length = 4;
  } else if (lead >= 0xE0) {
    length = 3;
  } else if (lead >= 0xC0) {
    length = 2;
  }
  return std::min(length, text.size() - position);
}

std::string Utf8Character(char32_t c) {
  const auto tail = [c](int shift) { return static_cast<char>(0x80 | ((c >> shift) & 0x3F)); };
  if (c < 0x80) return {static_cast<char>(c)};
  if (c < 0x800) return {static_cast<char>(0xC0 | (c >> 6)), tail(0)};
  if (c < 0x10000) return {static_cast<char>(0xE0 | (c >> 12)), tail(6), tail(0)};
  return {static_cast<char>(0xF0 | (c >> 18)), tail(12), tail(6), tail(0)};
}

char32_t FirstCodePoint(std::string_view text) {
  const size_t length = Utf8Length(text, 0);
  const auto byte = [&](size_t i) { return static_cast<char32_t>(static_cast<uint8_t>(text[i])); };
  if (length == 1) return byte(0);
  char32_t code_point = byte(0) & (0x7FU >> length);
  for (size_t i = 1; i < length; ++i) code_point = (code_point << 6) | (byte(i) & 0x3F);
  return code_point;
}

std::string Lowered(std::string_view text) {
  return Mapped(text, LowerLetter);
}

std::string Uppered(std::string_view text) {
  return Mapped(text, UpperLetter);
}

bool EqualsIgnoringCase(std::string_view a, std::string_view b) {
  const bool ascii_equal =
      a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
        return AsciiLower(x) == AsciiLower(y);
      });
  if (ascii_equal) return true;
  const auto is_ascii = [](std::string_view s) {
    return std::none_of(s.begin(), s.end(), [](char c) { return static_cast<uint8_t>(c) >= 0x80; });
  };
  if (is_ascii(a) || is_ascii(b)) return false;
  return Lowered(a) == Lowered(b);
}

int Utf16Length(std::string_view text) {
  int units = 0;
  for (size_t i = 0; i < text.size();) {
    const size_t length = Utf8Length(text, i);
    units += length == 4 ? 2 : 1;
    i += length;
  }
  return units;
}

size_t Utf16Offset(std::string_view text, int units) {
  size_t i = 0;
  while (i < text.size() && units > 0) {
    const size_t length = Utf8Length(text, i);
    units -= length == 4 ? 2 : 1;
    i += length;
  }
  return i;
}

}  // namespace sheetkeeper::emulator::calc
