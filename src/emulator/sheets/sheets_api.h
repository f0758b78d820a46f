#ifndef SHEETKEEPER_EMULATOR_SHEETS_SHEETS_API_H_
#define SHEETKEEPER_EMULATOR_SHEETS_SHEETS_API_H_

#include <functional>
#include <string>

#include "emulator/http/request.h"
#include "emulator/wire/field_mask.h"
#include "emulator/wire/json.h"
#include "emulator/wire/result.h"
#include "emulator/world.h"

namespace sheetkeeper::emulator {

// The message of the refusal of a path that is no method.
inline constexpr const char* kNoSuchMethod = "Method not found.";

// The Sheets v4 methods. `path` of the call begins with /v4/spreadsheets.
Result<Json> HandleSheets(World& world, const Call& call);

// What the server calls the method inside; empty when there is none.
std::string RpcName(const Call& call);

// Is this a call of the Sheets API that counts as a write?
bool IsWrite(const Call& call);

// Runs an edit of a spreadsheet for a caller. When it is refused, or touches what is protected from
// the caller, the spreadsheet is as it was; when it is not, formulas are recalculated and the
// change is counted.
Result<Json> EditSpreadsheet(World& world, std::string_view caller, File& file,
                             const std::function<Result<Json>(Spreadsheet&)>& edit);

// Refuses what an edit has done to a spreadsheet since it was as `before`, when it touches what is
// protected from the caller. Only for telling where in a request that was: EditSpreadsheet refuses
// it anyhow.
Result<> CheckMayEdit(const World& world, std::string_view caller, const File& file,
                      const Spreadsheet& before);

// A refusal of one element of a list, which it names: "Invalid data[0]: ...".
Refusal InElement(std::string_view list, size_t index, ApiError error);

// The mask of the `fields` parameter; all when there is none.
Result<FieldMask> ResponseMaskOf(const Call& call, std::string_view message);

// The methods, by group.
Result<Json> ValuesGet(World& world, const Call& call);
Result<Json> ValuesBatchGet(World& world, const Call& call);
Result<Json> ValuesUpdate(World& world, const Call& call);
Result<Json> ValuesBatchUpdate(World& world, const Call& call);
Result<Json> ValuesAppend(World& world, const Call& call);
Result<Json> ValuesClear(World& world, const Call& call);
Result<Json> ValuesBatchClear(World& world, const Call& call);
Result<Json> ValuesBatchGetByDataFilter(World& world, const Call& call);
Result<Json> ValuesBatchUpdateByDataFilter(World& world, const Call& call);
Result<Json> ValuesBatchClearByDataFilter(World& world, const Call& call);
Result<Json> SpreadsheetsCreate(World& world, const Call& call);
Result<Json> SpreadsheetsGet(World& world, const Call& call);
Result<Json> SpreadsheetsGetByDataFilter(World& world, const Call& call);
Result<Json> SpreadsheetsBatchUpdate(World& world, const Call& call);
Result<Json> SheetsCopyTo(World& world, const Call& call);
Result<Json> MetadataGet(World& world, const Call& call);
Result<Json> MetadataSearch(World& world, const Call& call);

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_SHEETS_SHEETS_API_H_
