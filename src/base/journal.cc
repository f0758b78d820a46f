#include "base/journal.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cctype>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include <fmt/format.h>

namespace sheetkeeper {
namespace {

constexpr const char* kSocket = "/run/systemd/journal/socket";

// As in syslog(3).
int Priority(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return 7;
    case LogLevel::kInfo:
      return 6;
    case LogLevel::kWarning:
      return 4;
    case LogLevel::kError:
      return 3;
  }
  return 6;
}

void Append(std::string& entry, std::string_view name, std::string_view value) {
  entry += name;
  if (value.find('\n') == std::string_view::npos) {
    entry += '=';
  } else {
    entry += '\n';
    for (unsigned byte = 0; byte < 8; ++byte) {
      entry += static_cast<char>((uint64_t{value.size()} >> (8 * byte)) & 0xff);
    }
  }
  entry += value;
  entry += '\n';
}

std::string FieldName(std::string_view name) {
  std::string field = "SHEETKEEPER_";
  for (const char c : name) {
    field += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return field;
}

}  // namespace

bool Journal::IsOutput(int fd) {
  const char* named = std::getenv("JOURNAL_STREAM");
  struct stat stream {};
  if (named == nullptr || ::fstat(fd, &stream) != 0) return false;
  return fmt::format("{}:{}", stream.st_dev, stream.st_ino) == named;
}

std::unique_ptr<Journal> Journal::Connect() {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, kSocket, sizeof address.sun_path - 1);
  const int socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (socket < 0) return nullptr;
  std::unique_ptr<Journal> journal(new Journal(socket));
  const auto* where = reinterpret_cast<const sockaddr*>(&address);
  return ::connect(socket, where, sizeof address) == 0 ? std::move(journal) : nullptr;
}

Journal::~Journal() {
  ::close(socket_);
}

bool Journal::Send(const LogEvent& event) const {
  const std::string entry = Entry(event);
  return ::send(socket_, entry.data(), entry.size(), MSG_NOSIGNAL) >= 0;
}

std::string Journal::Entry(const LogEvent& event) {
  std::string entry;
  Append(entry, "MESSAGE", event.message);
  Append(entry, "PRIORITY", fmt::format("{}", Priority(event.level)));
  Append(entry, "SYSLOG_IDENTIFIER", "sheetkeeper");
  Append(entry, "SHEETKEEPER_LOGGER", event.logger);
  for (const LogField& field : event.fields) Append(entry, FieldName(field.name), field.value);
  return entry;
}

}  // namespace sheetkeeper
