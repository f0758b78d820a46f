// sheetkeeper-bot: a Telegram bot over the tables that a sync worker keeps.
#include <signal.h>

#include <cstdio>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include <fmt/format.h>

#include "base/exit_status.h"
#include "base/log.h"
#include "base/log_sink.h"
#include "base/system_clock.h"
#include "base/version.h"
#include "bot/bot.h"
#include "bot/bot_config.h"
#include "bot/responder.h"
#include "bot/telegram_api.h"
#include "http/curl_transport.h"
#include "reader/reader.h"

namespace sheetkeeper::bot {
namespace {

// Of whole requests: a poll waits up to 50 s for an update; a unit gives us 30 s to stop.
constexpr Millis kPollTimeout = std::chrono::seconds(75);
constexpr Millis kSendTimeout = std::chrono::seconds(15);

constexpr std::string_view kHelp =
    "A Telegram bot over the tables that a sync worker keeps.\n"
    "\n"
    "Usage: sheetkeeper-bot [--config FILE] [--api-base URL]\n"
    "\n"
    "  --config FILE    the configuration; ./bot.toml, else /etc/sheetkeeper/bot.toml\n"
    "  --api-base URL   another server than https://api.telegram.org\n"
    "  --version\n"
    "  --help\n"
    "\n"
    "The bot's token is in the file that token_file names, in the credential bot-token of its "
    "unit,\n"
    "or in the variable SHEETKEEPER_BOT_TOKEN.\n"
    "\n"
    "Exit status: 0 asked to stop, 64 wrong flags, 78 wrong configuration or token.\n";

struct Arguments {
  std::string config;
  std::string api_base;
};

// The exit status where the program is done with that.
std::optional<int> Parse(int argc, char** argv, Arguments& into) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    std::string* value = word == "--config"     ? &into.config
                         : word == "--api-base" ? &into.api_base
                                                : nullptr;
    if (word == "--help" || word == "-h") {
      fmt::print("{}", kHelp);
      return 0;
    }
    if (word == "--version") {
      fmt::print("sheetkeeper-bot {}\n", Version());
      return 0;
    }
    if (value == nullptr || i + 1 == argc) {
      fmt::print(stderr, "sheetkeeper-bot: what is '{}'?\n{}", word, kHelp);
      return kExitUsage;
    }
    *value = argv[++i];
  }
  return std::nullopt;
}

// SIGTERM and SIGINT become a stop. They are blocked in all threads from here on.
class StopSignals {
 public:
  StopSignals() {
    sigemptyset(&set_);
    for (const int signal : {SIGTERM, SIGINT}) sigaddset(&set_, signal);
    pthread_sigmask(SIG_BLOCK, &set_, nullptr);
    thread_ = std::thread([this] {
      int signal = 0;
      while (sigwait(&set_, &signal) != 0) {
      }
      stop_.request_stop();
    });
  }
  ~StopSignals() {
    pthread_kill(thread_.native_handle(), SIGTERM);
    thread_.join();
  }
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

  std::stop_token token() const { return stop_.get_token(); }

 private:
  sigset_t set_{};
  std::stop_source stop_;
  std::thread thread_;
};

void LogOfService(reader::LogLevel level, const std::string& message) {
  // The guide shows what went well with a tick.
  const bool went_well = level == reader::LogLevel::kInfo;
  Log(static_cast<LogLevel>(level), "hybrid_service", "{}{}", went_well ? "✓ " : "", message);
}

int ConfigError(std::string_view message) {
  fmt::print(stderr, "sheetkeeper-bot: {}\n", message);
  return kExitConfig;
}

int RunBot(BotConfig& config, const std::string& token) {
  const StopSignals signals;
  SystemClock clock;
  if (config.reader.cache) Log(LogLevel::kInfo, "bot", "✓ CacheManager initialized");
  config.reader.log = LogOfService;
  reader::HybridService service(config.reader);
  const std::stop_callback end(signals.token(), [&] { service.Shutdown(); });
  service.Start();

  CurlTransport slow({.total_timeout = kPollTimeout});
  CurlTransport fast({.total_timeout = kSendTimeout});
  TelegramApi polling(config.api_base, token, slow);
  TelegramApi sending(config.api_base, token, fast);
  Responder responder(config, service);
  const auto ended = Bot(polling, sending, responder, clock).Run(signals.token());
  if (!ended) {
    Log(LogLevel::kError, "bot", "{}: the bot's token is refused; put the right one in place",
        ended.error().message);
    return kExitConfig;
  }
  Log(LogLevel::kInfo, "bot", "Bot stopped");
  return 0;
}

int Run(int argc, char** argv) {
  Arguments arguments;
  if (const auto done = Parse(argc, argv, arguments)) return *done;
  auto config = LoadBotConfig(arguments.config);
  if (!config) return ConfigError(config.error().message);
  if (!arguments.api_base.empty()) config->api_base = arguments.api_base;
  const auto token = FindToken(*config);
  if (!token) return ConfigError(token.error().message);
  auto sink = MakeLogSink({config->log_file, LogFormat::kText});
  if (!sink) return ConfigError(sink.error().message);
  SetLogSink(std::move(*sink));
  SetLogLevel(config->log_level);
  return RunBot(*config, *token);
}

}  // namespace
}  // namespace sheetkeeper::bot

int main(int argc, char** argv) {
  try {
    return sheetkeeper::bot::Run(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "sheetkeeper-bot: {}\n", error.what());
    return 1;
  }
}
