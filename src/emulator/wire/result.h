#ifndef SHEETKEEPER_EMULATOR_WIRE_RESULT_H_
#define SHEETKEEPER_EMULATOR_WIRE_RESULT_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

#include "emulator/wire/json.h"

namespace sheetkeeper::emulator {

// One fault found in a typed request: where (a path like requests[0].add_sheet) and what.
struct FieldViolation {
  std::string field;
  std::string description;
};

// A refusal as Google words it. The status line's code follows from `status`, a gRPC name.
struct ApiError {
  int code = 400;
  std::string status = "INVALID_ARGUMENT";
  std::string message = {};
  std::vector<FieldViolation> violations = {};
  Json details = Json::MakeArray();  // further entries of error.details
  // Of the entry in errors[], which Drive's refusals have and others on request:
  std::string reason = {};         // when it is not the one of the status
  std::string location = {};       // the parameter at fault
  std::string short_message = {};  // when it is not the message
  // Refused in front of the service, by what is common to all of Google's; Drive then tells status
  // and details too.
  bool by_platform = false;
};

// A T, or the refusal to answer with.
template <typename T = void>
class [[nodiscard]] Result : public tl::expected<T, ApiError> {
 public:
  using tl::expected<T, ApiError>::expected;
};

using Refusal = tl::unexpected<ApiError>;

Refusal InvalidArgument(std::string_view message);
Refusal NotFound(std::string_view message);
Refusal PermissionDenied(std::string_view message);
Refusal Unimplemented(std::string_view message);
Refusal Internal();  // 500, as the server answers what it cannot cope with

}  // namespace sheetkeeper::emulator

// Returns the refusal of `expression` from the function around it.
#define EMU_TRY(expression)                                                  \
  do {                                                                       \
    if (auto emu_tried = (expression); !emu_tried.has_value()) {             \
      return ::sheetkeeper::emulator::Refusal(std::move(emu_tried).error()); \
    }                                                                        \
  } while (false)

// Declares `declaration` with the value of `expression`, or returns its refusal.
#define EMU_ASSIGN(declaration, expression) \
  EMU_ASSIGN_AS(EMU_JOIN(emu_result_, __LINE__), declaration, expression)
#define EMU_ASSIGN_AS(name, declaration, expression)                                       \
  auto name = (expression);                                                                \
  if (!name.has_value()) return ::sheetkeeper::emulator::Refusal(std::move(name).error()); \
  declaration = std::move(*name)
#define EMU_JOIN(a, b) EMU_JOIN_(a, b)
#define EMU_JOIN_(a, b) a##b

#endif  // SHEETKEEPER_EMULATOR_WIRE_RESULT_H_
