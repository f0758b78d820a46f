#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "emulator/batch/object_list.h"
#include "emulator/batch/request.h"

namespace sheetkeeper::emulator {
namespace {

ObjectList Rules(Spreadsheet& book) {
  return {book, "conditionalFormats"};
}

bool AreAmong(const Json& message, std::initializer_list<std::string_view> names) {
  const auto& members = message.AsObject();
  return std::all_of(members.begin(), members.end(), [&](const Json::Member& member) {
    return std::find(names.begin(), names.end(), member.key) != names.end();
  });
}

Result<> CheckFormat(const Json& format) {
  const bool known =
      AreAmong(format, {"backgroundColor", "backgroundColorStyle", "textFormat"}) &&
      AreAmong(ObjectOf(format, "textFormat"), {"bold", "italic", "strikethrough", "underline",
                                                "foregroundColor", "foregroundColorStyle"});
  if (known) return {};
  return InvalidArgument(
      "ConditionalFormatRule.format only supports bold, italic, strikethrough, foreground color "
      "and background color.");
}

// Both ends of a gradient are needed.
Result<> CheckGradient(const Json& gradient) {
  if (gradient.empty()) return {};
  for (const char* end : {"minpoint", "maxpoint"}) {
    if (Has(ObjectOf(gradient, end), "type")) continue;
    return InvalidArgument("No interpolationPointType specified.");
  }
  return {};
}

// The sheet whose rule this is: that of all its ranges.
Result<int> SheetOfRule(const Spreadsheet& book, const Json& rule) {
  const Json& ranges = ArrayOf(rule, "ranges");
  if (ranges.empty()) return InvalidArgument("The rule must specify at least one range.");
  EMU_ASSIGN(const int index, SheetArgument(book, ranges[0]));
  for (const Json& range : ranges) {
    EMU_ASSIGN(const int other, SheetArgument(book, range));
    if (other != index) return InvalidArgument("All ranges of a rule must be on the same sheet.");
  }
  if (!Has(rule, "booleanRule") && !Has(rule, "gradientRule")) {
    return InvalidArgument("The rule must specify either a boolean or a gradient rule.");
  }
  EMU_TRY(CheckFormat(ObjectOf(ObjectOf(rule, "booleanRule"), "format")));
  EMU_TRY(CheckGradient(ObjectOf(rule, "gradientRule")));
  return index;
}

Result<ObjectList::Place> RuleArgument(Batch& batch, const Json& request) {
  EMU_ASSIGN(const int index, SheetArgument(batch.book, request));
  const int64_t position = IntOf(request, "index");
  const size_t count = Rules(batch.book).All(index).size();
  if (position < 0 || position >= static_cast<int64_t>(count)) {
    return InvalidArgument(
        "No conditional format on sheet: " + std::to_string(batch.book.sheet(index).id) +
        " at index: " + std::to_string(position));
  }
  return ObjectList::Place{index, static_cast<size_t>(position)};
}

}  // namespace

Result<Json> AddConditionalFormatRule(Batch& batch, const Json& request) {
  const Json& rule = ObjectOf(request, "rule");
  EMU_ASSIGN(const int index, SheetOfRule(batch.book, rule));
  const int64_t position = std::max<int64_t>(0, IntOf(request, "index"));
  Rules(batch.book).Insert({index, static_cast<size_t>(position)}, rule);
  return Json::MakeObject();
}

Result<Json> UpdateConditionalFormatRule(Batch& batch, const Json& request) {
  EMU_ASSIGN(const ObjectList::Place place, [&]() -> Result<ObjectList::Place> {
    Json where = request;
    if (const Json* rule = Find(request, "rule"); rule != nullptr && !Has(request, "sheetId")) {
      EMU_ASSIGN(const int index, SheetOfRule(batch.book, *rule));
      where["sheetId"] = batch.book.sheet(index).id;
    }
    return RuleArgument(batch, where);
  }());
  ObjectList rules = Rules(batch.book);
  const Json old = rules.Get(place);
  Json reply = {{"oldRule", old}};
  if (place.position != 0) reply["oldIndex"] = place.position;
  if (const Json* rule = Find(request, "rule")) {
    EMU_TRY(SheetOfRule(batch.book, *rule));
    rules.Mutable(place) = *rule;
    reply["newRule"] = *rule;
    if (place.position != 0) reply["newIndex"] = place.position;
    return reply;
  }
  const size_t last = rules.All(place.sheet_index).size() - 1;
  const size_t target =
      std::min(last, static_cast<size_t>(std::max<int64_t>(0, IntOf(request, "newIndex"))));
  rules.Erase(place);
  rules.Insert({place.sheet_index, target}, old);
  reply["newRule"] = old;
  if (target != 0) reply["newIndex"] = target;
  return reply;
}

Result<Json> DeleteConditionalFormatRule(Batch& batch, const Json& request) {
  EMU_ASSIGN(const ObjectList::Place place, RuleArgument(batch, request));
  ObjectList rules = Rules(batch.book);
  Json reply = {{"rule", rules.Get(place)}};
  rules.Erase(place);
  return reply;
}

}  // namespace sheetkeeper::emulator
