#ifndef SHEETKEEPER_EMULATOR_HTTP_SYSTEM_PARAMETERS_H_
#define SHEETKEEPER_EMULATOR_HTTP_SYSTEM_PARAMETERS_H_

#include <string>

#include "emulator/http/request.h"
#include "emulator/wire/result.h"

namespace sheetkeeper::emulator {

// Parameters that Google's platform reads itself, before it looks at who calls: alt, callback and
// $.xgafv.
Result<> CheckSystemParameters(const Call& call);

// The function that a script wants its answer passed to (JSONP), even one of an impossible name;
// empty when the answer is plain.
std::string CallbackOf(const Call& call);

// Whether errors of the Sheets API carry a list of errors as Drive's do.
bool WantsErrorList(const Call& call);

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_HTTP_SYSTEM_PARAMETERS_H_
