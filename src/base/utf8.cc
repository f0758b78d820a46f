#include "base/utf8.h"

#include <cstdint>

namespace sheetkeeper {
namespace {

// Bytes of the sequence that begins with `lead`; 0 where none can.
size_t SequenceLength(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead < 0xe0) return 2;
  if (lead >= 0xe0 && lead < 0xf0) return 3;
  if (lead >= 0xf0 && lead < 0xf5) return 4;
  return 0;
}

// Rejects overlong forms, surrogates and values past U+10FFFF, which the lead byte alone allows.
bool SecondByteFits(unsigned char lead, unsigned char second) {
  switch (lead) {
    case 0xe0:
      return second >= 0xa0;
    case 0xed:
      return second < 0xa0;
    case 0xf0:
      return second >= 0x90;
    case 0xf4:
      return second < 0x90;
    default:
      return true;
  }
}

bool IsSequence(std::string_view bytes) {
  for (const char c : bytes.substr(1)) {
    if ((static_cast<unsigned char>(c) & 0xc0U) != 0x80U) return false;
  }
  return bytes.size() == 1 ||
         SecondByteFits(static_cast<unsigned char>(bytes[0]), static_cast<unsigned char>(bytes[1]));
}

}  // namespace

std::optional<size_t> CountCodePoints(std::string_view text) {
  size_t count = 0;
  while (!text.empty()) {
    const size_t length = SequenceLength(static_cast<unsigned char>(text.front()));
    if (length == 0 || length > text.size() || !IsSequence(text.substr(0, length))) {
      return std::nullopt;
    }
    text.remove_prefix(length);
    ++count;
  }
  return count;
}

}  // namespace sheetkeeper
