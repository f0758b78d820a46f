#include "emulator/command.h"

#include <signal.h>

#include <cerrno>
#include <fstream>
#include <iostream>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "emulator/oauth/service_account.h"
#include "emulator/server.h"

namespace sheetkeeper::emulator {
namespace {

constexpr const char* kEmail = "sheetkeeper@emulator.iam.gserviceaccount.com";

struct Arguments {
  int port = 0;
  std::vector<std::string> load;
  std::string key;
  std::string key_out;
  std::string save;
  int read_quota = 0;
  int write_quota = 0;
  int latency_ms = 0;
  int drive_lag_s = 0;
  bool check_tokens = false;
};

void Declare(CLI::App& app, Arguments& arguments) {
  app.add_option("--load", arguments.load, "Document of spreadsheets to begin with (JSON)")
      ->check(CLI::ExistingFile);
  app.add_option("--port", arguments.port, "Port on 127.0.0.1; 0 is any free one");
  app.add_option("--key", arguments.key, "Accept the service account of this key file")
      ->check(CLI::ExistingFile);
  app.add_option("--key-out", arguments.key_out,
                 "Write the key file of a new service account here");
  app.add_option("--save", arguments.save, "Write all spreadsheets here at the end (JSON)");
  app.add_option("--read-quota", arguments.read_quota, "Reads a minute; 0 is no limit");
  app.add_option("--write-quota", arguments.write_quota, "Writes a minute; 0 is no limit");
  app.add_option("--latency-ms", arguments.latency_ms, "Hold back every answer so long");
  app.add_option("--drive-lag-s", arguments.drive_lag_s,
                 "How long Drive's modifiedTime and version stay behind");
  app.add_flag("--check-tokens", arguments.check_tokens,
               "Refuse requests without a token of the token endpoint");
}

std::optional<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return file ? std::optional(text.str()) : std::nullopt;
}

bool WriteFile(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  return file.good();
}

int Fail(const std::string& sentence) {
  std::cerr << "emulate: " << sentence << '\n';
  return 1;
}

// Loads the documents and shares what they hold with the account. The result is an error.
std::optional<std::string> Fill(const Arguments& arguments, const ServiceAccount& account,
                                Emulator& emulator) {
  if (!emulator.AddServiceAccount(account.email, account.public_pem)) {
    return "the key in the key file cannot be read";
  }
  for (const std::string& path : arguments.load) {
    const auto text = ReadFile(path);
    if (!text) return "cannot read " + path;
    if (const auto error = emulator.Load(*text)) return path + ": " + *error;
  }
  for (const std::string& id : emulator.SpreadsheetIds()) emulator.Share(id, account.email);
  return std::nullopt;
}

// The account to accept: that of --key, or a new one.
std::optional<ServiceAccount> Account(const Arguments& arguments, const std::string& base_url) {
  if (arguments.key.empty()) return NewServiceAccount(kEmail, base_url);
  const auto text = ReadFile(arguments.key);
  return text ? ReadServiceAccount(*text) : std::nullopt;
}

void WaitForSignal(const sigset_t& signals) {
  int signal = 0;
  while (sigwait(&signals, &signal) != 0) {
  }
}

int Serve(const Arguments& arguments) {
  // Blocked before any thread starts, so that only the wait below sees them.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);

  Server server({.now_ms = {},
                 .check_tokens = arguments.check_tokens,
                 .base_url = {},
                 .read_quota = arguments.read_quota,
                 .write_quota = arguments.write_quota,
                 .drive_lag_ms = int64_t{arguments.drive_lag_s} * 1000});
  if (!server.Start(arguments.port)) {
    return Fail("port " + std::to_string(arguments.port) + " of 127.0.0.1 is not free");
  }
  server.SetLatency(arguments.latency_ms);
  const auto account = Account(arguments, server.base_url());
  if (!account) return Fail(arguments.key + " is not the key file of a service account");
  if (!arguments.key_out.empty() && !WriteFile(arguments.key_out, account->key_file)) {
    return Fail("cannot write " + arguments.key_out);
  }
  std::optional<std::string> error;
  std::vector<std::string> ids;
  server.With([&](Emulator& emulator) {
    error = Fill(arguments, *account, emulator);
    ids = emulator.SpreadsheetIds();
  });
  if (error) return Fail(*error);

  std::cout << server.base_url() << '\n' << "service account " << account->email << '\n';
  if (!arguments.key_out.empty()) std::cout << "key file " << arguments.key_out << '\n';
  for (const std::string& id : ids) std::cout << "spreadsheet " << id << '\n';
  std::cout << std::flush;

  WaitForSignal(signals);
  server.Stop();
  if (arguments.save.empty()) return 0;
  std::string document;
  server.With([&](Emulator& emulator) { document = emulator.Save(); });
  return WriteFile(arguments.save, document) ? 0 : Fail("cannot write " + arguments.save);
}

}  // namespace

int RunEmulateCommand(int argc, char** argv) {
  Arguments arguments;
  CLI::App app("Serves a local Google Sheets, Drive and OAuth2 for tests and demonstrations.",
               argc > 0 ? argv[0] : "emulate");
  Declare(app, arguments);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error);
  }
  return Serve(arguments);
}

}  // namespace sheetkeeper::emulator
