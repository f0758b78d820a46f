#include "emulator/sheets/sheets_api.h"

#include <string>
#include <utility>
#include <vector>

#include "emulator/formulas.h"
#include "emulator/sheets/protection.h"
#include "emulator/wire/message.h"

namespace sheetkeeper::emulator {
namespace {

// Parameters that every method takes.
constexpr std::string_view kCommon =
    " $.xgafv access_token alt callback fields key oauth_token prettyPrint quotaUser uploadType "
    "upload_protocol ";
constexpr std::string_view kRead = " majorDimension valueRenderOption dateTimeRenderOption ";
constexpr std::string_view kWrite =
    " valueInputOption includeValuesInResponse responseValueRenderOption "
    "responseDateTimeRenderOption ";

struct Method {
  std::string_view http_method;
  size_t segments;         // of the path, v4 and spreadsheets included
  std::string_view third;  // the segment behind the id, where there is one
  std::string_view verb;
  Result<Json> (*handle)(World&, const Call&);
  bool writes;
  // Its own parameters, in two lists; names between blanks.
  std::string_view parameters = "";
  std::string_view more_parameters = "";
};

constexpr Method kMethods[] = {
    {"POST", 2, "", "", SpreadsheetsCreate, true},
    {"GET", 3, "", "", SpreadsheetsGet, false,
     " ranges includeGridData excludeTablesInBandedRanges "},
    {"POST", 3, "", "batchUpdate", SpreadsheetsBatchUpdate, true},
    {"POST", 3, "", "getByDataFilter", SpreadsheetsGetByDataFilter, false},
    {"GET", 4, "values", "batchGet", ValuesBatchGet, false, kRead, " ranges "},
    {"POST", 4, "values", "batchUpdate", ValuesBatchUpdate, true},
    {"POST", 4, "values", "batchClear", ValuesBatchClear, true},
    {"POST", 4, "values", "batchGetByDataFilter", ValuesBatchGetByDataFilter, false},
    {"POST", 4, "values", "batchUpdateByDataFilter", ValuesBatchUpdateByDataFilter, true},
    {"POST", 4, "values", "batchClearByDataFilter", ValuesBatchClearByDataFilter, true},
    {"GET", 5, "values", "", ValuesGet, false, kRead},
    {"PUT", 5, "values", "", ValuesUpdate, true, kWrite},
    {"POST", 5, "values", "append", ValuesAppend, true, kWrite, " insertDataOption "},
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

bool IsListed(std::string_view list, const std::string& name) {
  return list.find(' ' + name + ' ') != std::string_view::npos;
}

Result<> CheckParameters(const Method& method, const Query& query) {
  std::vector<FieldViolation> violations;
  for (const auto& [name, value] : query.parameters()) {
    const bool known = IsListed(kCommon, name) || IsListed(method.parameters, name) ||
                       IsListed(method.more_parameters, name);
    if (known) continue;
    violations.push_back({"", "Invalid JSON payload received. Unknown name \"" + name +
                                  "\": Cannot bind query parameter. Field '" + name +
                                  "' could not be found in request message."});
  }
  if (!violations.empty()) return InvalidFields(std::move(violations));
  return {};
}

}  // namespace

Result<Json> HandleSheets(World& world, const Call& call) {
  const Method* method = FindMethod(call);
  if (method == nullptr) return NotFound(kNoSuchMethod);
  EMU_TRY(CheckParameters(*method, call.query));
  return method->handle(world, call);
}

bool IsWrite(const Call& call) {
  const Method* method = FindMethod(call);
  return method != nullptr && method->writes;
}

Result<Json> EditSpreadsheet(World& world, std::string_view caller, File& file,
                             const std::function<Result<Json>(Spreadsheet&)>& edit) {
  Spreadsheet before = *file.book;
  file.book->stale = true;
  const auto edit_and_check = [&]() -> Result<Json> {
    EMU_ASSIGN(Json answer, edit(*file.book));
    if (world.RoleOf(file, caller) != "owner") {
      EMU_TRY(CheckProtection(before, *file.book, caller));
    }
    return answer;
  };
  Result<Json> answer = edit_and_check();
  if (!answer.has_value()) {
    *file.book = std::move(before);
    return answer;
  }
  Recalculate(*file.book, world.Now());
  ++file.book->changes;
  world.Touch(file, file.book->title != before.title);
  return answer;
}

Result<FieldMask> ResponseMaskOf(const Call& call, std::string_view message) {
  const auto text = call.query.First("fields");
  if (!text || text->empty()) return FieldMask::All();
  return ParseResponseMask(*text, MessageNamed(message));
}

}  // namespace sheetkeeper::emulator
