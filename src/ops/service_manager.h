// What a service of Type=notify tells systemd: datagrams to the socket that NOTIFY_SOCKET names
// (sd_notify(3)). Without that variable everything here does nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace sheetkeeper {

class ServiceManager {
 public:
  // Reads NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID.
  ServiceManager();
  ~ServiceManager();
  ServiceManager(const ServiceManager&) = delete;
  ServiceManager& operator=(const ServiceManager&) = delete;

  void Ready() const { Send("READY=1"); }
  void Stopping() const { Send("STOPPING=1"); }
  void Reloading(MonoTime now) const;  // Ready() ends it
  void Alive() const { Send("WATCHDOG=1"); }
  // One line, shown by `systemctl status`.
  void Status(std::string_view line) const;

  // How often Alive() must be said, or nothing where nobody watches.
  std::optional<Millis> watchdog() const { return watchdog_; }

 private:
  void Send(const std::string& text) const;

  int socket_ = -1;
  std::string address_;  // of the socket; a leading NUL where it is an abstract one
  std::optional<Millis> watchdog_;
};

}  // namespace sheetkeeper
