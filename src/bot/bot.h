// The bot's loop: asks for updates, answers them in order, and confirms an update only after its
// answer is sent. So a crash or a lost network loses no question; at worst one is answered twice,
// and a write, which is SQL that says what is to be, is made twice.
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "bot/responder.h"
#include "bot/telegram_api.h"

namespace sheetkeeper::bot {

class Bot {
 public:
  // All of them outlive it. `polling` waits long for updates; `sending` is to give up soon, as what
  // it has begun is finished when a stop is asked for.
  Bot(TelegramApi& polling, TelegramApi& sending, Responder& responder, Clock& clock)
      : polling_(polling), sending_(sending), responder_(responder), clock_(clock) {}

  // Until a stop is asked for. What passes by itself (no network, a second poller, too many
  // messages) is waited for. Errors: kUnauthenticated.
  Result<> Run(std::stop_token stop);

 private:
  // Calls until it succeeds, it is refused for good, or a stop is asked for.
  template <typename Call>
  auto Persist(const Call& call, std::stop_token stop) -> decltype(call());
  void Handle(const Update& update, std::stop_token stop);

  TelegramApi& polling_;
  TelegramApi& sending_;
  Responder& responder_;
  Clock& clock_;
  std::int64_t offset_ = 0;
};

}  // namespace sheetkeeper::bot
