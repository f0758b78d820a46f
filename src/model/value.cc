#include "model/value.h"

#include <xxhash.h>

#include <array>
#include <bit>

#include "base/number_text.h"

namespace sheetkeeper {
namespace {

// Type tag, then the value: integers and doubles as 8 bytes little endian, text as length and
// bytes. The tag keeps 1, 1.0 and "1" apart.
class DigestInput {
 public:
  void Add(const Value& value) {
    Byte(static_cast<unsigned char>(value.index()));
    if (const auto* integer = std::get_if<int64_t>(&value)) {
      Word(static_cast<uint64_t>(*integer));
    } else if (const auto* real = std::get_if<double>(&value)) {
      Word(std::bit_cast<uint64_t>(*real));
    } else if (const auto* text = std::get_if<std::string>(&value)) {
      Word(text->size());
      bytes_ += *text;
    }
  }
  uint64_t Digest() const { return XXH3_64bits(bytes_.data(), bytes_.size()); }
  void Reserve(size_t bytes) { bytes_.reserve(bytes); }

 private:
  void Byte(unsigned char byte) { bytes_ += static_cast<char>(byte); }
  void Word(uint64_t word) {
    std::array<char, 8> bytes{};
    for (size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(word >> (8 * i));
    bytes_.append(bytes.data(), bytes.size());
  }
  std::string bytes_;
};

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
  DigestInput input;
  input.Add(value);
  return input.Digest();
}

uint64_t Digest(const Row& row) {
  constexpr size_t kUsualBytes = 256;
  DigestInput input;
  input.Reserve(kUsualBytes);
  for (const Value& value : row) input.Add(value);
  return input.Digest();
}

}  // namespace sheetkeeper
