// What messages the Sheets API has, as data.
//
// The tables (schema_*.cc) are text, a definition a line; lines that begin with a blank continue
// the one before:
//
//   enum Dimension = DIMENSION_UNSPECIFIED ROWS COLUMNS
//   GridRange = sheetId:int startRowIndex:int? endRowIndex:int? ...
//   oneof ColorStyle.kind = rgbColor themeColor
//
// The last says that only one of the fields may be set; a star stands for all of the message's.
// A field is name:type, in the order of Google's answers. Types are bool, int, float, double,
// string, time, mask, values, the name of an enumeration or the name of a message; [T] is a
// repeated T, {T} a map of texts to T. A question mark after the type says that the field is
// written even when it is zero (the server knows whether it was set), a caret that only the server
// sets it. All else follows from the tables: what a request may contain, what a field mask may
// name, what is left out of an answer, and where a message hides a range of cells.

#include "emulator/wire/schema.h"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <sstream>

#include "emulator/wire/schema_text.h"

namespace sheetkeeper::emulator {
namespace {

std::string ProtoName(std::string_view json_name) {
  std::string name;
  for (const char c : json_name) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (upper) name += '_';
    name += upper ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return name;
}

class Tables {
 public:
  Tables() {
    for (const char* text : {kEnumsSchema, kSheetsSchema, kRequestsSchema, kObjectsSchema,
                             kOneofsSchema, kDriveSchema}) {
      Read(text);
    }
    for (const auto& [name, words] : definitions_) Define(*messages_[name], words);
    for (const auto& [name, words] : oneofs_) Group(name, words);
  }

  const Message& MessageNamed(std::string_view name) const {
    const auto found = messages_.find(std::string(name));
    if (found == messages_.end()) std::abort();
    return *found->second;
  }

  const EnumType& EnumNamed(std::string_view name) const {
    const auto found = enums_.find(std::string(name));
    if (found == enums_.end()) std::abort();
    return *found->second;
  }

 private:
  void Read(const char* text) {
    std::istringstream words(text);
    std::vector<std::string>* target = nullptr;
    std::string word;
    std::string before;  // a name waits here until the '=' tells that it is one
    const auto flush = [&] {
      if (!before.empty() && target != nullptr) target->push_back(before);
      before.clear();
    };
    std::string keyword;
    while (words >> word) {
      if (word == "enum" || word == "oneof") {
        flush();
        keyword = word;
      } else if (word == "=") {
        target = keyword == "enum"    ? &NewEnum(before)
                 : keyword == "oneof" ? &oneofs_[before]
                                      : &NewMessage(before);
        keyword.clear();
        before.clear();
      } else {
        flush();
        before = word;
      }
    }
    flush();
  }

  std::vector<std::string>& NewEnum(const std::string& name) {
    auto& type = enums_[name] = std::make_unique<EnumType>();
    type->name = name;
    return type->values;
  }

  std::vector<std::string>& NewMessage(const std::string& name) {
    auto& message = messages_[name] = std::make_unique<Message>();
    message->name = name;
    return definitions_[name];
  }

  void Define(Message& message, const std::vector<std::string>& words) {
    for (const std::string& word : words) {
      Field field = MakeField(word);
      field.index = static_cast<int>(message.fields.size());
      message.by_name[field.name] = field.index;
      message.by_name[field.proto_name] = field.index;
      message.fields.push_back(std::move(field));
    }
    for (Field& field : message.fields) {
      const auto twin = message.by_name.find(field.name + "Style");
      if (field.kind != FieldKind::kMessage || twin == message.by_name.end()) continue;
      if (field.message->name != "Color") continue;
      field.partner = twin->second;
      message.fields[static_cast<size_t>(twin->second)].partner = field.index;
    }
  }

  void Group(const std::string& name, const std::vector<std::string>& words) {
    const size_t dot = name.find('.');
    Message& message = *messages_.at(name.substr(0, dot));
    for (Field& field : message.fields) {
      const bool member =
          words.front() == "*" || std::find(words.begin(), words.end(), field.name) != words.end();
      if (member) field.oneof = name.substr(dot + 1);
    }
  }

  Field MakeField(std::string_view word) {
    const size_t colon = word.find(':');
    if (colon == std::string_view::npos) std::abort();
    Field field;
    field.name = word.substr(0, colon);
    field.proto_name = ProtoName(field.name);
    std::string_view type = word.substr(colon + 1);
    for (; type.back() == '?' || type.back() == '^'; type.remove_suffix(1)) {
      (type.back() == '?' ? field.presence : field.read_only) = true;
    }
    field.repeated = type.front() == '[';
    field.map = type.front() == '{';
    if (field.repeated || field.map) type = type.substr(1, type.size() - 2);
    SetType(type, field);
    return field;
  }

  void SetType(std::string_view type, Field& field) {
    static const std::unordered_map<std::string_view, FieldKind> kScalars = {
        {"bool", FieldKind::kBool},     {"int", FieldKind::kInt},
        {"float", FieldKind::kFloat},   {"double", FieldKind::kDouble},
        {"string", FieldKind::kString}, {"time", FieldKind::kString},
        {"mask", FieldKind::kMask},     {"values", FieldKind::kValues}};
    if (const auto scalar = kScalars.find(type); scalar != kScalars.end()) {
      field.kind = scalar->second;
    } else if (const auto message = messages_.find(std::string(type)); message != messages_.end()) {
      field.kind = FieldKind::kMessage;
      field.message = message->second.get();
    } else {
      field.kind = FieldKind::kEnum;
      field.enumeration = &EnumNamed(type);
    }
  }

  std::unordered_map<std::string, std::unique_ptr<EnumType>> enums_;
  std::unordered_map<std::string, std::unique_ptr<Message>> messages_;
  std::unordered_map<std::string, std::vector<std::string>> definitions_;
  std::unordered_map<std::string, std::vector<std::string>> oneofs_;
};

const Tables& TheTables() {
  static const Tables kTables;
  return kTables;
}

}  // namespace

const Field* Message::FindField(std::string_view field_name) const {
  const auto found = by_name.find(std::string(field_name));
  return found == by_name.end() ? nullptr : &fields[static_cast<size_t>(found->second)];
}

const Message& MessageNamed(std::string_view name) {
  return TheTables().MessageNamed(name);
}

const EnumType& EnumNamed(std::string_view name) {
  return TheTables().EnumNamed(name);
}

}  // namespace sheetkeeper::emulator
