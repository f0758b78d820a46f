#ifndef SHEETKEEPER_EMULATOR_WIRE_MESSAGE_H_
#define SHEETKEEPER_EMULATOR_WIRE_MESSAGE_H_

#include <string_view>

#include "emulator/wire/json.h"
#include "emulator/wire/result.h"
#include "emulator/wire/schema.h"

namespace sheetkeeper::emulator {

// Checks a request against its schema and brings it into canonical form: JSON names in schema
// order, nulls, defaults and read-only fields left out, numbers and enumerations of their own
// type, colours as the server keeps them. `root` is the name that error texts put before the path
// of a field ("data" in values.update, else empty). All faults found are reported at once.
Result<Json> CheckMessage(const Message& message, const Json& body, std::string_view root);

// One query parameter of an enumeration or of type bool.
Result<std::string> CheckEnum(const EnumType& type, std::string_view proto_name,
                              std::string_view text);
Result<bool> CheckBool(std::string_view proto_name, std::string_view text);

// Sets a field of a canonical message at its place in the schema's order.
void PutField(Json& message_value, const Message& message, const Field& field, Json value);

// The refusal that names all violations.
Refusal InvalidFields(std::vector<FieldViolation> violations);

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_WIRE_MESSAGE_H_
