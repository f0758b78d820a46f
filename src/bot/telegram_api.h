// The few methods of the Bot API that are needed, over an HttpTransport. The token is part of each
// address; no error of this class tells it.
//
// Not thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/transport.h"

namespace sheetkeeper::bot {

struct Message {
  std::int64_t chat_id = 0;
  std::int64_t user_id = 0;  // 0: nobody's, such as a channel's
  bool private_chat = true;
  std::string text;  // "" where it has none
};

struct Update {
  std::int64_t id = 0;
  Message message;  // empty where the update is of another kind
};

class TelegramApi {
 public:
  // The transport outlives it.
  TelegramApi(std::string api_base, std::string token, HttpTransport& transport)
      : api_base_(std::move(api_base)), token_(std::move(token)), transport_(transport) {}

  // Errors of all of them: kUnauthenticated (the token is refused), kPreconditionFailed (409:
  // another program asks for this bot's updates), kRateLimited (429, with the time to wait),
  // kUnavailable, kInvalid and kPermissionDenied (this request is refused and will be again),
  // kCancelled.

  // The bot's own name, without '@'.
  Result<std::string> GetMe(std::stop_token stop);
  // Waits up to `patience` for the first one. Those below `offset` are confirmed by the call: they
  // never come again.
  Result<std::vector<Update>> GetUpdates(std::int64_t offset, std::chrono::seconds patience,
                                         std::stop_token stop);
  Result<> SendMessage(std::int64_t chat_id, std::string_view html, std::stop_token stop);

 private:
  Result<std::string> Call(std::string_view method, std::string body, std::stop_token stop);
  Error WithoutToken(Error error) const;

  const std::string api_base_;
  const std::string token_;
  HttpTransport& transport_;
};

}  // namespace sheetkeeper::bot
