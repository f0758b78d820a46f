#ifndef SHEETKEEPER_EMULATOR_ACCESS_H_
#define SHEETKEEPER_EMULATOR_ACCESS_H_

#include <string>

#include "emulator/http/request.h"
#include "emulator/oauth/tokens.h"
#include "emulator/wire/result.h"
#include "emulator/world.h"

namespace sheetkeeper::emulator {

// Who calls, where tokens are not checked.
inline constexpr const char* kOwner = "owner@emulator.example";

// The address of the caller, if the request's token is good and has a scope for the call.
Result<std::string> Authenticate(const World& world, const Tokens& tokens,
                                 const HttpRequest& request, const Call& call);

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_ACCESS_H_
