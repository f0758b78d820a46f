#include <utility>

#include "emulator/sheets/data_filter.h"
#include "emulator/sheets/sheets_api.h"
#include "emulator/values/append.h"
#include "emulator/values/render.h"
#include "emulator/values/write.h"
#include "emulator/wire/json_text.h"
#include "emulator/wire/message.h"

namespace sheetkeeper::emulator {
namespace {

Result<Json> CheckedBody(const Call& call, std::string_view message) {
  EMU_ASSIGN(const Json body, ParseJson(call.body));
  return CheckMessage(MessageNamed(message), body, "");
}

Result<> CheckSome(const Json& filters) {
  if (filters.empty()) return InvalidArgument("Must specify at least one dataFilter.");
  return {};
}

Json FilterList(const FilteredRange& one) {
  Json list = Json::MakeArray();
  for (const Json* filter : one.filters) list.push_back(*filter);
  return list;
}

struct FilteredWrite {
  const Json* data = nullptr;  // the DataFilterValueRange
  WriteOutcome outcome;
};

Result<std::vector<FilteredWrite>> WriteFiltered(Spreadsheet& book, const Json& data,
                                                 const WriteOptions& options) {
  std::vector<FilteredWrite> writes;
  for (size_t i = 0; i < data.size(); ++i) {
    const auto write = [&]() -> Result<> {
      EMU_ASSIGN(const auto ranges, RangesOfFilter(book, ObjectOf(data[i], "dataFilter")));
      for (const SheetRange& range : ranges) {
        EMU_ASSIGN(WriteOutcome outcome, WriteValues(range, data[i], options, book));
        writes.push_back({&data[i], std::move(outcome)});
      }
      return {};
    };
    if (auto written = write(); !written.has_value()) {
      return InElement("data", i, std::move(written).error());
    }
  }
  return writes;
}

Json WriteResponse(const Spreadsheet& book, const FilteredWrite& write, const Json& body) {
  Json response = Json::MakeObject();
  AddOutcome(book, write.outcome, response);
  response["dataFilter"] = ObjectOf(*write.data, "dataFilter");
  if (BoolOf(body, "includeValuesInResponse")) {
    RenderOptions render = BodyRenderOptions(body);
    render.major = DimensionOf(StringOf(*write.data, "majorDimension"));
    response["updatedData"] = RenderRange(book, write.outcome.requested, render);
  }
  return response;
}

}  // namespace

Result<Json> ValuesBatchGetByDataFilter(World& world, const Call& call) {
  EMU_ASSIGN(const FieldMask mask, ResponseMaskOf(call, "BatchGetValuesByDataFilterResponse"));
  EMU_ASSIGN(const Json body, CheckedBody(call, "BatchGetValuesByDataFilterRequest"));
  EMU_ASSIGN(File * file, world.OpenSpreadsheet(call.segments[2], call.caller, false));
  const Json& filters = ArrayOf(body, "dataFilters");
  EMU_TRY(CheckSome(filters));
  EMU_ASSIGN(const auto ranges, RangesOfValueFilters(*file->book, filters));
  RenderOptions options;
  options.form = ValueFormOf(StringOf(body, "valueRenderOption"));
  options.dates_as_text = StringOf(body, "dateTimeRenderOption") == "FORMATTED_STRING";
  options.major = DimensionOf(StringOf(body, "majorDimension"));
  Json response = {{"spreadsheetId", file->id}};
  for (const FilteredRange& one : ranges) {
    response["valueRanges"].push_back(
        Json{{"valueRange", RenderRange(*file->book, one.range, options)},
             {"dataFilters", FilterList(one)}});
  }
  return Filter(std::move(response), mask);
}

Result<Json> ValuesBatchUpdateByDataFilter(World& world, const Call& call) {
  EMU_ASSIGN(const FieldMask mask, ResponseMaskOf(call, "BatchUpdateValuesByDataFilterResponse"));
  EMU_ASSIGN(const Json body, CheckedBody(call, "BatchUpdateValuesByDataFilterRequest"));
  EMU_ASSIGN(File * file, world.OpenSpreadsheet(call.segments[2], call.caller, true));
  const std::string input = StringOf(body, "valueInputOption");
  if (input.empty()) return InvalidArgument("'valueInputOption' is required but not specified");
  std::vector<FilteredWrite> writes;
  EMU_TRY(EditSpreadsheet(world, call.caller, *file, [&](Spreadsheet& book) -> Result<Json> {
    EMU_ASSIGN(writes,
               WriteFiltered(book, ArrayOf(body, "data"), {input == "USER_ENTERED", world.Now()}));
    return Json();
  }));
  Json response = {{"spreadsheetId", file->id}};
  std::vector<WriteOutcome> outcomes;
  for (const FilteredWrite& write : writes) outcomes.push_back(write.outcome);
  AddTotals(outcomes, response);
  for (const FilteredWrite& write : writes) {
    response["responses"].push_back(WriteResponse(*file->book, write, body));
  }
  return Filter(std::move(response), mask);
}

Result<Json> ValuesBatchClearByDataFilter(World& world, const Call& call) {
  EMU_ASSIGN(const FieldMask mask, ResponseMaskOf(call, "BatchClearValuesByDataFilterResponse"));
  EMU_ASSIGN(const Json body, CheckedBody(call, "BatchClearValuesByDataFilterRequest"));
  EMU_ASSIGN(File * file, world.OpenSpreadsheet(call.segments[2], call.caller, true));
  const Json& filters = ArrayOf(body, "dataFilters");
  EMU_TRY(CheckSome(filters));
  EMU_ASSIGN(Json response,
             EditSpreadsheet(world, call.caller, *file, [&](Spreadsheet& book) -> Result<Json> {
               Json cleared = {{"spreadsheetId", book.id}};
               EMU_ASSIGN(const auto ranges, RangesOfValueFilters(book, filters));
               for (const FilteredRange& one : ranges) {
                 ClearValues(one.range, book);
                 cleared["clearedRanges"].push_back(TextOf(book, one.range));
               }
               return cleared;
             }));
  return Filter(std::move(response), mask);
}

}  // namespace sheetkeeper::emulator
