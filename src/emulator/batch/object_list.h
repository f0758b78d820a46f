#ifndef SHEETKEEPER_EMULATOR_BATCH_OBJECT_LIST_H_
#define SHEETKEEPER_EMULATOR_BATCH_OBJECT_LIST_H_

#include <cstddef>
#include <optional>
#include <string_view>

#include "emulator/model/spreadsheet.h"
#include "emulator/wire/json.h"

namespace sheetkeeper::emulator {

// The objects of sheets that are kept as lists of messages (Sheet::objects): "charts",
// "protectedRanges" and so on.
class ObjectList {
 public:
  // `name` is the list's, `id_member` the member of its messages that tells them apart; empty for
  // lists whose messages have none.
  ObjectList(Spreadsheet& book, std::string_view name, std::string_view id_member = "")
      : book_(book), name_(name), id_member_(id_member) {}

  struct Place {
    int sheet_index = 0;
    size_t position = 0;
  };

  // Where in the spreadsheet an object is.
  std::optional<Place> FindById(const Json& id) const;

  const Json& All(int sheet_index) const;
  const Json& Get(const Place& place) const;
  Json& Mutable(const Place& place);

  void Add(int sheet_index, Json object);
  void Insert(const Place& place, Json object);
  void Erase(const Place& place);

 private:
  Spreadsheet& book_;
  std::string_view name_;
  std::string_view id_member_;
};

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_BATCH_OBJECT_LIST_H_
