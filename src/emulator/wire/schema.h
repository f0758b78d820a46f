#ifndef SHEETKEEPER_EMULATOR_WIRE_SCHEMA_H_
#define SHEETKEEPER_EMULATOR_WIRE_SCHEMA_H_

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sheetkeeper::emulator {

struct Message;

struct EnumType {
  std::string name;
  std::vector<std::string> values;  // the first is the default
};

enum class FieldKind {
  kBool,
  kInt,
  kFloat,
  kDouble,
  kString,  // also times
  kMask,    // the text of a field mask
  kValues,  // one list of cell values, of any JSON
  kEnum,
  kMessage
};

struct Field {
  std::string name;        // as in JSON: startRowIndex
  std::string proto_name;  // as in Google's error texts: start_row_index
  FieldKind kind = FieldKind::kString;
  const Message* message = nullptr;       // of kMessage
  const EnumType* enumeration = nullptr;  // of kEnum
  bool repeated = false;
  bool map = false;        // from texts to `message`
  bool presence = false;   // written even when it has its default value
  bool read_only = false;  // checked, but not kept, in requests
  int index = 0;           // place in Message::fields
  int partner = -1;        // of a colour: its ColorStyle twin, and the other way round
  std::string oneof;       // the group of fields of which only one may be set; empty if in none
};

struct Message {
  std::string name;
  std::vector<Field> fields;  // in the order in which answers have them
  std::unordered_map<std::string, int> by_name;

  // By JSON or proto name; null when there is none.
  const Field* FindField(std::string_view field_name) const;
};

// The message `name`, which must exist.
const Message& MessageNamed(std::string_view name);

// The enumeration `name`, which must exist.
const EnumType& EnumNamed(std::string_view name);

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_WIRE_SCHEMA_H_
