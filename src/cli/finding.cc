#include "cli/finding.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/check.h"

namespace sheetkeeper {
namespace {

using Level = Finding::Level;

constexpr std::array kKnown{
    KnownFinding{"config-missing", Level::kFault, "there is no configuration file",
                 "name it with --config, or make one: sheetkeeper init URL"},
    KnownFinding{"config-wrong", Level::kFault, "the configuration has mistakes",
                 "correct each at the line and column that is named"},
    KnownFinding{"key-missing", Level::kFault, "the key file of the service account is not there",
                 "create a JSON key in the Google Cloud console (IAM & Admin > Service Accounts > "
                 "Keys), and let key_file or GOOGLE_APPLICATION_CREDENTIALS name it"},
    KnownFinding{"key-unreadable", Level::kFault, "this user may not read the key file",
                 "change its owner or mode, or run this as the worker's user"},
    KnownFinding{"key-not-json", Level::kFault, "the key file is not JSON",
                 "use the file as Google handed it out"},
    KnownFinding{"key-cut", Level::kFault, "a part of the key file is missing",
                 "copy the whole file again, from its first brace to its last"},
    KnownFinding{"key-line-breaks", Level::kFault,
                 "the line breaks of the private key were lost, doubled or made real ones",
                 "use the file as Google handed it out; do not paste the key through a shell or an "
                 "editor"},
    KnownFinding{
        "key-wrong-kind", Level::kFault,
        "the file is another kind of JSON, or only a part of a key",
        "download a key of the service account, of type JSON; an OAuth client does not do"},
    KnownFinding{"key-damaged", Level::kFault, "the private key does not load",
                 "download a new key"},
    KnownFinding{"key-literal-newlines", Level::kWarning,
                 "the private key has the two characters \\n where line breaks belong",
                 "nothing for sheetkeeper, which puts it right; other programs will refuse it"},
    KnownFinding{"key-open", Level::kWarning, "other users may read the key file",
                 "chmod 600 the file: who has it can do all that the account can"},
    KnownFinding{"bad-address", Level::kFault, "a configured address is none of a web server",
                 "correct api_base or token_url"},
    KnownFinding{"dns", Level::kFault, "the server's name has no address",
                 "check the network connection and the name servers (resolvectl status)"},
    KnownFinding{"proxy", Level::kFault, "the proxy cannot be found",
                 "correct https_proxy or http_proxy in the environment, or unset it"},
    KnownFinding{"network", Level::kFault, "there is no connection to the server",
                 "check the network, a firewall and the proxy"},
    KnownFinding{
        "tls", Level::kFault, "there is no secure connection to the server",
        "check the clock and the package ca-certificates; a proxy that opens TLS needs its "
        "certificate installed"},
    KnownFinding{"server", Level::kFault, "the server, or somebody on the way, answers nonsense",
                 "try again later; behind a network's sign-in page, sign in there first"},
    KnownFinding{"clock", Level::kFault, "this machine's clock is wrong",
                 "timedatectl set-ntp true, and see that it stays set after a restart"},
    KnownFinding{"key-refused", Level::kFault, "Google does not accept the key",
                 "it was deleted or disabled: create a new one and put its file in place"},
    KnownFinding{"sign-in-refused", Level::kFault, "Google does not accept the sign-in",
                 "see what Google says; a new key is the safest try"},
    KnownFinding{"api-disabled", Level::kFault,
                 "the Google Sheets API is not enabled in the key's project",
                 "open the link, enable it, and wait a few minutes"},
    KnownFinding{"not-shared", Level::kFault, "the spreadsheet is not shared with the account",
                 "in the spreadsheet choose Share and add the address that is named, as Editor"},
    KnownFinding{"read-only", Level::kFault, "the account may read the spreadsheet only",
                 "in the spreadsheet choose Share and make the address that is named an Editor"},
    KnownFinding{"forbidden", Level::kFault, "Google does not allow it",
                 "see what Google says; an administrator may have forbidden sharing outside"},
    KnownFinding{"no-spreadsheet", Level::kFault, "there is no spreadsheet of that id",
                 "correct spreadsheet: the id stands between /d/ and /edit; or restore it from the "
                 "bin"},
    KnownFinding{"not-native", Level::kFault, "the file is an Excel file, no Google spreadsheet",
                 "open it, choose File > Save as Google Sheets, and use the new file's id"},
    KnownFinding{"quota", Level::kFault, "the quota of requests a minute is used up",
                 "see which other program uses this account or project; give each its own account"},
    KnownFinding{"protected-range", Level::kFault, "a protected range may not be written",
                 "add the account to those who may edit it, or remove the protection"},
    KnownFinding{"tab-missing", Level::kFault, "a table's tab is not in the spreadsheet",
                 "bring it back, or correct sheet"},
    KnownFinding{"header", Level::kFault, "a header is missing or stands twice",
                 "put it right in the sheet, or correct header or header_row"},
    KnownFinding{"table-held", Level::kWarning, "a guard or a person holds a table",
                 "'sheetkeeper held' says why; approve, revert or resume"},
    KnownFinding{"cell-unfit", Level::kWarning, "a cell does not fit its declared type",
                 "correct the cell, or the column's type; its row waits, the others go on"},
    KnownFinding{"row-unfit", Level::kWarning, "the sheet cannot take a row of the database",
                 "correct the row"},
    KnownFinding{"database-none", Level::kNote, "there is no database yet",
                 "the first cycle makes it; else correct db_path"},
    KnownFinding{"database-rights", Level::kFault,
                 "this user may not write the database or its folder",
                 "run this as the worker's user, or change the owner of the folder and its files"},
    KnownFinding{"database-wrong", Level::kFault, "the database cannot be used",
                 "the message says how"},
    KnownFinding{"wal-rights", Level::kWarning,
                 "who may read the database may not read its -wal or -shm file",
                 "give those files the mode of the database: readers fail without them"},
    KnownFinding{"disk-low", Level::kWarning, "the disk of the database is nearly full",
                 "free space; history_days forgets old history"},
    KnownFinding{"worker-none", Level::kNote, "no worker runs",
                 "start it: sync_worker, or systemctl start sheetkeeper"},
    KnownFinding{"cycle-failed", Level::kWarning, "the last cycle failed",
                 "the message says why; the worker's log says more"},
    KnownFinding{"unit-failed", Level::kFault, "the systemd unit has failed",
                 "systemctl status and journalctl -u show why; then systemctl restart"},
    KnownFinding{"unit-disabled", Level::kWarning,
                 "the systemd unit does not start with the machine", "systemctl enable it"},
    KnownFinding{"other", Level::kFault, "something else", "the message says what to do"},
};

}  // namespace

std::string_view Name(Finding::Level level) {
  switch (level) {
    case Level::kGood:
      return "good";
    case Level::kNote:
      return "note";
    case Level::kWarning:
      return "warning";
    case Level::kFault:
      break;
  }
  return "fault";
}

std::span<const KnownFinding> KnownFindings() {
  return kKnown;
}

Finding Good(std::string check, std::string what) {
  return {Level::kGood, std::move(check), "ok", std::move(what), ""};
}

Finding Found(std::string check, std::string_view code, std::string cause) {
  const auto known = std::find_if(kKnown.begin(), kKnown.end(),
                                  [&](const KnownFinding& it) { return it.code == code; });
  CHECK(known != kKnown.end());
  return {known->level, std::move(check), std::string(code), std::move(cause),
          std::string(known->remedy)};
}

Finding Found(std::string check, const Error& error) {
  const bool unread = error.code.empty() && error.kind == ErrorKind::kUnavailable;
  const std::string_view code = unread ? "server" : error.code.empty() ? "other" : error.code;
  return Found(std::move(check), code, error.message);
}

}  // namespace sheetkeeper
