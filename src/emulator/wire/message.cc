// From the JSON of a client to a canonical message.
//
// The server is lenient in form: names may be in camelCase or snake_case, null means absent, a
// repeated field may be one value or nested lists, numbers may be texts. It is strict in content:
// an unknown name, a wrong type or a wrong enumeration value is refused with a text that names the
// place in proto spelling.

#include "emulator/wire/message.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <set>
#include <utility>

#include "emulator/wire/json_text.h"

namespace sheetkeeper::emulator {
namespace {

constexpr std::string_view kPackage = "type.googleapis.com/google.apps.sheets.v4.";

std::string TypeText(const Field& field) {
  switch (field.kind) {
    case FieldKind::kBool:
      return "TYPE_BOOL";
    case FieldKind::kInt:
      return "TYPE_INT32";
    case FieldKind::kFloat:
      return "TYPE_FLOAT";
    case FieldKind::kDouble:
      return "TYPE_DOUBLE";
    case FieldKind::kString:
      return "TYPE_STRING";
    case FieldKind::kMask:
      return "type.googleapis.com/google.protobuf.FieldMask";
    case FieldKind::kValues:
      return "type.googleapis.com/google.protobuf.ListValue";
    case FieldKind::kEnum:
      return std::string(kPackage) + field.enumeration->name;
    case FieldKind::kMessage:
      if (field.message->name == "Request") {  // the one that is declared inside another
        return std::string(kPackage) + "BatchUpdateSpreadsheetRequest.Request";
      }
      return std::string(kPackage) + field.message->name;
  }
  return "";
}

std::optional<double> AsNumber(const Json& value) {
  if (value.is_number()) return value.AsDouble();
  if (!value.is_string()) return std::nullopt;
  const auto& text = value.AsString();
  double number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  return std::isfinite(number) ? std::optional(number) : std::nullopt;  // "inf" and "nan" are read
}

std::optional<Json> AsInt(const Json& value) {
  const auto number = AsNumber(value);
  if (!number || std::trunc(*number) != *number) return std::nullopt;
  if (std::abs(*number) > 2147483648.0 || *number == 2147483648.0) return std::nullopt;
  return Json(static_cast<int64_t>(*number));
}

// A float's value in the fewest digits that give the same float.
double NarrowToFloat(double value) {
  char buffer[64];
  const auto written = std::to_chars(buffer, buffer + sizeof buffer, static_cast<float>(value));
  double narrowed = 0;
  std::from_chars(buffer, written.ptr, narrowed);
  return narrowed;
}

std::optional<Json> AsBool(const Json& value) {
  if (value.is_bool()) return value;
  if (value == "true" || value == "false") return Json(value == "true");
  return std::nullopt;
}

std::optional<Json> AsEnum(const EnumType& type, const Json& value) {
  if (value.is_string()) {
    const auto& text = value.AsString();
    const auto found = std::find(type.values.begin(), type.values.end(), text);
    if (found != type.values.end()) return Json(*found);
  } else if (value.is_int()) {
    const auto index = value.AsInt();
    if (index >= 0 && index < static_cast<int64_t>(type.values.size())) {
      return Json(type.values[static_cast<size_t>(index)]);
    }
  }
  return std::nullopt;
}

std::optional<Json> AsScalar(const Field& field, const Json& value) {
  switch (field.kind) {
    case FieldKind::kBool:
      return AsBool(value);
    case FieldKind::kInt:
      return AsInt(value);
    case FieldKind::kFloat:
    case FieldKind::kDouble: {
      const auto number = AsNumber(value);
      if (!number) return std::nullopt;
      return Json(field.kind == FieldKind::kFloat ? NarrowToFloat(*number) : *number);
    }
    case FieldKind::kEnum:
      return AsEnum(*field.enumeration, value);
    default:
      return value.is_string() ? std::optional<Json>(value) : std::nullopt;
  }
}

bool IsDefault(const Field& field, const Json& value) {
  switch (field.kind) {
    case FieldKind::kBool:
      return !value.AsBool();
    case FieldKind::kInt:
    case FieldKind::kFloat:
    case FieldKind::kDouble:
      return value.AsDouble() == 0;
    case FieldKind::kEnum:
      return value.AsString() == field.enumeration->values.front();
    case FieldKind::kString:
    case FieldKind::kMask:
      return value.AsString().empty();
    default:
      return false;
  }
}

// The server keeps eight bits of each channel and no transparency.
void QuantizeColor(Json& color) {
  color.Erase("alpha");
  for (const char* channel : {"red", "green", "blue"}) {
    Json* value = Find(color, channel);
    if (value == nullptr) continue;
    const float wanted = std::clamp(static_cast<float>(value->AsDouble()), 0.0F, 1.0F);
    const float level = std::floor(wanted * 255.0F);
    Put(color, channel, level == 0 ? Json() : Json(NarrowToFloat(level / 255.0F)));
  }
}

class Checker {
 public:
  Json Check(const Message& message, const Json& body, const std::string& path) {
    std::vector<std::pair<int, Json>> found;
    std::set<std::string_view> oneofs;  // those of which a field was set
    for (const auto& [name, value] : body.AsObject()) {
      const Field* field = message.FindField(name);
      if (field == nullptr) {
        UnknownName(name, path, "Cannot find field.");
      } else if (!value.is_null() && MaySet(*field, name, path, oneofs)) {
        const std::string here = path.empty() ? field->proto_name : path + '.' + field->proto_name;
        auto checked = CheckField(*field, value, name, path, here);
        if (checked && !field->read_only) found.emplace_back(field->index, std::move(*checked));
      }
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    Json canonical = Json::MakeObject();
    for (auto& [index, value] : found) {
      Put(canonical, message.fields[static_cast<size_t>(index)].name, std::move(value));
    }
    if (message.name == "Color") QuantizeColor(canonical);
    PairColors(message, canonical);
    return canonical;
  }

  std::vector<FieldViolation> TakeViolations() { return std::move(violations_); }

 private:
  bool MaySet(const Field& field, const std::string& name, const std::string& path,
              std::set<std::string_view>& oneofs) {
    if (field.oneof.empty() || oneofs.insert(field.oneof).second) return true;
    std::string text = "Invalid value";
    if (!path.empty()) text += " at '" + path + '\'';
    violations_.push_back({path, text + " (oneof), oneof field '" + field.oneof +
                                     "' is already set. Cannot set '" + name + '\''});
    return false;
  }

  // The canonical value, or nothing when it is a default or wrong.
  std::optional<Json> CheckField(const Field& field, const Json& value, const std::string& name,
                                 const std::string& path, const std::string& here) {
    if (field.map) return CheckMap(field, value, here);
    if (field.repeated) {
      Json list = Json::MakeArray();
      AddElements(field, value, here, list);
      return list.empty() ? std::nullopt : std::optional<Json>(std::move(list));
    }
    if (value.is_array()) {
      UnknownName(name, path, "Proto field is not repeating, cannot start list.");
      return std::nullopt;
    }
    auto checked = CheckOne(field, value, here);
    if (checked && !field.presence && IsDefault(field, *checked)) return std::nullopt;
    return checked;
  }

  void AddElements(const Field& field, const Json& value, const std::string& here, Json& list) {
    if (!value.is_array()) return AddElement(field, value, here, list);
    for (size_t i = 0; i < value.size(); ++i) {
      const std::string place = here + '[' + std::to_string(i) + ']';
      if (value[i].is_array() && field.kind != FieldKind::kValues) {
        AddElements(field, value[i], place, list);
      } else {
        AddElement(field, value[i], place, list);
      }
    }
  }

  void AddElement(const Field& field, const Json& value, const std::string& here, Json& list) {
    if (value.is_null()) {
      if (field.kind == FieldKind::kValues) list.push_back(Json::MakeArray());
      return;
    }
    if (auto checked = CheckOne(field, value, here)) list.push_back(std::move(*checked));
  }

  std::optional<Json> CheckOne(const Field& field, const Json& value, const std::string& here) {
    std::optional<Json> checked;
    if (field.kind == FieldKind::kMessage) {
      if (value.is_object()) return Check(*field.message, value, here);
    } else if (field.kind == FieldKind::kValues) {
      if (value.is_array()) return value;
    } else {
      checked = AsScalar(field, value);
    }
    if (!checked) WrongValue(field, value, here);
    return checked;
  }

  std::optional<Json> CheckMap(const Field& field, const Json& value, const std::string& here) {
    if (!value.is_object()) {
      WrongValue(field, value, here);
      return std::nullopt;
    }
    Json map = Json::MakeObject();
    for (const auto& [key, entry] : value.AsObject()) {
      auto checked = CheckOne(field, entry, here + '.' + key);
      if (checked) map[key] = std::move(*checked);
    }
    return map.empty() ? std::nullopt : std::optional<Json>(std::move(map));
  }

  // A colour and its ColorStyle twin always say the same; the style wins where both are given.
  static void PairColors(const Message& message, Json& canonical) {
    for (const Field& color : message.fields) {
      if (color.partner < color.index || color.partner < 0) continue;
      const Field& style = message.fields[static_cast<size_t>(color.partner)];
      const Json* styled = Find(canonical, style.name);
      const Json* plain = Find(canonical, color.name);
      if (styled != nullptr && styled->empty()) {
        Put(canonical, style.name, Json());
      } else if (styled != nullptr && Has(*styled, "rgbColor")) {
        PutField(canonical, message, color, Json(ObjectOf(*styled, "rgbColor")));
      } else if (styled == nullptr && plain != nullptr) {
        PutField(canonical, message, style, Json{{"rgbColor", *plain}});
      }
    }
  }

  void UnknownName(const std::string& name, const std::string& path, std::string_view why) {
    std::string text = "Invalid JSON payload received. Unknown name \"" + name + '"';
    if (!path.empty()) text += " at '" + path + '\'';
    violations_.push_back({path, text + ": " + std::string(why)});
  }

  void WrongValue(const Field& field, const Json& value, const std::string& here) {
    violations_.push_back({here, "Invalid value at '" + here + "' (" + TypeText(field) + "), " +
                                     WriteJson(value, JsonStyle::kCompact)});
  }

  std::vector<FieldViolation> violations_;
};

}  // namespace

Refusal InvalidFields(std::vector<FieldViolation> violations) {
  ApiError error{.reason = "invalid", .by_platform = true};
  for (const FieldViolation& violation : violations) {
    if (!error.message.empty()) error.message += '\n';
    error.message += violation.description;
  }
  error.violations = std::move(violations);
  return Refusal(std::move(error));
}

Result<Json> CheckMessage(const Message& message, const Json& body, std::string_view root) {
  if (!body.is_object()) {
    return InvalidFields({{"",
                           "Invalid JSON payload received. Unknown name \"\": "
                           "Root element must be a message."}});
  }
  Checker checker;
  Json canonical = checker.Check(message, body, std::string(root));
  auto violations = checker.TakeViolations();
  if (!violations.empty()) return InvalidFields(std::move(violations));
  return canonical;
}

Result<std::string> CheckEnum(const EnumType& type, std::string_view proto_name,
                              std::string_view text) {
  Json value = std::string(text);
  int64_t index = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), index);
  if (read.ec == std::errc() && read.ptr == text.data() + text.size()) value = index;
  if (const auto checked = AsEnum(type, value)) return checked->AsString();
  std::string name(proto_name);
  return InvalidFields({{name, "Invalid value at '" + name + "' (" + std::string(kPackage) +
                                   type.name + "), \"" + std::string(text) + '"'}});
}

Result<bool> CheckBool(std::string_view proto_name, std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  for (const char* yes : {"1", "t", "true", "y", "yes"}) {
    if (lower == yes) return true;
  }
  for (const char* no : {"0", "f", "false", "n", "no"}) {
    if (lower == no) return false;
  }
  std::string name(proto_name);
  return InvalidFields(
      {{name, "Invalid value at '" + name + "' (TYPE_BOOL), \"" + std::string(text) + '"'}});
}

void PutField(Json& message_value, const Message& message, const Field& field, Json value) {
  auto& members = message_value.AsObject();
  const auto at = std::find_if(members.begin(), members.end(), [&](const Json::Member& member) {
    const Field* other = message.FindField(member.key);
    return other != nullptr && other->index >= field.index;
  });
  const bool exists = at != members.end() && at->key == field.name;
  if (value.is_null()) {
    if (exists) members.erase(at);
  } else if (exists) {
    at->value = std::move(value);
  } else {
    members.insert(at, {field.name, std::move(value)});
  }
}

}  // namespace sheetkeeper::emulator
