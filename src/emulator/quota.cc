#include "emulator/quota.h"

#include <string>
#include <utility>

namespace sheetkeeper::emulator {
namespace {

constexpr const char* kProject = "381000000000";

ApiError Exceeded(bool write, bool of_project, int limit) {
  const std::string kind = write ? "Write" : "Read";
  ApiError error{.code = 429, .status = "RESOURCE_EXHAUSTED"};
  error.message = "Quota exceeded for quota metric '" + kind + " requests' and limit '" + kind +
                  " requests per minute" + (of_project ? "" : " per user") +
                  "' of service 'sheets.googleapis.com' for consumer 'project_number:" + kProject +
                  "'.";
  const std::string metric = write ? "write_requests" : "read_requests";
  const Json metadata = {
      {"quota_limit", kind + "RequestsPerMinutePer" + (of_project ? "Project" : "User")},
      {"quota_limit_value", std::to_string(limit)},
      {"quota_location", "global"},
      {"quota_metric", "sheets.googleapis.com/" + metric},
      {"quota_unit", of_project ? "1/min/{project}" : "1/min/{project}/{user}"},
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

Result<> Quota::Spend(const Options& limits, const std::string& caller, bool write,
                      int64_t now_ms) {
  const int64_t minute = now_ms / 60'000;
  if (minute != minute_) {
    minute_ = minute;
    spent_.clear();
  }
  int& of_user = spent_[{caller, write}];
  int& of_project = spent_[{"", write}];
  const int user_limit = write ? limits.write_quota : limits.read_quota;
  const int project_limit = write ? limits.project_write_quota : limits.project_read_quota;
  if (user_limit > 0 && of_user >= user_limit) {
    return Refusal(Exceeded(write, false, user_limit));
  }
  if (project_limit > 0 && of_project >= project_limit) {
    return Refusal(Exceeded(write, true, project_limit));
  }
  ++of_user;
  ++of_project;
  return {};
}

}  // namespace sheetkeeper::emulator
