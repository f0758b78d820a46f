#include "emulator/batch/request.h"
#include "emulator/model/ranges.h"
#include "emulator/wire/message.h"

namespace sheetkeeper::emulator {

Result<Json> SetBasicFilter(Batch& batch, const Json& request) {
  static const Message& kFilter = MessageNamed("BasicFilter");
  Json filter = ObjectOf(request, "filter");
  EMU_ASSIGN(const SheetRange range, RangeArgument(batch.book, filter));
  Sheet& sheet = batch.book.MutableSheet(range.sheet_index);
  PutField(filter, kFilter, *kFilter.FindField("range"), GridRangeOf(sheet.id, range.rect));
  sheet.objects["basicFilter"] = std::move(filter);
  return Json::MakeObject();
}

Result<Json> ClearBasicFilter(Batch& batch, const Json& request) {
  EMU_ASSIGN(const int index, SheetArgument(batch.book, request));
  batch.book.MutableSheet(index).objects.Erase("basicFilter");
  return Json::MakeObject();
}

}  // namespace sheetkeeper::emulator
