#ifndef SHEETKEEPER_EMULATOR_WIRE_UTF8_H_
#define SHEETKEEPER_EMULATOR_WIRE_UTF8_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace sheetkeeper::emulator {

// The code point at `at`, which moves behind it. An ill-formed byte gives U+FFFD and moves by one.
char32_t DecodeUtf8(std::string_view text, size_t& at);
void AppendUtf8(char32_t code, std::string& out);
bool IsUtf8(std::string_view text);
// Text that is no UTF-8 is taken for Latin-1.
std::string ToUtf8(std::string_view text);

// Length in UTF-16 code units: how Google counts characters.
size_t Utf16Length(std::string_view text);

// Lower case of Latin, Greek and Cyrillic letters, for comparing names without regard to case.
std::string FoldCase(std::string_view text);

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_WIRE_UTF8_H_
