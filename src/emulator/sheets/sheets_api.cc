#include "emulator/sheets/sheets_api.h"

#include <utility>

#include "emulator/formulas.h"

namespace sheetkeeper::emulator {
namespace {

struct Method {
  std::string_view http_method;
  size_t segments;         // of the path, v4 and spreadsheets included
  std::string_view third;  // the segment behind the id, where there is one
  std::string_view verb;
  Result<Json> (*handle)(World&, const Call&);
  bool writes;
};

constexpr Method kMethods[] = {
    {"POST", 2, "", "", SpreadsheetsCreate, true},
    {"GET", 3, "", "", SpreadsheetsGet, false},
    {"POST", 3, "", "batchUpdate", SpreadsheetsBatchUpdate, true},
    {"POST", 3, "", "getByDataFilter", SpreadsheetsGetByDataFilter, false},
    {"GET", 4, "values", "batchGet", ValuesBatchGet, false},
    {"POST", 4, "values", "batchUpdate", ValuesBatchUpdate, true},
    {"POST", 4, "values", "batchClear", ValuesBatchClear, true},
    {"POST", 4, "values", "batchGetByDataFilter", ValuesBatchGetByDataFilter, false},
    {"POST", 4, "values", "batchUpdateByDataFilter", ValuesBatchUpdateByDataFilter, true},
    {"POST", 4, "values", "batchClearByDataFilter", ValuesBatchClearByDataFilter, true},
    {"GET", 5, "values", "", ValuesGet, false},
    {"PUT", 5, "values", "", ValuesUpdate, true},
    {"POST", 5, "values", "append", ValuesAppend, true},
    {"POST", 5, "values", "clear", ValuesClear, true},
    {"POST", 4, "developerMetadata", "search", MetadataSearch, false},
    {"GET", 5, "developerMetadata", "", MetadataGet, false},
    {"POST", 5, "sheets", "copyTo", SheetsCopyTo, true},
};

const Method* FindMethod(const Call& call) {
  for (const Method& method : kMethods) {
    const bool third =
        method.segments <= 3 || (call.segments.size() > 3 && call.segments[3] == method.third);
    if (call.Is(method.http_method, method.segments) && third && call.verb == method.verb) {
      return &method;
    }
  }
  return nullptr;
}

}  // namespace

Result<Json> HandleSheets(World& world, const Call& call) {
  const Method* method = FindMethod(call);
  if (method == nullptr) return NotFound(kNoSuchMethod);
  return method->handle(world, call);
}

bool IsWrite(const Call& call) {
  const Method* method = FindMethod(call);
  return method != nullptr && method->writes;
}

Result<Json> EditSpreadsheet(World& world, File& file,
                             const std::function<Result<Json>(Spreadsheet&)>& edit) {
  Spreadsheet before = *file.book;
  file.book->stale = true;
  Result<Json> answer = edit(*file.book);
  if (!answer.has_value()) {
    *file.book = std::move(before);
    return answer;
  }
  Recalculate(*file.book, world.Now());
  ++file.book->changes;
  world.Touch(file);
  return answer;
}

Result<FieldMask> ResponseMaskOf(const Call& call, std::string_view message) {
  const auto text = call.query.First("fields");
  if (!text || text->empty()) return FieldMask::All();
  return ParseResponseMask(*text, MessageNamed(message));
}

}  // namespace sheetkeeper::emulator
