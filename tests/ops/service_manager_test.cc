#include "ops/service_manager.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <filesystem>

#include <gtest/gtest.h>
#include <stdlib.h>

namespace sheetkeeper {
namespace {

// The socket of a systemd.
class ServiceManagerTest : public ::testing::Test {
 protected:
  ServiceManagerTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "sk_notify_XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    const std::string path = folder_ + "/notify";
    socket_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    EXPECT_EQ(::bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    ::setenv("NOTIFY_SOCKET", path.c_str(), 1);
  }
  ~ServiceManagerTest() override {
    for (const char* name : {"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"}) ::unsetenv(name);
    ::close(socket_);
    std::filesystem::remove_all(folder_);
  }

  std::string Received() {
    std::array<char, 4096> text{};
    const ssize_t size = ::recv(socket_, text.data(), text.size(), 0);
    return size < 0 ? "nothing" : std::string(text.data(), static_cast<size_t>(size));
  }

  std::string folder_;
  int socket_ = -1;
};

TEST_F(ServiceManagerTest, TellsEachState) {
  const ServiceManager manager;
  manager.Ready();
  EXPECT_EQ(Received(), "READY=1");
  manager.Alive();
  EXPECT_EQ(Received(), "WATCHDOG=1");
  manager.Reloading(MonoTime(Millis(5)));
  EXPECT_EQ(Received(), "RELOADING=1\nMONOTONIC_USEC=5000");
  manager.Stopping();
  EXPECT_EQ(Received(), "STOPPING=1");
}

TEST_F(ServiceManagerTest, AStatusIsOneLineSoThatNothingCanBeForged) {
  const ServiceManager manager;
  manager.Status("failed: no\nMAINPID=1");
  EXPECT_EQ(Received(), "STATUS=failed: no");
}

TEST_F(ServiceManagerTest, TheWatchdogIsForTheProcessThatItNames) {
  EXPECT_FALSE(ServiceManager().watchdog().has_value());
  ::setenv("WATCHDOG_USEC", "3000000", 1);
  EXPECT_EQ(ServiceManager().watchdog(), Millis(3000));
  ::setenv("WATCHDOG_PID", "1", 1);
  EXPECT_FALSE(ServiceManager().watchdog().has_value());
}

TEST_F(ServiceManagerTest, WithoutAManagerItIsSilent) {
  ::unsetenv("NOTIFY_SOCKET");
  ServiceManager().Ready();
  EXPECT_EQ(Received(), "nothing");
}

}  // namespace
}  // namespace sheetkeeper
