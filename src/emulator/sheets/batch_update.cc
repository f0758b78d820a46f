#include <utility>

#include "emulator/batch/request.h"
#include "emulator/formulas.h"
#include "emulator/sheets/sheets_api.h"
#include "emulator/sheets/spreadsheet_message.h"
#include "emulator/wire/json_text.h"
#include "emulator/wire/message.h"

namespace sheetkeeper::emulator {
namespace {

// The one member of a checked Request message.
Result<const Json*> KindOf(const Json& request, size_t index, std::string& kind) {
  const auto& members = request.AsObject();
  if (members.empty()) {
    return InvalidArgument("Invalid requests[" + std::to_string(index) + "]: No request set.");
  }
  kind = members.front().key;
  return &members.front().value;
}

Result<Json> RunRequests(Batch& batch, const File& file, const Json& requests) {
  Json replies = Json::MakeArray();
  const Spreadsheet before = batch.book;
  for (size_t i = 0; i < requests.size(); ++i) {
    std::string kind;
    EMU_ASSIGN(const Json* request, KindOf(requests[i], i, kind));
    const auto run = [&]() -> Result<Json> {
      EMU_ASSIGN(Json done, RunRequest(batch, kind, *request));
      EMU_TRY(CheckMayEdit(batch.world, batch.caller, file, before));
      return done;
    };
    Result<Json> reply = run();
    if (!reply.has_value()) {
      ApiError error = std::move(reply).error();
      if (error.status == "INVALID_ARGUMENT") {
        error.message =
            "Invalid requests[" + std::to_string(i) + "]." + kind + ": " + error.message;
      }
      return Refusal(std::move(error));
    }
    const bool has_reply = MessageNamed("Response").FindField(kind) != nullptr;
    replies.push_back(has_reply ? Json{{kind, std::move(*reply)}} : Json::MakeObject());
  }
  return replies;
}

Result<SpreadsheetView> ResponseView(const Spreadsheet& book, const Json& body) {
  SpreadsheetView view = {.with_cells = BoolOf(body, "responseIncludeGridData")};
  const Json& ranges = ArrayOf(body, "responseRanges");
  if (ranges.empty()) return view;
  view.ranges.emplace();
  for (const Json& text : ranges) {
    EMU_ASSIGN(const SheetRange range, ResolveRange(book, text.AsString()));
    view.ranges->push_back(range);
  }
  return view;
}

}  // namespace

Result<Json> SpreadsheetsBatchUpdate(World& world, const Call& call) {
  EMU_ASSIGN(const FieldMask mask, ResponseMaskOf(call, "BatchUpdateSpreadsheetResponse"));
  EMU_ASSIGN(const Json parsed, ParseJson(call.body));
  EMU_ASSIGN(const Json body,
             CheckMessage(MessageNamed("BatchUpdateSpreadsheetRequest"), parsed, ""));
  EMU_ASSIGN(File * file, world.OpenSpreadsheet(call.segments[2], call.caller, true));
  const Json& requests = ArrayOf(body, "requests");
  if (requests.empty()) return InvalidArgument("Must specify at least one request.");
  return EditSpreadsheet(world, call.caller, *file, [&](Spreadsheet& book) -> Result<Json> {
    Batch batch = {world, book, call.caller};
    EMU_ASSIGN(Json replies, RunRequests(batch, *file, requests));
    Json response = Json::MakeObject();
    if (mask.Names("spreadsheetId")) response["spreadsheetId"] = book.id;
    if (const FieldMask* child = mask.Child("replies")) {
      response["replies"] = Filter(replies, *child);
    }
    const FieldMask* updated = mask.Child("updatedSpreadsheet");
    if (BoolOf(body, "includeSpreadsheetInResponse") && updated != nullptr) {
      Recalculate(book, world.Now());
      EMU_ASSIGN(const SpreadsheetView view, ResponseView(book, body));
      response["updatedSpreadsheet"] = SpreadsheetMessage(book, view, *updated);
    }
    return response;
  });
}

}  // namespace sheetkeeper::emulator
