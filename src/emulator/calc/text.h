// Small text helpers: ASCII case, blanks, UTF-8 characters.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sheetkeeper::emulator::calc {

inline char AsciiLower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
inline char AsciiUpper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}
inline bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}
inline bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Without the blanks (space, tab, line break, no-break space) at both ends.
std::string_view Trimmed(std::string_view text);

// The bytes of the character at `position`; 0 at the end, 1 for a byte that begins none.
size_t Utf8Length(std::string_view text, size_t position);

std::string Utf8Character(char32_t code_point);
// REQUIRES: !text.empty().
char32_t FirstCodePoint(std::string_view text);

// Upper and lower case of the letters that have one of each in Latin, Greek and Cyrillic.
std::string Lowered(std::string_view text);
std::string Uppered(std::string_view text);
bool EqualsIgnoringCase(std::string_view a, std::string_view b);

// Sheets counts characters in UTF-16 units: an emoji counts twice.
int Utf16Length(std::string_view text);
// The bytes before unit `units`; a character is not torn apart but goes to the front part.
size_t Utf16Offset(std::string_view text, int units);

}  // namespace sheetkeeper::emulator::calc
