#include <utility>

#include "emulator/sheets/sheets_api.h"
#include "emulator/values/append.h"
#include "emulator/values/render.h"
#include "emulator/values/write.h"
#include "emulator/wire/json_text.h"
#include "emulator/wire/message.h"

namespace sheetkeeper::emulator {
namespace {

Result<Json> CheckedBody(const Call& call, std::string_view message, std::string_view root) {
  EMU_ASSIGN(const Json body, ParseJson(call.body));
  return CheckMessage(MessageNamed(message), body, root);
}

// Is the input to be taken as typed? The option must be given.
Result<bool> UserEntered(std::string_view option) {
  if (option.empty() || option == "INPUT_VALUE_OPTION_UNSPECIFIED") {
    return InvalidArgument("'valueInputOption' is required but not specified");
  }
  return option == "USER_ENTERED";
}

struct UpdateParameters {
  std::string input_option;
  bool include_values = false;
  RenderOptions render;
};

Result<UpdateParameters> ReadUpdateParameters(const Call& call) {
  UpdateParameters parameters;
  if (const auto option = call.query.Last("valueInputOption")) {
    EMU_ASSIGN(parameters.input_option,
               CheckEnum(EnumNamed("ValueInputOption"), "value_input_option", *option));
  }
  if (const auto include = call.query.Last("includeValuesInResponse")) {
    EMU_ASSIGN(parameters.include_values, CheckBool("include_values_in_response", *include));
  }
  EMU_ASSIGN(parameters.render, ReadRenderOptions(call.query, /*response=*/true));
  return parameters;
}

// The body's range may be left out, but must read as that of the path does.
Result<> CheckSameRange(const Json& body, const std::string& text) {
  const std::string named = StringOf(body, "range");
  if (named.empty() || named == text) return {};
  return InvalidArgument("Request range[" + text + "] does not match value's range[" + named + ']');
}

Json UpdateResponse(const Spreadsheet& spreadsheet, const WriteOutcome& outcome) {
  Json response = {{"spreadsheetId", spreadsheet.id}};
  AddOutcome(spreadsheet, outcome, response);
  return response;
}

// Writes a ValueRange to the range that it names itself.
Result<WriteOutcome> WriteOne(const Json& value_range, WriteOptions options, Spreadsheet& book) {
  options.range_text = StringOf(value_range, "range");
  EMU_ASSIGN(const SheetRange range, ResolveRange(book, options.range_text));
  return WriteValues(range, value_range, options, book);
}

}  // namespace

Result<Json> ValuesGet(World& world, const Call& call) {
  EMU_ASSIGN(const FieldMask mask, ResponseMaskOf(call, "ValueRange"));
  EMU_ASSIGN(const RenderOptions options, ReadRenderOptions(call.query, /*response=*/false));
  EMU_ASSIGN(File * file, world.OpenSpreadsheet(call.segments[2], call.caller, false));
  EMU_ASSIGN(const SheetRange range, ResolveRange(*file->book, call.segments[4]));
  return Filter(RenderRange(*file->book, range, options), mask);
}

Result<Json> ValuesBatchGet(World& world, const Call& call) {
  EMU_ASSIGN(const FieldMask mask, ResponseMaskOf(call, "BatchGetValuesResponse"));
  EMU_ASSIGN(const RenderOptions options, ReadRenderOptions(call.query, /*response=*/false));
  EMU_ASSIGN(File * file, world.OpenSpreadsheet(call.segments[2], call.caller, false));
  Json response = {{"spreadsheetId", file->id}};
  std::vector<SheetRange> ranges;
  for (const std::string& text : call.query.All("ranges")) {
    EMU_ASSIGN(const SheetRange range, ResolveRange(*file->book, text));
    ranges.push_back(range);
  }
  for (const SheetRange& range : ranges) {
    response["valueRanges"].push_back(RenderRange(*file->book, range, options));
  }
  return Filter(std::move(response), mask);
}

Result<Json> ValuesUpdate(World& world, const Call& call) {
  EMU_ASSIGN(const FieldMask mask, ResponseMaskOf(call, "UpdateValuesResponse"));
  EMU_ASSIGN(const UpdateParameters parameters, ReadUpdateParameters(call));
  EMU_ASSIGN(const Json body, CheckedBody(call, "ValueRange", "data"));
  EMU_ASSIGN(File * file, world.OpenSpreadsheet(call.segments[2], call.caller, true));
  EMU_ASSIGN(const bool user_entered, UserEntered(parameters.input_option));
  EMU_TRY(CheckSameRange(body, call.segments[4]));
  EMU_ASSIGN(const SheetRange range, ResolveRange(*file->book, call.segments[4]));
  const WriteOptions options = {user_entered, world.Now(), call.segments[4]};
  WriteOutcome outcome;
  EMU_ASSIGN(Json response,
             EditSpreadsheet(world, call.caller, *file, [&](Spreadsheet& book) -> Result<Json> {
               EMU_ASSIGN(outcome, WriteValues(range, body, options, book));
               return UpdateResponse(book, outcome);
             }));
  if (parameters.include_values) {
    RenderOptions render = parameters.render;
    render.major = DimensionOf(StringOf(body, "majorDimension"));
    response["updatedData"] = RenderRange(*file->book, outcome.requested, render);
  }
  return Filter(std::move(response), mask);
}

Result<Json> ValuesBatchUpdate(World& world, const Call& call) {
  EMU_ASSIGN(const FieldMask mask, ResponseMaskOf(call, "BatchUpdateValuesResponse"));
  EMU_ASSIGN(const Json body, CheckedBody(call, "BatchUpdateValuesRequest", ""));
  EMU_ASSIGN(File * file, world.OpenSpreadsheet(call.segments[2], call.caller, true));
  EMU_ASSIGN(const bool user_entered, UserEntered(StringOf(body, "valueInputOption")));
  std::vector<WriteOutcome> outcomes;
  const Json& data = ArrayOf(body, "data");
  EMU_TRY(EditSpreadsheet(world, call.caller, *file, [&](Spreadsheet& book) -> Result<Json> {
    const Spreadsheet before = book;
    for (size_t i = 0; i < data.size(); ++i) {
      auto outcome = WriteOne(data[i], {user_entered, world.Now()}, book);
      if (!outcome.has_value()) return InElement("data", i, std::move(outcome).error());
      outcomes.push_back(*std::move(outcome));
      auto allowed = CheckMayEdit(world, call.caller, *file, before);
      if (!allowed.has_value()) return InElement("data", i, std::move(allowed).error());
    }
    return Json();
  }));
  Json response = {{"spreadsheetId", file->id}};
  AddTotals(outcomes, response);
  const bool include = BoolOf(body, "includeValuesInResponse");
  for (size_t i = 0; i < outcomes.size(); ++i) {
    Json one = UpdateResponse(*file->book, outcomes[i]);
    if (include) {
      RenderOptions render = BodyRenderOptions(body);
      render.major = DimensionOf(StringOf(data[i], "majorDimension"));
      one["updatedData"] = RenderRange(*file->book, outcomes[i].requested, render);
    }
    response["responses"].push_back(std::move(one));
  }
  return Filter(std::move(response), mask);
}

Result<Json> ValuesAppend(World& world, const Call& call) {
  EMU_ASSIGN(const FieldMask mask, ResponseMaskOf(call, "AppendValuesResponse"));
  EMU_ASSIGN(const UpdateParameters parameters, ReadUpdateParameters(call));
  const auto insert_option = call.query.Last("insertDataOption");
  if (insert_option) {
    EMU_TRY(CheckEnum(EnumNamed("InsertDataOption"), "insert_data_option", *insert_option));
  }
  EMU_ASSIGN(const Json body, CheckedBody(call, "ValueRange", "data"));
  EMU_ASSIGN(File * file, world.OpenSpreadsheet(call.segments[2], call.caller, true));
  EMU_ASSIGN(const bool user_entered, UserEntered(parameters.input_option));
  EMU_TRY(CheckSameRange(body, call.segments[4]));
  EMU_ASSIGN(const SheetRange range, ResolveRange(*file->book, call.segments[4]));
  AppendOutcome outcome;
  EMU_TRY(EditSpreadsheet(world, call.caller, *file, [&](Spreadsheet& book) -> Result<Json> {
    EMU_ASSIGN(outcome, AppendValues(range, body, {user_entered, world.Now(), {}},
                                     insert_option == "INSERT_ROWS", book));
    return Json();
  }));
  Json response = {{"spreadsheetId", file->id}};
  if (outcome.table) response["tableRange"] = TextOf(*file->book, *outcome.table);
  Json updates = UpdateResponse(*file->book, outcome.write);
  if (parameters.include_values) {
    RenderOptions render = parameters.render;
    render.major = DimensionOf(StringOf(body, "majorDimension"));
    updates["updatedData"] = RenderRange(*file->book, outcome.write.written, render);
  }
  response["updates"] = std::move(updates);
  return Filter(std::move(response), mask);
}

Result<Json> ValuesClear(World& world, const Call& call) {
  EMU_ASSIGN(const FieldMask mask, ResponseMaskOf(call, "ClearValuesResponse"));
  EMU_TRY(CheckedBody(call, "ClearValuesRequest", ""));
  EMU_ASSIGN(File * file, world.OpenSpreadsheet(call.segments[2], call.caller, true));
  EMU_ASSIGN(const SheetRange range, ResolveRange(*file->book, call.segments[4]));
  EMU_ASSIGN(Json response,
             EditSpreadsheet(world, call.caller, *file, [&](Spreadsheet& book) -> Result<Json> {
               ClearValues(range, book);
               return Json{{"spreadsheetId", book.id}, {"clearedRange", TextOf(book, range)}};
             }));
  return Filter(std::move(response), mask);
}

Result<Json> ValuesBatchClear(World& world, const Call& call) {
  EMU_ASSIGN(const FieldMask mask, ResponseMaskOf(call, "BatchClearValuesResponse"));
  EMU_ASSIGN(const Json body, CheckedBody(call, "BatchClearValuesRequest", ""));
  EMU_ASSIGN(File * file, world.OpenSpreadsheet(call.segments[2], call.caller, true));
  EMU_ASSIGN(Json response,
             EditSpreadsheet(world, call.caller, *file, [&](Spreadsheet& book) -> Result<Json> {
               Json cleared = {{"spreadsheetId", book.id}};
               for (const Json& text : ArrayOf(body, "ranges")) {
                 EMU_ASSIGN(const SheetRange range, ResolveRange(book, text.AsString()));
                 ClearValues(range, book);
                 cleared["clearedRanges"].push_back(TextOf(book, range));
               }
               return cleared;
             }));
  return Filter(std::move(response), mask);
}

}  // namespace sheetkeeper::emulator
