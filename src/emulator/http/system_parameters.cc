#include "emulator/http/system_parameters.h"

#include <algorithm>
#include <cctype>
#include <string_view>

namespace sheetkeeper::emulator {
namespace {

// In lower case; empty when none is asked for.
std::string FormatOf(const Call& call) {
  std::string format = call.query.First("alt").value_or("");
  std::transform(format.begin(), format.end(), format.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return format;
}

bool IsJson(std::string_view format) {
  return format.empty() || format == "json";
}

bool IsFunctionName(std::string_view name) {
  return std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 ||
           std::string_view("_$.[]").find(static_cast<char>(c)) != std::string_view::npos;
  });
}

ApiError Refused(std::string message) {
  return {.message = std::move(message), .by_platform = true};
}

}  // namespace

std::string CallbackOf(const Call& call) {
  if (call.method != "GET" || !IsJson(FormatOf(call))) return "";
  return call.query.First("callback").value_or("");
}

bool WantsErrorList(const Call& call) {
  return call.query.Last("$.xgafv") == "1";
}

Result<> CheckSystemParameters(const Call& call) {
  const std::string version = call.query.Last("$.xgafv").value_or("1");
  if (version != "1" && version != "2") {
    return Refusal(Refused("Invalid query parameters. Invalid value '" + version +
                           "' for system query parameter : $.xgafv"));
  }
  if (const std::string name = CallbackOf(call); !IsFunctionName(name)) {
    return Refusal(Refused("Invalid JSONP callback name: '" + name +
                           "'; only alphabet, number, '_', '$', '.', '[' and ']' are allowed."));
  }
  const std::string format = FormatOf(call);
  if (IsJson(format) || call.segments.front() != "v4") return {};
  if (format == "media") {
    return InvalidArgument("Unsupported alt type \"media\" for non byte stream request.");
  }
  return InvalidArgument("Invalid value \"" + *call.query.First("alt") + "\" for parameter alt.");
}

}  // namespace sheetkeeper::emulator
