#include "emulator/values/proto_text.h"

#include "emulator/wire/json_text.h"

namespace sheetkeeper::emulator {
namespace {

void Append(const Json& value, const std::string& indent, std::string& out);

void AppendList(const Json& list, const std::string& indent, std::string& out) {
  out += indent + "list_value {\n";
  for (const Json& element : list) {
    out += indent + "  values {\n";
    Append(element, indent + "    ", out);
    out += indent + "  }\n";
  }
  out += indent + "}\n";
}

void AppendStruct(const Json& object, const std::string& indent, std::string& out) {
  out += indent + "struct_value {\n";
  for (const auto& [key, member] : object.AsObject()) {
    out += indent + "  fields {\n" + indent + "    key: ";
    AppendJsonString(key, out);
    out += '\n' + indent + "    value {\n";
    Append(member, indent + "      ", out);
    out += indent + "    }\n" + indent + "  }\n";
  }
  out += indent + "}\n";
}

void Append(const Json& value, const std::string& indent, std::string& out) {
  if (value.is_array()) return AppendList(value, indent, out);
  if (value.is_object()) return AppendStruct(value, indent, out);
  out += indent;
  if (value.is_null()) {
    out += "null_value: NULL_VALUE";
  } else {
    out += value.is_string() ? "string_value: "
           : value.is_bool() ? "bool_value: "
                             : "number_value: ";
    std::string text = WriteJson(value, JsonStyle::kCompact);
    if (value.is_number() && text.find_first_of(".e") == std::string::npos) text += ".0";
    out += text;
  }
  out += '\n';
}

}  // namespace

std::string ProtoText(const Json& value) {
  std::string text;
  Append(value, "", text);
  text.insert(text.find(' '), " \t");  // the mark by which Google's debug texts are told from data
  return text;
}

}  // namespace sheetkeeper::emulator
