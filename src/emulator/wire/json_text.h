#ifndef SHEETKEEPER_EMULATOR_WIRE_JSON_TEXT_H_
#define SHEETKEEPER_EMULATOR_WIRE_JSON_TEXT_H_

#include <string>
#include <string_view>

#include "emulator/wire/json.h"
#include "emulator/wire/result.h"

namespace sheetkeeper::emulator {

// The JSON of a request body; an empty body is {}. Errors are worded as Google's.
Result<Json> ParseJson(std::string_view text);

enum class JsonStyle { kPretty, kCompact };

// The text of an answer as Google writes it. A pretty answer ends with a newline.
std::string WriteJson(const Json& value, JsonStyle style);

// The pieces of the above, for answers that are written without building a Json first.
void AppendJsonString(std::string_view text, std::string& out);
void AppendJsonNumber(double value, std::string& out);

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_WIRE_JSON_TEXT_H_
