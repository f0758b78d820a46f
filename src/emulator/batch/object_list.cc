#include "emulator/batch/object_list.h"

#include <algorithm>
#include <utility>

namespace sheetkeeper::emulator {

std::optional<ObjectList::Place> ObjectList::FindById(const Json& id) const {
  for (int i = 0; i < static_cast<int>(book_.sheets().size()); ++i) {
    const Json& list = All(i);
    for (size_t position = 0; position < list.size(); ++position) {
      const Json* found = Find(list[position], id_member_);
      if (found != nullptr && *found == id) return Place{i, position};
    }
  }
  return std::nullopt;
}

const Json& ObjectList::All(int sheet_index) const {
  return ArrayOf(book_.sheet(sheet_index).objects, name_);
}

const Json& ObjectList::Get(const Place& place) const {
  return All(place.sheet_index)[place.position];
}

Json& ObjectList::Mutable(const Place& place) {
  return book_.MutableSheet(place.sheet_index).objects[name_][place.position];
}

void ObjectList::Add(int sheet_index, Json object) {
  book_.MutableSheet(sheet_index).objects[name_].push_back(std::move(object));
}

void ObjectList::Insert(const Place& place, Json object) {
  Json& list = book_.MutableSheet(place.sheet_index).objects[name_];
  if (list.is_null()) list = Json::MakeArray();
  auto& elements = list.AsArray();
  const size_t position = std::min(place.position, elements.size());
  elements.insert(elements.begin() + static_cast<std::ptrdiff_t>(position), std::move(object));
}

void ObjectList::Erase(const Place& place) {
  Json& objects = book_.MutableSheet(place.sheet_index).objects;
  auto& elements = objects[name_].AsArray();
  elements.erase(elements.begin() + static_cast<std::ptrdiff_t>(place.position));
  if (elements.empty()) objects.Erase(name_);
}

}  // namespace sheetkeeper::emulator
