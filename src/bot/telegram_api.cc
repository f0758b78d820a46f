#include "bot/telegram_api.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace sheetkeeper::bot {
namespace {

using nlohmann::json;

// Nothing where it is not JSON.
json Parse(const std::string& text) {
  return json::parse(text, nullptr, false);
}

// The member, or null: answers are taken as they come.
const json& At(const json& object, const char* name) {
  static const json none;
  if (!object.is_object()) return none;
  const auto found = object.find(name);
  return found == object.end() ? none : *found;
}

std::int64_t Whole(const json& value) {
  return value.is_number_integer() ? value.get<std::int64_t>() : 0;
}

std::string Text(const json& value) {
  return value.is_string() ? value.get<std::string>() : "";
}

// Invalid UTF-8 is replaced.
std::string Write(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

ErrorKind KindOf(int status) {
  switch (status) {
    case 401:
    case 404:  // of a token that never was one
      return ErrorKind::kUnauthenticated;
    case 403:
      return ErrorKind::kPermissionDenied;
    case 409:
      return ErrorKind::kPreconditionFailed;
    case 429:
      return ErrorKind::kRateLimited;
    default:
      return status >= 500 ? ErrorKind::kUnavailable : ErrorKind::kInvalid;
  }
}

Error ErrorOf(const HttpResponse& response, const json& answer) {
  Error error{KindOf(response.status), "", std::nullopt, response.status};
  const std::string description = Text(At(answer, "description"));
  error.message =
      fmt::format("HTTP {}{}{}", response.status, description.empty() ? "" : ": ", description);
  const std::int64_t seconds = Whole(At(At(answer, "parameters"), "retry_after"));
  if (seconds > 0 && seconds < 24 * 3600) error.retry_after_ms = static_cast<int>(seconds * 1000);
  return error;
}

Message MessageOf(const json& update) {
  Message message;
  const json& from = At(update, "message");
  message.chat_id = Whole(At(At(from, "chat"), "id"));
  message.private_chat = Text(At(At(from, "chat"), "type")) == "private";
  message.user_id = Whole(At(At(from, "from"), "id"));
  message.text = Text(At(from, "text"));
  return message;
}

}  // namespace

Error TelegramApi::WithoutToken(Error error) const {
  for (size_t at = error.message.find(token_); at != std::string::npos;
       at = error.message.find(token_)) {
    error.message.replace(at, token_.size(), "TOKEN");
  }
  return error;
}

Result<std::string> TelegramApi::Call(std::string_view method, std::string body,
                                      std::stop_token stop) {
  HttpRequest request;
  request.method = "POST";
  request.url = fmt::format("{}/bot{}/{}", api_base_, token_, method);
  request.headers = {{"Content-Type", "application/json"}};
  request.body = std::move(body);
  auto response = transport_.Send(request, std::move(stop));
  if (!response) return Fail(WithoutToken(WithStep(method, std::move(response).error())));
  const json answer = Parse(response->body);
  if (response->status == 200 && At(answer, "ok") == json(true)) return Write(At(answer, "result"));
  Error error = ErrorOf(*response, answer);
  // 200 with something else: a proxy's page.
  if (response->status == 200) error.kind = ErrorKind::kUnavailable;
  return Fail(WithoutToken(WithStep(method, std::move(error))));
}

Result<std::string> TelegramApi::GetMe(std::stop_token stop) {
  auto result = Call("getMe", "{}", std::move(stop));
  if (!result) return result;
  return Text(At(Parse(*result), "username"));
}

Result<std::vector<Update>> TelegramApi::GetUpdates(std::int64_t offset,
                                                    std::chrono::seconds patience,
                                                    std::stop_token stop) {
  const json body = {{"offset", offset},
                     {"timeout", patience.count()},
                     {"allowed_updates", json::array({"message"})}};
  auto result = Call("getUpdates", Write(body), std::move(stop));
  if (!result) return Fail(std::move(result).error());
  std::vector<Update> updates;
  for (const json& update : Parse(*result)) {
    updates.push_back({Whole(At(update, "update_id")), MessageOf(update)});
  }
  return updates;
}

Result<> TelegramApi::SendMessage(std::int64_t chat_id, std::string_view html,
                                  std::stop_token stop) {
  const json body = {{"chat_id", chat_id}, {"text", html}, {"parse_mode", "HTML"}};
  const auto result = Call("sendMessage", Write(body), std::move(stop));
  if (!result) return Fail(result.error());
  return {};
}

}  // namespace sheetkeeper::bot
