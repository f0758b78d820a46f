#include "sim/sim_transport.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "sim/disk.h"

namespace sheetkeeper::sim {
namespace {

// "http://sim/v4/..." -> "/v4/...".
std::string TargetOf(const std::string& url) {
  const size_t host = url.find("//") + 2;
  return url.substr(url.find('/', host));
}

std::string Lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

HttpResponse Answer(int status, std::string body, std::string type = "application/json") {
  return {status, {{"content-type", std::move(type)}}, std::move(body)};
}

// As a network would hand it over, in pieces that end anywhere.
void Stream(HttpResponse& response, BodySink& sink) {
  if (response.status != 200) return;
  constexpr size_t kPieceBytes = 1000;
  sink.OnBegin();
  for (size_t at = 0; at < response.body.size(); at += kPieceBytes) {
    sink.OnBytes(std::string_view(response.body).substr(at, kPieceBytes));
  }
  response.body.clear();
}

Result<HttpResponse> NoAnswer() {
  return Fail(ErrorKind::kUnavailable, "no answer from the server");
}

}  // namespace

const char* Name(NetFault fault) {
  static const char* const names[] = {
      "none", "refused",  "answer-lost",  "late",        "twice", "429",
      "503",  "503-done", "401",          "403",         "html",  "cut-body",
      "slow", "stale",    "crash-before", "crash-after", "count"};
  return names[static_cast<int>(fault)];
}

NetFault SimTransport::NextFault() {
  const int64_t call = calls_++;
  if (planned) {
    const bool now = planned->persistent ? call >= planned->call : call == planned->call;
    return now ? planned->fault : NetFault::kNone;
  }
  if (!rng_.Percent(fault_percent)) return NetFault::kNone;
  return static_cast<NetFault>(1 + rng_.Below(static_cast<uint64_t>(NetFault::kCount) - 1));
}

void SimTransport::DeliverLate() {
  while (!late_.empty()) {
    const HttpRequest request = std::move(late_.front().request);
    late_.pop_front();
    const HttpResponse response = Deliver(request);
    trace_(fmt::format("late request takes effect: {}", response.status));
  }
}

HttpResponse SimTransport::Deliver(const HttpRequest& request) {
  if (!refused_text.empty() && request.body.find(refused_text) != std::string::npos) {
    return Answer(
        400,
        R"({"error":{"code":400,"message":"You are trying to edit a protected cell or object.","status":"INVALID_ARGUMENT"}})");
  }
  emulator::HttpRequest raw;
  raw.method = request.method;
  raw.target = TargetOf(request.url);
  raw.headers = request.headers;
  raw.body = request.body;
  emulator::HttpResponse answer = emulator_.Handle(raw);
  HttpResponse response{answer.status, {}, std::move(answer.body)};
  for (auto& [name, value] : answer.headers) {
    response.headers.emplace_back(Lower(name), std::move(value));
  }
  const bool read = request.quota == QuotaKind::kRead;
  if (!read && response.status == 200) ++batches_;
  if (read && response.status == 200) answered_[raw.target + raw.body] = {response, batches_};
  return response;
}

HttpResponse SimTransport::DeliverStale(const HttpRequest& request) {
  const auto before = answered_.find(TargetOf(request.url) + request.body);
  const bool is_older = before != answered_.end() && before->second.batches < batches_;
  return is_older ? before->second.response : Deliver(request);
}

Result<HttpResponse> SimTransport::Send(const HttpRequest& request, std::stop_token) {
  if (request.quota == QuotaKind::kWrite) ++writes_;
  if (request.quota == QuotaKind::kRead) ++reads_;
  while (!late_.empty() && late_.front().due <= calls_) {
    const HttpRequest due = std::move(late_.front().request);
    late_.pop_front();
    const HttpResponse response = Deliver(due);
    trace_(fmt::format("late request takes effect: {}", response.status));
  }
  SomebodyActs();
  const NetFault fault = NextFault();
  if (fault != NetFault::kNone) ++faults_;
  auto response = Suffer(fault, request);
  if (response && request.body_sink != nullptr) Stream(*response, *request.body_sink);
  const std::string target = TargetOf(request.url);
  trace_(fmt::format("{} {} -> {}{}{}", request.method, target.substr(0, 90),
                     response ? std::to_string(response->status) : "no answer",
                     fault == NetFault::kNone ? "" : " fault ",
                     fault == NetFault::kNone ? "" : Name(fault)));
  SomebodyActs();
  return response;
}

// Only what the engine writes meets a disk that fails.
void SimTransport::SomebodyActs() {
  const bool paused = std::exchange(Disk::Get().paused, true);
  if (between) between();
  Disk::Get().paused = paused;
}

Result<HttpResponse> SimTransport::Suffer(NetFault fault, const HttpRequest& request) {
  switch (fault) {
    case NetFault::kNone:
    case NetFault::kCount:
      return Deliver(request);
    case NetFault::kRefused:
      return NoAnswer();
    case NetFault::kAnswerLost: {
      HttpResponse response = Deliver(request);
      response.body.resize(response.body.size() / 2);
      if (request.body_sink != nullptr) Stream(response, *request.body_sink);
      return NoAnswer();
    }
    case NetFault::kLate:
      late_.push_back({request, calls_ + static_cast<int64_t>(rng_.Below(12))});
      return NoAnswer();
    case NetFault::kTwice:
      Deliver(request);
      return Deliver(request);
    case NetFault::kRateLimited:
      return Answer(
          429,
          R"({"error":{"code":429,"message":"Quota exceeded.","status":"RESOURCE_EXHAUSTED"}})");
    case NetFault::kUnavailable:
      return Answer(
          503,
          R"({"error":{"code":503,"message":"The service is currently unavailable.","status":"UNAVAILABLE"}})");
    case NetFault::kUnavailableDone:
      Deliver(request);
      return Answer(
          503,
          R"({"error":{"code":503,"message":"The service is currently unavailable.","status":"UNAVAILABLE"}})");
    case NetFault::kUnauthorized:
      return Answer(
          401,
          R"({"error":{"code":401,"message":"Request had invalid authentication credentials.","status":"UNAUTHENTICATED"}})");
    case NetFault::kForbidden:
      return Answer(
          403,
          R"({"error":{"code":403,"message":"The caller does not have permission","status":"PERMISSION_DENIED"}})");
    case NetFault::kHtml:
      return Answer(502, "<html><body>Error 502</body></html>", "text/html");
    case NetFault::kCutBody: {
      HttpResponse response = Deliver(request);
      response.body.resize(response.body.size() / 2);
      return response;
    }
    case NetFault::kSlow: {
      HttpResponse response = Deliver(request);
      if (wait) wait();
      return response;
    }
    case NetFault::kStale:
      return DeliverStale(request);
    case NetFault::kCrashBefore:
      trace_("the process dies before the request");
      throw Crash{};
    case NetFault::kCrashAfter:
      Deliver(request);
      trace_("the process dies after the request");
      throw Crash{};
  }
  return NoAnswer();
}

}  // namespace sheetkeeper::sim
