#include "emulator/batch/sheet_copy.h"

#include <utility>

#include "emulator/model/ranges.h"
#include "emulator/wire/schema.h"
#include "emulator/wire/utf8.h"

namespace sheetkeeper::emulator {
namespace {

constexpr size_t kMaxTitle = 100;

void Renumber(World& world, std::string_view list_name, Json& list) {
  const auto with = [&](std::string_view id) {
    for (Json& object : list) {
      if (Has(object, id)) Put(object, id, world.NewId());
    }
  };
  if (list_name == "protectedRanges") with("protectedRangeId");
  if (list_name == "filterViews") with("filterViewId");
  if (list_name == "charts") with("chartId");
  if (list_name == "bandedRanges") with("bandedRangeId");
  if (list_name == "slicers") with("slicerId");
  if (list_name == "tables") {
    for (Json& table : list) Put(table, "tableId", std::to_string(world.NewId()));
  }
}

}  // namespace

Counted<Sheet> CopySheet(World& world, const Sheet& sheet, int32_t new_id, std::string_view title) {
  static const Message& kSheet = MessageNamed("Sheet");
  Counted<Sheet> copy(new Sheet(sheet));
  Sheet& made = copy.Mutable();
  made.id = new_id;
  made.title = title;
  for (auto& [name, value] : made.objects.AsObject()) {
    const Field& field = *kSheet.FindField(name);
    if (field.repeated) {
      for (Json& element : value) RenameSheetIn(sheet.id, new_id, *field.message, element);
      Renumber(world, name, value);
    } else {
      RenameSheetIn(sheet.id, new_id, *field.message, value);
    }
  }
  return copy;
}

std::string FreeTitle(const Spreadsheet& book, std::string_view wanted) {
  std::string title(wanted);
  for (int n = 1; book.IndexOfTitle(title) >= 0; ++n) {
    title = std::string(wanted) + ' ' + std::to_string(n);
  }
  return title;
}

Result<> CheckTitle(const Spreadsheet& book, std::string_view title, int except) {
  if (title.empty()) return InvalidArgument("The sheet name cannot be empty.");
  if (Utf16Length(title) > kMaxTitle) {
    return InvalidArgument("The sheet name cannot be greater than 100 characters.");
  }
  const int index = book.IndexOfTitle(title);
  if (index < 0 || index == except) return {};
  return InvalidArgument("A sheet with the name \"" + std::string(title) +
                         "\" already exists. Please enter another name.");
}

}  // namespace sheetkeeper::emulator
