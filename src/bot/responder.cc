#include "bot/responder.h"

#include <algorithm>
#include <sstream>

#include <fmt/format.h>

#include "base/log.h"
#include "base/number_text.h"
#include "bot/template.h"

namespace sheetkeeper::bot {
namespace {

constexpr const char* kLogger = "bot";
constexpr std::string_view kNotYet =
    "There was no sync with the sheet yet. Please try again later.";
constexpr std::string_view kSorry =
    "Sorry, I cannot read the data right now. Please try again in a moment.";

std::string AgeText(std::chrono::milliseconds age) {
  const auto seconds = std::max<std::int64_t>(age.count() / 1000, 0);
  if (seconds < 60) return fmt::format("{} s", seconds);
  if (seconds < 3600) return fmt::format("{} min", seconds / 60);
  return fmt::format("{} h {} min", seconds / 3600, seconds / 60 % 60);
}

// A number where it looks like one in plain decimal: SQLite compares 5 and '5' as different.
reader::Value ValueOf(const std::string& word) {
  if (const auto integer = ParseInteger(word)) return *integer;
  if (const auto real = ParseNumber(word)) return *real;
  return word;
}

std::string OldNote(reader::Origin origin, std::chrono::milliseconds age) {
  if (origin != reader::Origin::kKept) return "";
  return fmt::format("\n<i>The data cannot be read right now; this is from {} ago.</i>",
                     AgeText(age));
}

std::string Usage(const CommandConfig& command) {
  std::string usage = "/" + command.name;
  for (const std::string& argument : command.arguments) usage += " " + argument;
  return usage;
}

}  // namespace

Responder::Words Responder::Split(std::string_view text) const {
  if (!text.starts_with('/')) return {};
  const size_t end = std::min(text.find_first_of(" \n\t"), text.size());
  std::string_view command = text.substr(1, end - 1);
  const size_t at = command.find('@');
  if (at != command.npos && command.substr(at + 1) != name_) return {};
  Words words;
  words.command = std::string(command.substr(0, at));
  std::istringstream in{std::string(text.substr(end))};
  for (std::string word; in >> word;) {
    words.rest += (words.rest.empty() ? "" : " ") + word;
    words.arguments.push_back(std::move(word));
  }
  return words;
}

bool Responder::IsAdmin(std::int64_t user_id) const {
  const auto& admins = config_.admins;
  return std::find(admins.begin(), admins.end(), user_id) != admins.end();
}

reader::Result<bool> Responder::IsUser(std::int64_t user_id) {
  if (config_.users_query.empty() || IsAdmin(user_id)) return true;
  const auto rows = service_.Query(config_.users_query, {{"user_id", user_id}});
  if (!rows) return rows.error();
  return !rows->empty();
}

bool Responder::NeverSynced() {
  const auto stats = service_.GetFreshness();
  return stats && !stats->last_good_cycle;
}

std::string Responder::Answer(const Message& message) {
  const Words words = Split(message.text);
  if (message.user_id == 0) return "";
  if (words.command.empty()) {
    return message.private_chat && !message.text.empty() ? "See /help." : "";
  }
  const auto user = IsUser(message.user_id);
  if (!user) {
    Log(LogLevel::kError, kLogger, "Who may use the bot cannot be read: {}", user.error().message);
    return std::string(kSorry);
  }
  if (!*user && NeverSynced()) return std::string(kNotYet);
  if (!*user) {
    Log(LogLevel::kInfo, kLogger, "User {} is not on the list", message.user_id);
    return EscapeHtml(config_.stranger);
  }
  if (words.command == "help" || words.command == "start") return Help(message);
  if (words.command == "status") return Status();
  for (const CommandConfig& command : config_.commands) {
    if (command.name == words.command) return Run(command, message, words);
  }
  return message.private_chat
             ? fmt::format("There is no /{}. See /help.", EscapeHtml(words.command))
             : "";
}

std::string Responder::Run(const CommandConfig& command, const Message& message,
                           const Words& words) {
  if (command.admins_only && !IsAdmin(message.user_id)) {
    Log(LogLevel::kWarning, kLogger, "User {} is no admin, and asked for /{}", message.user_id,
        command.name);
    return fmt::format("/{} is for admins.", command.name);
  }
  if (!message.private_chat && !command.in_group_chats) return "Please ask me in a private chat.";
  if (words.arguments.size() < command.arguments.size()) {
    return EscapeHtml("Please say " + Usage(command));
  }
  reader::Parameters parameters{{"user_id", message.user_id}, {"args", words.rest}};
  for (size_t i = 0; i < words.arguments.size(); ++i) {
    parameters.emplace_back(fmt::format("arg{}", i + 1), ValueOf(words.arguments[i]));
  }
  Log(LogLevel::kInfo, kLogger, "User {} asked for /{}", message.user_id, command.name);
  return command.write.empty() ? RunQuery(command, parameters) : RunWrite(command, parameters);
}

std::string Responder::RunQuery(const CommandConfig& command,
                                const reader::Parameters& parameters) {
  const auto rows = service_.Query(command.query, parameters);
  if (!rows) {
    Log(LogLevel::kError, kLogger, "/{}: {}", command.name, rows.error().message);
    return std::string(kSorry);
  }
  if (rows->empty() && NeverSynced()) return std::string(kNotYet);
  if (rows->empty()) return command.empty + OldNote(rows->origin, rows->age);
  std::string text = command.before;
  for (size_t i = 0; i < rows->size(); ++i) {
    if (!text.empty() && text.back() != '\n') text += '\n';
    text += Fill(command.row, (*rows)[i]);
  }
  if (!command.after.empty()) text += "\n" + command.after;
  return text + OldNote(rows->origin, rows->age);
}

std::string Responder::RunWrite(const CommandConfig& command,
                                const reader::Parameters& parameters) {
  const auto changed = service_.Execute(command.write, parameters);
  if (!changed) {
    Log(LogLevel::kError, kLogger, "/{}: {}", command.name, changed.error().message);
    return "That was not done: " + EscapeHtml(changed.error().message);
  }
  Log(LogLevel::kInfo, kLogger, "/{} changed {} rows", command.name, *changed);
  if (*changed == 0) return command.empty.empty() ? "Nothing was changed." : command.empty;
  return Fill(command.done, [&](std::string_view name) -> std::optional<std::string> {
    if (name == "changed") return NumberText(*changed);
    for (const auto& [parameter, value] : parameters) {
      if (parameter == name) return TextOf(value);
    }
    return std::nullopt;
  });
}

std::string Responder::Help(const Message& message) const {
  std::string text = config_.greeting + "\n";
  for (const CommandConfig& command : config_.commands) {
    if (command.admins_only && !IsAdmin(message.user_id)) continue;
    text += EscapeHtml(fmt::format("\n{} - {}", Usage(command), command.help));
  }
  return text + "\n/status - how fresh the data is\n/help - this";
}

std::string Responder::Status() {
  const auto stats = service_.GetSyncStats();
  if (!stats) {
    Log(LogLevel::kError, kLogger, "/status: {}", stats.error().message);
    return std::string(kSorry);
  }
  std::string text =
      stats->age ? "Last good sync: " + AgeText(*stats->age) + " ago" : "There was no sync yet";
  std::int64_t pending = 0;
  std::int64_t conflicts = 0;
  std::int64_t held = 0;
  for (const reader::TableStats& table : stats->tables) {
    pending += table.pending;
    conflicts += table.conflict;
    held += table.held + table.rejected;
  }
  text += fmt::format("\nOn the way to the sheet: {}\nConflicts: {}\nRows that do not fit: {}",
                      pending, conflicts, held);
  if (!stats->last_error.empty()) {
    text += "\nThe last sync failed: " + EscapeHtml(stats->last_error);
  }
  if (service_.GetOrigin() == reader::Origin::kSheet) {
    text += "\nThe database cannot be read; answers come from the sheet itself.";
  }
  return text;
}

}  // namespace sheetkeeper::bot
