#include <algorithm>
#include <string>
#include <utility>

#include "emulator/batch/object_list.h"
#include "emulator/batch/request.h"
#include "emulator/calc/text.h"
#include "emulator/model/ranges.h"
#include "emulator/wire/message.h"

namespace sheetkeeper::emulator {
namespace {

constexpr size_t kMaxName = 250;

bool IsWordByte(char c) {
  return c == '_' || c == '.' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
         (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

Result<> CheckName(const Spreadsheet& book, std::string_view name, std::string_view own_id) {
  const bool word = !name.empty() && !(name.front() >= '0' && name.front() <= '9') &&
                    std::all_of(name.begin(), name.end(), IsWordByte);
  const bool truth =
      calc::EqualsIgnoringCase(name, "true") || calc::EqualsIgnoringCase(name, "false");
  if (!word || truth || name.size() > kMaxName || ParseReference(name)) {
    return InvalidArgument("The name given to this range is invalid.");
  }
  const Json* other = book.FindNamedRange(name);
  if (other == nullptr || StringOf(*other, "namedRangeId") == own_id) return {};
  const std::string action = own_id.empty() ? "add" : "update";
  return InvalidArgument("Cannot " + action + " named range with name " + std::string(name) +
                         ", a named range with that name already exists.");
}

// Clips a range to the grid and writes out its open sides.
Result<Json> ClosedRange(const Spreadsheet& book, const Json& message) {
  EMU_ASSIGN(const SheetRange range, RangeArgument(book, message));
  return GridRangeOf(book.sheet(range.sheet_index).id, range.rect);
}

Json* FindById(Json& list, std::string_view member, const Json& id) {
  for (Json& element : list) {
    const Json* found = Find(element, member);
    if (found != nullptr && *found == id) return &element;
  }
  return nullptr;
}

ObjectList ProtectedRanges(Spreadsheet& book) {
  return {book, "protectedRanges", "protectedRangeId"};
}

Refusal NoProtected(int64_t id) {
  return InvalidArgument("No protected range with id: " + std::to_string(id));
}

// Editors always include whoever sets them.
void AddEditor(std::string_view caller, Json& protected_range) {
  if (BoolOf(protected_range, "warningOnly")) return;
  static const Message& kRange = MessageNamed("ProtectedRange");
  Json editors = ObjectOf(protected_range, "editors");
  Json users = Json::Array{std::string(caller)};
  for (const Json& user : ArrayOf(editors, "users")) {
    if (user != caller) users.push_back(user);
  }
  editors["users"] = std::move(users);
  PutField(protected_range, kRange, *kRange.FindField("editors"), std::move(editors));
}

}  // namespace

Result<Json> AddNamedRange(Batch& batch, const Json& request) {
  const Json& wanted = ObjectOf(request, "namedRange");
  const std::string name = StringOf(wanted, "name");
  EMU_TRY(CheckName(batch.book, name, ""));
  std::string id = StringOf(wanted, "namedRangeId");
  if (id.empty()) id = std::to_string(batch.world.NewId());
  if (FindById(batch.book.named_ranges, "namedRangeId", Json(id)) != nullptr) {
    return InvalidArgument("A named range with the id " + id + " already exists.");
  }
  EMU_ASSIGN(Json range, ClosedRange(batch.book, wanted));
  const Json named = {{"namedRangeId", id}, {"name", name}, {"range", std::move(range)}};
  batch.book.named_ranges.push_back(named);
  return Json{{"namedRange", named}};
}

Result<Json> UpdateNamedRange(Batch& batch, const Json& request) {
  EMU_ASSIGN(const FieldMask mask, MaskArgument(request, "NamedRange"));
  const Json& wanted = ObjectOf(request, "namedRange");
  const std::string id = StringOf(wanted, "namedRangeId");
  Json* named = FindById(batch.book.named_ranges, "namedRangeId", Json(id));
  if (named == nullptr) return InvalidArgument("No named range with id: " + id);
  if (mask.Names("name")) {
    const std::string name = StringOf(wanted, "name");
    EMU_TRY(CheckName(batch.book, name, id));
    (*named)["name"] = name;
  }
  if (mask.Names("range")) {
    EMU_ASSIGN((*named)["range"], ClosedRange(batch.book, wanted));
  }
  return Json::MakeObject();
}

Result<Json> DeleteNamedRange(Batch& batch, const Json& request) {
  const std::string id = StringOf(request, "namedRangeId");
  if (FindById(batch.book.named_ranges, "namedRangeId", Json(id)) == nullptr) {
    return InvalidArgument("No named range with id: " + id);
  }
  std::erase_if(batch.book.named_ranges.AsArray(),
                [&](const Json& named) { return StringOf(named, "namedRangeId") == id; });
  return Json::MakeObject();
}

Result<Json> AddProtectedRange(Batch& batch, const Json& request) {
  static const Message& kRange = MessageNamed("ProtectedRange");
  Json added = ObjectOf(request, "protectedRange");
  ObjectList list = ProtectedRanges(batch.book);
  int64_t id = IntOf(added, "protectedRangeId");
  if (id == 0) id = batch.world.NewId();
  if (list.FindById(id)) {
    return InvalidArgument("Protected range with id " + std::to_string(id) + " already exists.");
  }
  PutField(added, kRange, *kRange.FindField("protectedRangeId"), id);
  if (const std::string name_id = StringOf(added, "namedRangeId"); !name_id.empty()) {
    const Json* named = FindById(batch.book.named_ranges, "namedRangeId", Json(name_id));
    if (named == nullptr) return InvalidArgument("No named range with id: " + name_id);
    PutField(added, kRange, *kRange.FindField("range"), ObjectOf(*named, "range"));
  }
  EMU_ASSIGN(const SheetRange range, RangeArgument(batch.book, added));
  PutField(added, kRange, *kRange.FindField("requestingUserCanEdit"), true);
  Json reply = added;
  if (!BoolOf(added, "warningOnly")) {
    PutField(reply, kRange, *kRange.FindField("editors"), Json::MakeObject());
  }
  AddEditor(batch.caller, added);
  list.Add(range.sheet_index, std::move(added));
  return Json{{"protectedRange", std::move(reply)}};
}

Result<Json> UpdateProtectedRange(Batch& batch, const Json& request) {
  static const Message& kRange = MessageNamed("ProtectedRange");
  EMU_ASSIGN(const FieldMask mask, MaskArgument(request, "ProtectedRange"));
  const Json& wanted = ObjectOf(request, "protectedRange");
  const int64_t id = IntOf(wanted, "protectedRangeId");
  ObjectList list = ProtectedRanges(batch.book);
  const auto place = list.FindById(id);
  if (!place) return NoProtected(id);
  Json updated = list.Get(*place);
  ApplyMask(mask, kRange, wanted, updated);
  PutField(updated, kRange, *kRange.FindField("protectedRangeId"), id);
  PutField(updated, kRange, *kRange.FindField("requestingUserCanEdit"), true);
  AddEditor(batch.caller, updated);
  list.Mutable(*place) = std::move(updated);
  return Json::MakeObject();
}

Result<Json> DeleteProtectedRange(Batch& batch, const Json& request) {
  const int64_t id = IntOf(request, "protectedRangeId");
  ObjectList list = ProtectedRanges(batch.book);
  const auto place = list.FindById(id);
  if (!place) return NoProtected(id);
  list.Erase(*place);
  return Json::MakeObject();
}

}  // namespace sheetkeeper::emulator
