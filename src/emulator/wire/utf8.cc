#include "emulator/wire/utf8.h"

namespace sheetkeeper::emulator {
namespace {

constexpr char32_t kBad = 0xfffd;

// Number of bytes a sequence has that begins with `lead`, 0 when none does.
size_t SequenceLength(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead < 0xe0) return 2;
  if (lead >= 0xe0 && lead < 0xf0) return 3;
  if (lead >= 0xf0 && lead < 0xf5) return 4;
  return 0;
}

// Decodes a well-formed sequence; returns 0 bytes read when there is none.
size_t Decode(std::string_view text, size_t at, char32_t& code) {
  const unsigned char lead = static_cast<unsigned char>(text[at]);
  const size_t length = SequenceLength(lead);
  if (length == 0 || at + length > text.size()) return 0;
  if (length == 1) {
    code = lead;
    return 1;
  }
  code = lead & (0x7fU >> length);
  for (size_t i = 1; i < length; ++i) {
    const unsigned char next = static_cast<unsigned char>(text[at + i]);
    if ((next & 0xc0) != 0x80) return 0;
    code = (code << 6) | (next & 0x3fU);
  }
  constexpr char32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code >= 0xd800 && code < 0xe000;
  return code < kLeast[length] || code > 0x10ffff || surrogate ? 0 : length;
}

char32_t Lower(char32_t c) {
  if (c >= 'A' && c <= 'Z') return c + 32;
  if ((c >= 0xc0 && c <= 0xde && c != 0xd7) || (c >= 0x391 && c <= 0x3a9)) return c + 32;
  if (c >= 0x410 && c <= 0x42f) return c + 32;
  if (c >= 0x400 && c <= 0x40f) return c + 80;
  if (c >= 0x100 && c <= 0x137) return c | 1;
  if (c >= 0x460 && c <= 0x4ff && !(c >= 0x482 && c <= 0x48b) && !(c >= 0x4c0 && c <= 0x4cf)) {
    return c | 1;
  }
  return c;
}

}  // namespace

char32_t DecodeUtf8(std::string_view text, size_t& at) {
  char32_t code = kBad;
  const size_t length = Decode(text, at, code);
  at += length == 0 ? 1 : length;
  return length == 0 ? kBad : code;
}

void AppendUtf8(char32_t code, std::string& out) {
  const auto put = [&out](char32_t byte) { out += static_cast<char>(byte); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xc0 | (code >> 6));
    put(0x80 | (code & 0x3f));
  } else if (code < 0x10000) {
    put(0xe0 | (code >> 12));
    put(0x80 | ((code >> 6) & 0x3f));
    put(0x80 | (code & 0x3f));
  } else {
    put(0xf0 | (code >> 18));
    put(0x80 | ((code >> 12) & 0x3f));
    put(0x80 | ((code >> 6) & 0x3f));
    put(0x80 | (code & 0x3f));
  }
}

bool IsUtf8(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    char32_t code = 0;
    const size_t length = Decode(text, at, code);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

std::string ToUtf8(std::string_view text) {
  if (IsUtf8(text)) return std::string(text);
  std::string converted;
  for (const char c : text) AppendUtf8(static_cast<unsigned char>(c), converted);
  return converted;
}

size_t Utf16Length(std::string_view text) {
  size_t units = 0;
  for (size_t at = 0; at < text.size();) units += DecodeUtf8(text, at) >= 0x10000 ? 2 : 1;
  return units;
}

std::string FoldCase(std::string_view text) {
  std::string folded;
  folded.reserve(text.size());
  for (size_t at = 0; at < text.size();) AppendUtf8(Lower(DecodeUtf8(text, at)), folded);
  return folded;
}

}  // namespace sheetkeeper::emulator
