#include "bot/bot.h"

#include <algorithm>

#include "base/log.h"
#include "bot/template.h"

namespace sheetkeeper::bot {
namespace {

constexpr const char* kLogger = "bot";
constexpr std::chrono::seconds kPatience{50};
constexpr Millis kFirstPause{1000};
constexpr Millis kLongestPause = std::chrono::seconds(60);
// Whoever else asks for the updates may be the bot that this one replaces, on its way out.
constexpr Millis kConflictPause = std::chrono::seconds(5);

bool PassesByItself(ErrorKind kind) {
  return kind == ErrorKind::kUnavailable || kind == ErrorKind::kRateLimited ||
         kind == ErrorKind::kPreconditionFailed;
}

Millis PauseFor(const Error& error, Millis pause) {
  if (error.retry_after_ms) return Millis(*error.retry_after_ms);
  return error.kind == ErrorKind::kPreconditionFailed ? kConflictPause : pause;
}

}  // namespace

template <typename Call>
auto Bot::Persist(const Call& call, std::stop_token stop) -> decltype(call()) {
  for (Millis pause = kFirstPause;; pause = std::min(2 * pause, kLongestPause)) {
    auto result = call();
    if (result || !PassesByItself(result.error().kind)) return result;
    Log(LogLevel::kWarning, kLogger, "{}; trying again", result.error().message);
    if (!clock_.SleepUntil(clock_.Mono() + PauseFor(result.error(), pause), stop)) return result;
  }
}

void Bot::Handle(const Update& update, std::stop_token stop) {
  const std::string answer = responder_.Answer(update.message);
  for (const std::string& part : SplitMessage(answer)) {
    const auto sent =
        Persist([&] { return sending_.SendMessage(update.message.chat_id, part, {}); }, stop);
    if (sent) continue;
    if (stop.stop_requested()) return;  // It is asked again after the next start.
    // The chat is gone, or the bot was blocked there.
    Log(LogLevel::kWarning, kLogger, "An answer to chat {} was refused: {}", update.message.chat_id,
        sent.error().message);
    break;
  }
  offset_ = std::max(offset_, update.id + 1);
}

Result<> Bot::Run(std::stop_token stop) {
  const auto name = Persist([&] { return polling_.GetMe(stop); }, stop);
  if (stop.stop_requested()) return {};
  if (!name) return Fail(name.error());
  responder_.SetName(*name);
  Log(LogLevel::kInfo, kLogger, "✓ Bot started successfully");
  while (!stop.stop_requested()) {
    const auto updates =
        Persist([&] { return polling_.GetUpdates(offset_, kPatience, stop); }, stop);
    if (stop.stop_requested()) break;
    if (!updates) return Fail(updates.error());
    for (const Update& update : *updates) {
      if (!stop.stop_requested()) Handle(update, stop);
    }
  }
  // Tells Telegram what was answered, so that it is not asked again after the start.
  if (offset_ > 0) (void)sending_.GetUpdates(offset_, std::chrono::seconds(0), {});
  return {};
}

}  // namespace sheetkeeper::bot
