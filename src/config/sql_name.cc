#include "config/sql_name.h"

#include <cctype>

namespace sheetkeeper {

std::string SnakeCase(const std::string& text) {
  std::string result;
  bool after_lower = false;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool word = std::isalnum(byte) != 0;
    const bool hump = after_lower && std::isupper(byte) != 0;
    if ((!word || hump) && !result.empty() && result.back() != '_') result += '_';
    if (word) result += static_cast<char>(std::tolower(byte));
    after_lower = std::islower(byte) != 0 || std::isdigit(byte) != 0;
  }
  while (result.ends_with('_')) result.pop_back();
  return result;
}

}  // namespace sheetkeeper
