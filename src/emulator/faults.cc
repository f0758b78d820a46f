#include "emulator/faults.h"

#include <algorithm>
#include <utility>

#include "emulator/http/respond.h"

namespace sheetkeeper::emulator {
namespace {

// Google's answer for a status, where a fault names no body.
HttpResponse UsualAnswer(int status) {
  ApiError error{.code = status, .status = "INTERNAL", .message = "Internal error encountered."};
  if (status == 429) {
    error.status = "RESOURCE_EXHAUSTED";
    error.message =
        "Quota exceeded for quota metric 'Read requests' and limit 'Read requests per minute per "
        "user' of service 'sheets.googleapis.com' for consumer 'project_number:381000000000'.";
  } else if (status == 503) {
    error.status = "UNAVAILABLE";
    error.message = "The service is currently unavailable.";
  } else if (status == 504) {
    error.status = "DEADLINE_EXCEEDED";
    error.message = "Deadline expired before operation could complete.";
  } else if (status == 409) {
    error.status = "ABORTED";
    error.message = "The operation was aborted.";
  } else if (status == 502) {
    HttpResponse page = {.status = 502, .headers = {}};
    page.headers.emplace_back("Content-Type", "text/html; charset=UTF-8");
    page.body =
        "<!DOCTYPE html>\n<title>502 Server Error</title>\n<h1>Error: Server Error</h1>\n<h2>The "
        "server encountered a temporary error and could not complete your request.<p>Please try "
        "again in 30 seconds.</h2>\n";
    return page;
  }
  return SheetsError(error);
}

}  // namespace

Result<Fault> Faults::FromJson(const Json& json) {
  static constexpr std::string_view kMembers[] = {
      "method", "path", "skip",        "count",          "when",     "cut",
      "status", "body", "delayMs",     "bytesPerSecond", "cutAfter", "twice",
      "lateBy", "edit", "spreadsheet", "contentType"};
  if (!json.is_object()) return InvalidArgument("A fault is a JSON object.");
  for (const auto& [name, value] : json.AsObject()) {
    if (std::find(std::begin(kMembers), std::end(kMembers), name) == std::end(kMembers)) {
      return InvalidArgument("A fault has no member \"" + name + "\".");
    }
  }
  const std::string when = StringOf(json, "when", "before");
  if (when != "before" && when != "after") {
    return InvalidArgument("\"when\" must be \"before\" or \"after\".");
  }
  Fault fault;
  fault.method = StringOf(json, "method");
  fault.path = StringOf(json, "path");
  fault.skip = static_cast<int>(IntOf(json, "skip"));
  fault.count = static_cast<int>(IntOf(json, "count", 1));
  fault.after_effect = when == "after";
  fault.cut = BoolOf(json, "cut");
  fault.status = static_cast<int>(IntOf(json, "status"));
  fault.body = StringOf(json, "body");
  fault.content_type = StringOf(json, "contentType", "application/json; charset=UTF-8");
  fault.delay_ms = static_cast<int>(IntOf(json, "delayMs"));
  fault.bytes_per_s = static_cast<int>(IntOf(json, "bytesPerSecond"));
  if (Has(json, "cutAfter")) fault.cut_after = static_cast<size_t>(IntOf(json, "cutAfter"));
  fault.twice = BoolOf(json, "twice");
  fault.late_by = static_cast<int>(IntOf(json, "lateBy"));
  if (const Json* edit = Find(json, "edit")) fault.edit = *edit;
  fault.spreadsheet = StringOf(json, "spreadsheet");
  return fault;
}

size_t Faults::size() const {
  return static_cast<size_t>(std::count_if(faults_.begin(), faults_.end(),
                                           [](const Fault& fault) { return fault.count > 0; }));
}

std::optional<Fault> Faults::Next(const Call& call) {
  for (Fault& fault : faults_) {
    const bool matches = (fault.method.empty() || fault.method == call.method) &&
                         call.path.find(fault.path) != std::string::npos;
    if (!matches || fault.count <= 0) continue;
    if (fault.skip > 0) {
      --fault.skip;
      continue;
    }
    --fault.count;
    return fault;
  }
  return std::nullopt;
}

HttpResponse Faults::Answer(const Fault& fault) {
  HttpResponse response;
  if (fault.cut) {
    response.cut = true;
  } else if (fault.body.empty()) {
    response = UsualAnswer(fault.status);
  } else {
    response = {.status = fault.status,
                .headers = {{"Content-Type", fault.content_type}},
                .body = fault.body};
  }
  return response;
}

}  // namespace sheetkeeper::emulator
