#include "google/sheets_client.h"

#include <utility>

#include <fmt/format.h>

#include "google/api_error.h"
#include "google/batch_json.h"
#include "google/grid_json.h"
#include "google/token_search.h"
#include "google/values_reader.h"
#include "google/watched_sink.h"
#include "http/url.h"

namespace sheetkeeper {
namespace {

// Addresses up to this length are taken by every server and proxy on the way; Google's own client
// libraries draw the line here, too.
constexpr size_t kLongestUrl = 2048;

// Each mask names all that is read from the answer, and no more. A mask is also what keeps
// spreadsheets.get from sending every cell.
constexpr std::string_view kInfoFields =
    "properties(title,locale,timeZone),"
    "sheets(properties(sheetId,title,hidden,gridProperties(rowCount,columnCount)))";
constexpr std::string_view kValuesFields = "valueRanges(range,values)";
constexpr std::string_view kReplyFields = "replies";
constexpr std::string_view kFoundTokenFields =
    "matchedDeveloperMetadata(developerMetadata(metadataId))";
constexpr std::string_view kReplyWithCellsFields =
    "replies,updatedSpreadsheet(sheets(properties(sheetId),"
    "data(startRow,startColumn,rowData(values(userEnteredValue,effectiveValue)))))";

std::string RangesQuery(std::span<const std::string> ranges) {
  std::string query;
  for (const std::string& range : ranges) query += "&ranges=" + PercentEncode(range);
  return query;
}

// A query that would make the address too long goes into the body: Google takes a form that says
// it stands for a GET.
HttpRequest MakeRead(std::string address, std::string query) {
  HttpRequest request;
  request.repeatable = true;
  request.quota = QuotaKind::kRead;
  if (address.size() + 1 + query.size() <= kLongestUrl) {
    request.method = "GET";
    request.url = std::move(address) + "?" + query;
  } else {
    request.method = "POST";
    request.url = std::move(address);
    request.headers = {{"X-HTTP-Method-Override", "GET"},
                       {"Content-Type", "application/x-www-form-urlencoded"}};
    request.body = std::move(query);
  }
  return request;
}

std::string_view NameOf(Render render) {
  switch (render) {
    case Render::kFormulas:
      return "FORMULA";
    case Render::kShown:
      return "FORMATTED_VALUE";
    case Render::kValues:
      break;
  }
  return "UNFORMATTED_VALUE";
}

}  // namespace

SheetsClient::SheetsClient(std::string base_url, HttpTransport& transport, TokenSource& tokens,
                           Progress& progress)
    : base_url_(std::move(base_url)), transport_(transport), tokens_(tokens), progress_(progress) {
  while (base_url_.ends_with('/')) base_url_.pop_back();
}

Result<SpreadsheetInfo> SheetsClient::ReadInfo(const std::string& spreadsheet_id,
                                               std::stop_token stop) {
  HttpRequest request =
      MakeRead(Address(spreadsheet_id), fmt::format("prettyPrint=false&fields={}", kInfoFields));
  TRY_ASSIGN(std::string body, "reading the spreadsheet's description",
             Send(std::move(request), spreadsheet_id, std::move(stop), nullptr));
  return ReadInfoJson(body);
}

Result<AnswerDigest> SheetsClient::ReadValues(const std::string& spreadsheet_id,
                                              std::span<const std::string> ranges, ValueSink& sink,
                                              std::stop_token stop, Render render,
                                              KnownWindows* known) {
  WatchedSink watched(sink, progress_);
  if (known != nullptr) known->BeginRead(ranges);
  ValuesReader reader(ranges.size(), watched, known);
  DigestingSink answer(reader);
  TRY("reading values", FetchInto(answer, spreadsheet_id, ranges, render, std::move(stop)));
  TRY("reading values", reader.Finish());
  return answer.Digest();
}

Result<UnreadValues> SheetsClient::FetchValues(const std::string& spreadsheet_id,
                                               std::span<const std::string> ranges,
                                               const KnownWindows* known, std::stop_token stop) {
  KeptAnswer kept(known != nullptr ? known->All() : std::vector<KnownWindow>());
  DigestingSink answer(kept);
  TRY("reading values",
      FetchInto(answer, spreadsheet_id, ranges, Render::kValues, std::move(stop)));
  UnreadValues values{answer.Digest(), std::nullopt};
  if (kept.Finish()) values.answer = std::move(kept);
  return values;
}

Result<bool> SheetsClient::ReadKept(const KeptAnswer& answer, std::span<const std::string> ranges,
                                    ValueSink& sink, KnownWindows* known) {
  if (known != nullptr) known->BeginRead(ranges);
  ValuesReader reader(ranges.size(), sink, known);
  reader.OnBegin();
  if (!answer.SendTo(reader)) return false;
  TRY("reading values", reader.Finish());
  return true;
}

Result<> SheetsClient::FetchInto(DigestingSink& sink, const std::string& spreadsheet_id,
                                 std::span<const std::string> ranges, Render render,
                                 std::stop_token stop) {
  HttpRequest request = MakeRead(Address(spreadsheet_id) + "/values:batchGet",
                                 fmt::format("prettyPrint=false&valueRenderOption={}"
                                             "&dateTimeRenderOption=SERIAL_NUMBER&fields={}{}",
                                             NameOf(render), kValuesFields, RangesQuery(ranges)));
  request.body_sink = &sink;
  const ProgressEnd end(progress_);
  progress_.Begin("asking for the values", 0);
  const auto body = Send(std::move(request), spreadsheet_id, std::move(stop), nullptr);
  if (!body) return Fail(body.error());
  if (body->empty()) return {};
  // A transport without streams.
  sink.OnBegin();
  sink.OnBytes(*body);
  return {};
}

Result<std::optional<int32_t>> SheetsClient::FindToken(const std::string& spreadsheet_id,
                                                       std::span<const int32_t> tokens,
                                                       std::stop_token stop) {
  HttpRequest request;
  request.method = "POST";
  request.url = fmt::format("{}/developerMetadata:search?prettyPrint=false&fields={}",
                            Address(spreadsheet_id), kFoundTokenFields);
  request.headers = {{"Content-Type", "application/json"}};
  request.body = TokenSearchJson(tokens);
  request.repeatable = true;
  request.quota = QuotaKind::kRead;
  TRY_ASSIGN(std::string body, "looking for a token",
             Send(std::move(request), spreadsheet_id, std::move(stop), nullptr));
  return ReadFoundToken(body);
}

Result<BatchReply> SheetsClient::Apply(const std::string& spreadsheet_id, const SheetBatch& batch,
                                       std::stop_token stop, RefusedRequest* refused) {
  TRY("writing to the sheet", CheckBatch(batch, refused));
  const bool wants_cells = !batch.response_ranges.empty();
  HttpRequest request;
  request.method = "POST";
  request.url = fmt::format("{}:batchUpdate?prettyPrint=false&fields={}", Address(spreadsheet_id),
                            wants_cells ? kReplyWithCellsFields : kReplyFields);
  request.headers = {{"Content-Type", "application/json"}};
  request.body = BatchJson(batch);
  request.quota = QuotaKind::kWrite;
  const ProgressEnd end(progress_);
  progress_.Begin("writing to the sheet", 0);
  TRY_ASSIGN(std::string body, "writing to the sheet",
             Send(std::move(request), spreadsheet_id, std::move(stop), refused));
  return ReadBatchReplyJson(body);
}

std::string SheetsClient::Address(const std::string& spreadsheet_id) const {
  return fmt::format("{}/v4/spreadsheets/{}", base_url_, PercentEncode(spreadsheet_id));
}

// A request that a 401 answers was not carried out, so that any may be sent again, once, with
// another token.
Result<std::string> SheetsClient::Send(HttpRequest request, const std::string& spreadsheet_id,
                                       std::stop_token stop, RefusedRequest* refused) {
  request.headers.emplace_back("Authorization", "");
  for (int attempt = 1;; ++attempt) {
    TRY_ASSIGN(const std::string token, "signing in", tokens_.Token(stop));
    request.headers.back().second = "Bearer " + token;
    auto response = transport_.Send(request, stop);
    if (!response) return Fail(std::move(response).error());
    if (response->status >= 200 && response->status < 300) return std::move(response->body);
    if (response->status == 401) tokens_.Invalidate();
    if (response->status != 401 || attempt == 2) {
      return Fail(ApiError(*response, {base_url_, spreadsheet_id, tokens_.account()}, refused));
    }
  }
}

}  // namespace sheetkeeper
