#include "cli/value_json.h"

#include "base/json_text.h"

namespace sheetkeeper {

std::string JsonOf(const Value& value) {
  if (IsNull(value)) return "null";
  if (const auto* text = std::get_if<std::string>(&value)) return JsonText(*text);
  return ToText(value);
}

}  // namespace sheetkeeper
