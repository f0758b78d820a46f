#ifndef SHEETKEEPER_EMULATOR_WIRE_JSON_H_
#define SHEETKEEPER_EMULATOR_WIRE_JSON_H_

#include <cstdint>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace sheetkeeper::emulator {

// A JSON value whose objects keep the order of their keys, as Google's answers do.
using Json = nlohmann::ordered_json;

// The member `key` of `object`, or null when `object` is no object or has no such member.
const Json* Find(const Json& object, std::string_view key);
Json* Find(Json& object, std::string_view key);

// Members of a message that has been checked against its schema: a missing member reads as the
// default of its type.
bool Has(const Json& object, std::string_view key);
int64_t IntOf(const Json& object, std::string_view key, int64_t missing = 0);
double NumberOf(const Json& object, std::string_view key, double missing = 0);
bool BoolOf(const Json& object, std::string_view key);
std::string StringOf(const Json& object, std::string_view key, std::string_view missing = "");
const Json& ObjectOf(const Json& object, std::string_view key);  // {} when missing
const Json& ArrayOf(const Json& object, std::string_view key);   // [] when missing

// Sets or, for a null value, removes a member.
void Put(Json& object, std::string_view key, Json value);

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_WIRE_JSON_H_
