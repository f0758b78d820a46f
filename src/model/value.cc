#include "model/value.h"

#include <xxhash.h>

#include <algorithm>
#include <array>
#include <bit>
#include <span>

#include "base/number_text.h"

namespace sheetkeeper {
namespace {

// What is digested: for each value a type tag, then integers and doubles as 8 bytes little endian,
// text as length and bytes. The tag keeps 1, 1.0 and "1" apart.
size_t BytesOf(const Value& value) {
  constexpr size_t kTag = 1;
  constexpr size_t kWord = 8;
  if (IsNull(value)) return kTag;
  const auto* text = std::get_if<std::string>(&value);
  return kTag + kWord + (text != nullptr ? text->size() : 0);
}

char* PutWord(uint64_t word, char* to) {
  for (size_t i = 0; i < sizeof(word); ++i) to[i] = static_cast<char>(word >> (8 * i));
  return to + sizeof(word);
}

// Gives the end of what it wrote.
char* Put(const Value& value, char* to) {
  *to++ = static_cast<char>(value.index());
  if (const auto* integer = std::get_if<int64_t>(&value)) {
    return PutWord(static_cast<uint64_t>(*integer), to);
  }
  if (const auto* real = std::get_if<double>(&value)) {
    return PutWord(std::bit_cast<uint64_t>(*real), to);
  }
  if (const auto* text = std::get_if<std::string>(&value)) {
    return std::copy(text->begin(), text->end(), PutWord(text->size(), to));
  }
  return to;
}

uint64_t DigestAt(std::span<const Value> values, char* bytes) {
  char* end = bytes;
  for (const Value& value : values) end = Put(value, end);
  return XXH3_64bits(bytes, static_cast<size_t>(end - bytes));
}

uint64_t DigestOf(std::span<const Value> values) {
  constexpr size_t kUsualBytes = 256;
  size_t bytes = 0;
  for (const Value& value : values) bytes += BytesOf(value);
  if (bytes > kUsualBytes) return DigestAt(values, std::string(bytes, '\0').data());
  std::array<char, kUsualBytes> usual;
  return DigestAt(values, usual.data());
}

}  // namespace

std::string ToText(const Value& value) {
  if (const auto* integer = std::get_if<int64_t>(&value)) return NumberText(*integer);
  if (const auto* real = std::get_if<double>(&value)) return NumberText(*real);
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  return "";
}

std::string ToText(const Cell& cell) {
  if (const auto* truth = std::get_if<bool>(&cell)) return *truth ? "TRUE" : "FALSE";
  if (const auto* number = std::get_if<double>(&cell)) return NumberText(*number);
  if (const auto* text = std::get_if<std::string>(&cell)) return *text;
  return "";
}

uint64_t Digest(const Value& value) {
  return DigestOf({&value, 1});
}

uint64_t Digest(const Row& row) {
  return DigestOf(row);
}

}  // namespace sheetkeeper
