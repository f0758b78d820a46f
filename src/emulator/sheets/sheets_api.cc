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
  std::string_view rpc_name;
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
    {"CreateSpreadsheet", "POST", 2, "", "", SpreadsheetsCreate, true},
    {"GetSpreadsheet", "GET", 3, "", "", SpreadsheetsGet, false,
     " ranges includeGridData excludeTablesInBandedRanges "},
    {"BatchUpdateSpreadsheet", "POST", 3, "", "batchUpdate", SpreadsheetsBatchUpdate, true},
    {"GetSpreadsheetByDataFilter", "POST", 3, "", "getByDataFilter", SpreadsheetsGetByDataFilter,
     false},
    {"BatchGetValues", "GET", 4, "values", "batchGet", ValuesBatchGet, false, kRead, " ranges "},
    {"BatchUpdateValues", "POST", 4, "values", "batchUpdate", ValuesBatchUpdate, true},
    {"BatchClearValues", "POST", 4, "values", "batchClear", ValuesBatchClear, true},
    {"BatchGetValuesByDataFilter", "POST", 4, "values", "batchGetByDataFilter",
     ValuesBatchGetByDataFilter, false},
    {"BatchUpdateValuesByDataFilter", "POST", 4, "values", "batchUpdateByDataFilter",
     ValuesBatchUpdateByDataFilter, true},
    {"BatchClearValuesByDataFilter", "POST", 4, "values", "batchClearByDataFilter",
     ValuesBatchClearByDataFilter, true},
    {"GetValues", "GET", 5, "values", "", ValuesGet, false, kRead},
    {"UpdateValues", "PUT", 5, "values", "", ValuesUpdate, true, kWrite},
    {"AppendValues", "POST", 5, "values", "append", ValuesAppend, true, kWrite,
     " insertDataOption "},
    {"ClearValues", "POST", 5, "values", "clear", ValuesClear, true},
    {"SearchDeveloperMetadata", "POST", 4, "developerMetadata", "search", MetadataSearch, false},
    {"GetDeveloperMetadata", "GET", 5, "developerMetadata", "", MetadataGet, false},
    {"CopySheetTo", "POST", 5, "sheets", "copyTo", SheetsCopyTo, true},
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

// A parameter that is no text.
struct TypedParameter {
  std::string_view name;
  std::string_view proto_name;
  std::string_view enumeration = "";  // empty: true or false
};

constexpr TypedParameter kTyped[] = {
    {"majorDimension", "major_dimension", "Dimension"},
    {"valueRenderOption", "value_render_option", "ValueRenderOption"},
    {"dateTimeRenderOption", "date_time_render_option", "DateTimeRenderOption"},
    {"responseValueRenderOption", "response_value_render_option", "ValueRenderOption"},
    {"responseDateTimeRenderOption", "response_date_time_render_option", "DateTimeRenderOption"},
    {"valueInputOption", "value_input_option", "ValueInputOption"},
    {"insertDataOption", "insert_data_option", "InsertDataOption"},
    {"includeValuesInResponse", "include_values_in_response"},
    {"includeGridData", "include_grid_data"},
    {"excludeTablesInBandedRanges", "exclude_tables_in_banded_ranges"}};

// What is wrong with the value of a parameter.
std::vector<FieldViolation> FaultsOf(const std::string& name, const std::string& value) {
  for (const TypedParameter& typed : kTyped) {
    if (typed.name != name) continue;
    if (typed.enumeration.empty()) {
      const auto truth = CheckBool(typed.proto_name, value);
      return truth.has_value() ? std::vector<FieldViolation>() : truth.error().violations;
    }
    const auto word = CheckEnum(EnumNamed(typed.enumeration), typed.proto_name, value);
    return word.has_value() ? std::vector<FieldViolation>() : word.error().violations;
  }
  return {};
}

// Everything that is wrong is told at once, of a repeated parameter each value.
Result<> CheckParameters(const Method& method, const Query& query) {
  std::vector<FieldViolation> violations;
  for (const auto& [name, value] : query.parameters()) {
    if (IsListed(method.parameters, name) || IsListed(method.more_parameters, name)) {
      for (FieldViolation& fault : FaultsOf(name, value)) violations.push_back(std::move(fault));
    } else if (!IsListed(kCommon, name)) {
      violations.push_back({"", "Invalid JSON payload received. Unknown name \"" + name +
                                    "\": Cannot bind query parameter. Field '" + name +
                                    "' could not be found in request message."});
    }
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

std::string RpcName(const Call& call) {
  const Method* method = FindMethod(call);
  if (method == nullptr) return "";
  return "google.apps.sheets.v4.SpreadsheetsService." + std::string(method->rpc_name);
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
    EMU_TRY(CheckMayEdit(world, caller, file, before));
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

Result<> CheckMayEdit(const World& world, std::string_view caller, const File& file,
                      const Spreadsheet& before) {
  if (world.RoleOf(file, caller) == "owner") return {};
  return CheckProtection(before, *file.book, caller);
}

Refusal InElement(std::string_view list, size_t index, ApiError error) {
  if (error.status == "INVALID_ARGUMENT") {
    error.message =
        "Invalid " + std::string(list) + '[' + std::to_string(index) + "]: " + error.message;
  }
  return Refusal(std::move(error));
}

Result<FieldMask> ResponseMaskOf(const Call& call, std::string_view message) {
  const auto text = call.query.First("fields");
  if (!text || text->empty()) return FieldMask::All();
  return ParseResponseMask(*text, MessageNamed(message));
}

}  // namespace sheetkeeper::emulator
