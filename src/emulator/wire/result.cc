#include "emulator/wire/result.h"

namespace sheetkeeper::emulator {

Refusal InvalidArgument(std::string_view message) {
  return Refusal(ApiError{.message = std::string(message)});
}

Refusal NotFound(std::string_view message) {
  return Refusal(ApiError{.code = 404, .status = "NOT_FOUND", .message = std::string(message)});
}

Refusal PermissionDenied(std::string_view message) {
  return Refusal(
      ApiError{.code = 403, .status = "PERMISSION_DENIED", .message = std::string(message)});
}

Refusal Unimplemented(std::string_view message) {
  return Refusal(ApiError{.code = 501, .status = "UNIMPLEMENTED", .message = std::string(message)});
}

Refusal Internal() {
  return Refusal(
      ApiError{.code = 500, .status = "INTERNAL", .message = "Internal error encountered."});
}

}  // namespace sheetkeeper::emulator
