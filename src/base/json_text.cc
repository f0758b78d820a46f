#include "base/json_text.h"

#include <nlohmann/json.hpp>

namespace sheetkeeper {

std::string JsonText(std::string_view text) {
  using nlohmann::json;
  return json(std::string(text)).dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace sheetkeeper
