// Field masks.
//
//   mask = path { "," path }            a trailing comma is allowed
//   path = name { ("." | "/") name } [ "(" mask ")" ]
//
// A name is that of a field in JSON or proto spelling, or * for all fields. Blanks around names
// are ignored in the masks of requests and inside parentheses.

#include "emulator/wire/field_mask.h"

#include <string>
#include <utility>

#include "emulator/wire/message.h"

namespace sheetkeeper::emulator {
namespace {

class MaskParser {
 public:
  MaskParser(std::string_view text, FieldMask& mask) : text_(text), mask_(mask) {}

  // False when a name is unknown (bad_path() is then the path to it) or the form is wrong.
  bool Parse(const Message& message) {
    std::vector<const Field*> path;
    return ParseList(&message, path, "") && at_ == text_.size();
  }

  const std::string& bad_path() const { return bad_path_; }

 private:
  bool ParseList(const Message* message, std::vector<const Field*>& path,
                 const std::string& prefix) {
    for (;;) {
      SkipBlanks();
      if (AtEndOfList()) return true;
      if (!ParsePath(message, path, prefix)) return false;
      SkipBlanks();
      if (AtEndOfList()) return true;
      if (text_[at_] != ',') return Bad(std::string(text_));
      ++at_;
    }
  }

  bool ParsePath(const Message* message, std::vector<const Field*> path, std::string prefix) {
    for (;;) {
      const std::string name = Name();
      prefix += (prefix.empty() ? "" : ".") + name;
      if (name == "*") {
        mask_.Add(path);
        return true;
      }
      const Field* field = message == nullptr ? nullptr : message->FindField(name);
      if (field == nullptr) return Bad(prefix);
      path.push_back(field);
      message = field->map ? nullptr : field->message;
      SkipBlanks();
      if (at_ < text_.size() && (text_[at_] == '.' || text_[at_] == '/')) {
        ++at_;
        SkipBlanks();
      } else {
        return ParseRest(message, path, prefix);
      }
    }
  }

  // What follows the last name of a path: nothing, or a list in parentheses.
  bool ParseRest(const Message* message, std::vector<const Field*>& path,
                 const std::string& prefix) {
    if (at_ >= text_.size() || text_[at_] != '(') {
      mask_.Add(path);
      return true;
    }
    ++at_;
    if (!ParseList(message, path, prefix)) return false;
    if (at_ >= text_.size() || text_[at_] != ')') return Bad(std::string(text_));
    ++at_;
    return true;
  }

  std::string Name() {
    const size_t start = at_;
    while (at_ < text_.size() && text_.find_first_of(",./() \t\n", at_) != at_) ++at_;
    return std::string(text_.substr(start, at_ - start));
  }

  void SkipBlanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n')) {
      ++at_;
    }
  }

  bool AtEndOfList() const { return at_ == text_.size() || text_[at_] == ')'; }

  bool Bad(std::string path) {
    bad_path_ = std::move(path);
    return false;
  }

  std::string_view text_;
  size_t at_ = 0;
  FieldMask& mask_;
  std::string bad_path_;
};

}  // namespace

FieldMask FieldMask::All() {
  FieldMask mask;
  mask.all_ = true;
  return mask;
}

const FieldMask* FieldMask::Child(std::string_view name) const {
  static const FieldMask kAll = All();
  if (all_) return &kAll;
  for (const auto& [field, child] : children_) {
    if (field->name == name) return &child;
  }
  return nullptr;
}

bool FieldMask::NamesOnly(std::string_view name) const {
  return !all_ && children_.size() == 1 && children_.front().first->name == name;
}

void FieldMask::Add(const std::vector<const Field*>& path) {
  FieldMask* node = this;
  for (const Field* field : path) {
    FieldMask* child = nullptr;
    for (auto& [known, mask] : node->children_) {
      if (known == field) child = &mask;
    }
    if (child == nullptr) {
      node->children_.emplace_back(field, FieldMask());
      child = &node->children_.back().second;
    }
    node = child;
  }
  node->all_ = true;
}

Result<FieldMask> ParseResponseMask(std::string_view text, const Message& message) {
  FieldMask mask;
  MaskParser parser(text, mask);
  if (parser.Parse(message)) return mask;
  ApiError error{.message = "Request contains an invalid argument."};
  error.violations.push_back({parser.bad_path(),
                              "Error expanding 'fields' parameter. Cannot find matching fields for "
                              "path '" +
                                  parser.bad_path() + "'."});
  return Refusal(std::move(error));
}

Result<FieldMask> ParseUpdateMask(std::string_view text, const Message& message) {
  FieldMask mask;
  MaskParser parser(text, mask);
  if (!parser.Parse(message)) return InvalidArgument("Invalid field: " + parser.bad_path());
  if (mask.empty()) {
    return InvalidArgument(
        "At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)");
  }
  return mask;
}

Json Filter(const Json& value, const FieldMask& mask) {
  if (mask.all()) return value;
  if (value.is_array()) {
    Json list = Json::MakeArray();
    for (const Json& element : value) list.push_back(Filter(element, mask));
    return list;
  }
  if (!value.is_object()) return value;
  Json kept = Json::MakeObject();
  for (const auto& [name, member] : value.AsObject()) {
    if (const FieldMask* child = mask.Child(name)) kept[name] = Filter(member, *child);
  }
  return kept;
}

Json Filter(Json&& value, const FieldMask& mask) {
  return mask.all() ? std::move(value) : Filter(std::as_const(value), mask);
}

void ApplyMask(const FieldMask& mask, const Message& message, const Json& from, Json& into) {
  if (mask.all()) {
    into = from;
    return;
  }
  const auto apply = [&](const Field& field, const FieldMask& child) {
    const Json* source = Find(from, field.name);
    if (child.all() || field.message == nullptr || field.repeated || field.map) {
      PutField(into, message, field, source == nullptr ? Json() : *source);
      return;
    }
    const Json* old = Find(into, field.name);
    if (source == nullptr && old == nullptr) return;
    Json merged = old == nullptr ? Json::MakeObject() : *old;
    ApplyMask(child, *field.message, source == nullptr ? Json::MakeObject() : *source, merged);
    PutField(into, message, field, merged.empty() && source == nullptr ? Json() : merged);
  };
  for (const auto& [field, child] : mask.children()) {
    apply(*field, child);
    if (field->partner >= 0) {
      apply(message.fields[static_cast<size_t>(field->partner)], FieldMask::All());
    }
  }
}

}  // namespace sheetkeeper::emulator
