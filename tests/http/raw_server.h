// RawServer: a loopback server that says exactly what it is told, down to cutting the connection.
#pragma once

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <utility>

#include "base/check.h"

namespace sheetkeeper {

class RawServer {
 public:
  // `answer` gets each request whole and gives the bytes to answer. The connection is cut after
  // "" and after an answer that says "Connection: close".
  explicit RawServer(std::function<std::string(const std::string& request)> answer)
      : answer_(std::move(answer)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    CHECK(::bind(listener_, generic, size) == 0 && ::listen(listener_, 8) == 0);
    CHECK(::getsockname(listener_, generic, &size) == 0);
    port_ = ntohs(address.sin_port);
    thread_ = std::jthread([this](const std::stop_token& stop) { Run(stop); });
  }
  ~RawServer() {
    thread_.request_stop();
    thread_.join();
    ::close(listener_);
  }
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  int requests() const { return requests_; }

 private:
  void Run(const std::stop_token& stop) {
    while (Readable(listener_, stop)) {
      const int connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (connection < 0) return;
      Serve(connection, stop);
      ::close(connection);
    }
  }

  void Serve(int connection, const std::stop_token& stop) {
    std::string received;
    char buffer[4096];
    while (Readable(connection, stop)) {
      const ssize_t count = ::read(connection, buffer, sizeof buffer);
      if (count <= 0) return;
      received.append(buffer, static_cast<size_t>(count));
      if (!IsWhole(received)) continue;
      ++requests_;
      const std::string reply = answer_(std::exchange(received, {}));
      CHECK(::write(connection, reply.data(), reply.size()) == static_cast<ssize_t>(reply.size()));
      if (reply.empty() || reply.find("Connection: close") != std::string::npos) return;
    }
  }

  static bool IsWhole(const std::string& request) {
    const size_t end = request.find("\r\n\r\n");
    if (end == std::string::npos) return false;
    const size_t length = request.find("Content-Length: ");
    const size_t body = length == std::string::npos ? 0 : std::stoul(request.substr(length + 16));
    return request.size() >= end + 4 + body;
  }

  // Waits until there is something to read; false when stopped.
  static bool Readable(int fd, const std::stop_token& stop) {
    pollfd wait{fd, POLLIN, 0};
    while (!stop.stop_requested()) {
      if (::poll(&wait, 1, 10) > 0) return true;
    }
    return false;
  }

  std::function<std::string(const std::string&)> answer_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<int> requests_ = 0;
  std::jthread thread_;
};

}  // namespace sheetkeeper
