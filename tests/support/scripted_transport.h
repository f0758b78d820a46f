// ScriptedTransport: gives the answers it was told, in that order, and keeps what was asked.
#pragma once

#include <deque>
#include <functional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "base/check.h"
#include "http/transport.h"

namespace sheetkeeper {

class ScriptedTransport : public HttpTransport {
 public:
  void Answer(int status, std::string body = "",
              std::vector<std::pair<std::string, std::string>> headers = {}) {
    HttpResponse response;
    response.status = status;
    response.headers = std::move(headers);
    response.body = std::move(body);
    outcomes_.emplace_back(std::move(response));
  }
  void Lose(Error error) { outcomes_.emplace_back(Fail(std::move(error))); }

  // Is called before each answer.
  std::function<void()> on_send;

  Result<HttpResponse> Send(const HttpRequest& request, std::stop_token) override {
    sent.push_back(request);
    if (on_send) on_send();
    CHECK(!outcomes_.empty());
    Result<HttpResponse> outcome = std::move(outcomes_.front());
    if (outcomes_.size() > 1 || !repeat_last) outcomes_.pop_front();
    return outcome;
  }

  std::vector<HttpRequest> sent;
  // The last answer is given again and again.
  bool repeat_last = false;

 private:
  std::deque<Result<HttpResponse>> outcomes_;
};

}  // namespace sheetkeeper
