#ifndef SHEETKEEPER_EMULATOR_VALUES_PROTO_TEXT_H_
#define SHEETKEEPER_EMULATOR_VALUES_PROTO_TEXT_H_

#include <string>

#include "emulator/wire/json.h"

namespace sheetkeeper::emulator {

// A JSON value as Google's error texts print it: in the text form of a google.protobuf.Value.
std::string ProtoText(const Json& value);

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_VALUES_PROTO_TEXT_H_
