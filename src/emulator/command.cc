#include "emulator/command.h"

#include <signal.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <malloc.h>

#include "emulator/arguments.h"
#include "emulator/csv_folder.h"
#include "emulator/journal.h"
#include "emulator/oauth/service_account.h"
#include "emulator/server.h"

namespace sheetkeeper::emulator {
namespace {

constexpr const char* kEmail = "sheetkeeper@emulator.iam.gserviceaccount.com";

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

// The steps of the command; each one's result is an error, a sentence.
using Trouble = std::optional<std::string>;

class Command {
 public:
  explicit Command(Arguments arguments)
      : arguments_(std::move(arguments)), server_(arguments_.options) {}

  Trouble Run() {
    // Blocked before any thread starts, so that only the wait below sees them.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);

    if (!server_.Bind(arguments_.port)) {
      return "port " + std::to_string(arguments_.port) + " of 127.0.0.1 is not free.";
    }
    if (const auto trouble = Prepare()) return trouble;
    malloc_trim(0);  // reading a document takes several times what it leaves
    server_.Run(arguments_.log);
    Announce();
    int signal = 0;
    while (sigwait(&signals, &signal) != 0) {
    }
    server_.Stop();
    return Finish();
  }

 private:
  Trouble Prepare() {
    if (!arguments_.database.empty()) {
      std::string error;
      journal_ = Journal::Open(arguments_.database, error);
      if (!journal_) return error;
    }
    if (const auto trouble = FindAccount()) return trouble;
    Trouble trouble;
    server_.With([&](Emulator& emulator) {
      trouble = Fill(emulator);
      if (!trouble) trouble = AddFaults(emulator);
      if (!trouble && journal_) trouble = StartJournal(emulator);
      ids_ = emulator.SpreadsheetIds();
    });
    return trouble;
  }

  // The account to accept: that of --key, that of the last run, or a new one.
  Trouble FindAccount() {
    std::optional<ServiceAccount> account;
    if (!arguments_.key.empty()) {
      const auto text = ReadFile(arguments_.key);
      if (text) account = ReadServiceAccount(*text);
      if (!account) return arguments_.key + " is not the key file of a service account.";
    } else if (journal_ && !journal_->account().empty()) {
      account = ReadServiceAccount(journal_->account());
      if (!account) return "the service account kept in " + arguments_.database + " is damaged.";
      MoveServiceAccount(server_.base_url(), *account);
    } else {
      account = NewServiceAccount(kEmail, server_.base_url());
    }
    account_ = std::move(*account);
    if (!arguments_.key_out.empty() && !WriteFile(arguments_.key_out, account_.key_file)) {
      return "cannot write " + arguments_.key_out + '.';
    }
    return journal_ ? journal_->KeepAccount(account_.key_file) : std::nullopt;
  }

  Trouble Load(const std::string& path, Emulator& emulator) {
    if (std::filesystem::is_directory(path)) return LoadCsvFolder(path, emulator);
    const auto text = ReadFile(path);
    if (!text) return "cannot read " + path + '.';
    const auto error = emulator.Load(*text);
    return error ? Trouble(path + ": " + *error) : std::nullopt;
  }

  Trouble Fill(Emulator& emulator) {
    if (!emulator.AddServiceAccount(account_.email, account_.public_pem)) {
      return "the key in the key file cannot be read.";
    }
    if (journal_ && journal_->has_state()) {
      if (const auto trouble = journal_->Restore(emulator)) return trouble;
    } else {
      for (const std::string& path : arguments_.load) {
        if (const auto trouble = Load(path, emulator)) return trouble;
      }
    }
    for (const std::string& id : emulator.SpreadsheetIds()) emulator.Share(id, account_.email);
    return std::nullopt;
  }

  Trouble AddFaults(Emulator& emulator) {
    for (const std::string& fault : arguments_.faults) {
      const HttpResponse response =
          emulator.Handle({.method = "POST", .target = "/emulator/faults", .body = fault});
      if (response.status != 200) return "--fault " + fault + ": " + response.body;
    }
    return std::nullopt;
  }

  Trouble StartJournal(Emulator& emulator) {
    emulator.OnDeed([this, &emulator](const Deed& deed) {
      journal_->Keep(deed);
      if (!journal_->is_long()) return;
      if (const auto trouble = journal_->Compact(emulator)) std::cerr << "emulate: " << *trouble;
    });
    return journal_->Compact(emulator);
  }

  void Announce() {
    std::cout << server_.base_url() << '\n' << "service account " << account_.email << '\n';
    if (!arguments_.key_out.empty()) std::cout << "key file " << arguments_.key_out << '\n';
    for (const std::string& id : ids_) std::cout << "spreadsheet " << id << '\n';
    std::cout << std::flush;
  }

  Trouble Finish() {
    Trouble trouble;
    server_.With([&](Emulator& emulator) {
      if (journal_) trouble = journal_->Compact(emulator);
      if (!trouble && !arguments_.save.empty()) trouble = Save(emulator);
    });
    return trouble;
  }

  Trouble Save(Emulator& emulator) {
    if (arguments_.save.ends_with('/')) return SaveCsvFolders(arguments_.save, emulator);
    if (WriteFile(arguments_.save, emulator.Save())) return std::nullopt;
    return "cannot write " + arguments_.save + '.';
  }

  Arguments arguments_;
  std::unique_ptr<Journal> journal_;
  Server server_;
  ServiceAccount account_;
  std::vector<std::string> ids_;
};

}  // namespace

int RunEmulateCommand(int argc, char** argv) {
  int status = 0;
  auto arguments = ReadArguments(argc, argv, status);
  if (!arguments) return status;
  const auto trouble = Command(std::move(*arguments)).Run();
  if (!trouble) return 0;
  std::cerr << "emulate: " << *trouble << '\n';
  return 1;
}

}  // namespace sheetkeeper::emulator
