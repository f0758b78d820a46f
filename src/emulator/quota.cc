#include "emulator/quota.h"

#include <string>
#include <utility>

namespace sheetkeeper::emulator {
namespace {

constexpr const char* kProject = "381000000000";

ApiError Exceeded(bool write, int limit) {
  const std::string kind = write ? "Write" : "Read";
  ApiError error{.code = 429, .status = "RESOURCE_EXHAUSTED"};
  error.message = "Quota exceeded for quota metric '" + kind + " requests' and limit '" + kind +
                  " requests per minute per user' of service 'sheets.googleapis.com' for "
                  "consumer 'project_number:" +
                  kProject + "'.";
  const Json metadata = {{"quota_limit", kind + "RequestsPerMinutePerUser"},
                         {"quota_limit_value", std::to_string(limit)},
                         {"quota_location", "global"},
                         {"quota_metric", std::string("sheets.googleapis.com/") +
                                              (write ? "write" : "read") + "_requests"},
                         {"quota_unit", "1/min/{project}/{user}"},
                         {"service", "sheets.googleapis.com"},
                         {"consumer", std::string("projects/") + kProject}};
  error.details.push_back({{"@type", "type.googleapis.com/google.rpc.ErrorInfo"},
                           {"reason", "RATE_LIMIT_EXCEEDED"},
                           {"domain", "googleapis.com"},
                           {"metadata", metadata}});
  const Json link = {{"description", "Request a higher quota limit."},
                     {"url", "https://cloud.google.com/docs/quotas/help/request_increase"}};
  error.details.push_back(
      {{"@type", "type.googleapis.com/google.rpc.Help"}, {"links", Json::Array{link}}});
  return error;
}

}  // namespace

Result<> Quota::Spend(const std::string& caller, bool write, int limit, int64_t now_ms) {
  const int64_t minute = now_ms / 60'000;
  if (minute != minute_) {
    minute_ = minute;
    spent_.clear();
  }
  int& spent = spent_[{caller, write}];
  if (limit > 0 && spent >= limit) return Refusal(Exceeded(write, limit));
  ++spent;
  return {};
}

}  // namespace sheetkeeper::emulator
