#include "ops/service_manager.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstddef>
#include <cstdlib>
#include <cstring>

#include <fmt/format.h>

#include "base/number_text.h"

namespace sheetkeeper {
namespace {

std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

std::optional<Millis> WatchdogTime() {
  const auto usec = ParseInteger(Environment("WATCHDOG_USEC"));
  const std::string pid = Environment("WATCHDOG_PID");
  const bool ours = pid.empty() || pid == fmt::format("{}", ::getpid());
  if (!usec || *usec <= 0 || !ours) return std::nullopt;
  return Millis(*usec / 1000);
}

}  // namespace

ServiceManager::ServiceManager() : address_(Environment("NOTIFY_SOCKET")) {
  const bool usable = !address_.empty() && address_.size() < sizeof(sockaddr_un::sun_path) &&
                      (address_[0] == '/' || address_[0] == '@');
  if (!usable) return;
  if (address_[0] == '@') address_[0] = '\0';
  socket_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  watchdog_ = WatchdogTime();
}

ServiceManager::~ServiceManager() {
  if (socket_ >= 0) ::close(socket_);
}

void ServiceManager::Reloading(MonoTime now) const {
  // systemd 253 and later compare the time with their own record of the reload.
  const auto usec = std::chrono::duration_cast<std::chrono::microseconds>(now.time_since_epoch());
  Send(fmt::format("RELOADING=1\nMONOTONIC_USEC={}", usec.count()));
}

void ServiceManager::Status(std::string_view line) const {
  Send(fmt::format("STATUS={}", line.substr(0, line.find('\n'))));
}

void ServiceManager::Send(const std::string& text) const {
  if (socket_ < 0) return;
  sockaddr_un to{};
  to.sun_family = AF_UNIX;
  std::memcpy(to.sun_path, address_.data(), address_.size());
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + address_.size());
  (void)::sendto(socket_, text.data(), text.size(), MSG_NOSIGNAL,
                 reinterpret_cast<const sockaddr*>(&to), size);
}

}  // namespace sheetkeeper
