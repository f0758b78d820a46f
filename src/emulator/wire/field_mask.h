#ifndef SHEETKEEPER_EMULATOR_WIRE_FIELD_MASK_H_
#define SHEETKEEPER_EMULATOR_WIRE_FIELD_MASK_H_

#include <string_view>
#include <utility>
#include <vector>

#include "emulator/wire/json.h"
#include "emulator/wire/result.h"
#include "emulator/wire/schema.h"

namespace sheetkeeper::emulator {

// A set of fields of a message, and of the messages in it.
class FieldMask {
 public:
  // Everything.
  static FieldMask All();

  bool all() const { return all_; }
  bool empty() const { return !all_ && children_.empty(); }

  // The part of the mask that is about the field `name`; null when the mask leaves it out.
  const FieldMask* Child(std::string_view name) const;
  bool Names(std::string_view name) const { return Child(name) != nullptr; }
  bool NamesOnly(std::string_view name) const;  // that field and no other

  const std::vector<std::pair<const Field*, FieldMask>>& children() const { return children_; }

  void Add(const std::vector<const Field*>& path);

 private:
  bool all_ = false;
  std::vector<std::pair<const Field*, FieldMask>> children_;
};

// The mask of a `fields` query parameter over answers of type `message`.
Result<FieldMask> ParseResponseMask(std::string_view text, const Message& message);

// The mask of a `fields` member of a request, over the message that it updates. The refusal's text
// lacks the name of the request.
Result<FieldMask> ParseUpdateMask(std::string_view text, const Message& message);

// What the mask keeps of a value.
Json Filter(const Json& value, const FieldMask& mask);
Json Filter(Json&& value, const FieldMask& mask);

// Copies the named fields of `from` into `into`; named fields that `from` lacks are removed.
void ApplyMask(const FieldMask& mask, const Message& message, const Json& from, Json& into);

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_WIRE_FIELD_MASK_H_
