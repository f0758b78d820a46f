#include "emulator/server.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include <httplib.h>

namespace sheetkeeper::emulator {
namespace {

constexpr const char* kHost = "127.0.0.1";
constexpr size_t kThreads = 64;  // connections that are kept open at once
constexpr size_t kMaxRequests = 1'000'000'000;
constexpr time_t kKeepAlive_s = 120;

HttpRequest RequestOf(const httplib::Request& incoming) {
  HttpRequest request = {
      .method = incoming.method, .target = incoming.target, .headers = {}, .body = incoming.body};
  for (const auto& [name, value] : incoming.headers) request.headers.emplace_back(name, value);
  return request;
}

// Closes the connection to the client on `remote_port`. The library hands out no sockets, so it is
// found among those of the process.
void CutConnection(int remote_port) {
  const long limit = sysconf(_SC_OPEN_MAX);
  for (int fd = 3; fd < std::min(limit, 4096L); ++fd) {
    sockaddr_in peer = {};
    socklen_t size = sizeof peer;
    if (getpeername(fd, reinterpret_cast<sockaddr*>(&peer), &size) != 0) continue;
    if (peer.sin_family == AF_INET && ntohs(peer.sin_port) == remote_port) {
      shutdown(fd, SHUT_RDWR);
    }
  }
}

void Send(HttpResponse response, httplib::Response& outgoing) {
  outgoing.status = response.status;
  std::string content_type;
  for (auto& [name, value] : response.headers) {
    if (name == "Content-Type") {
      content_type = value;
    } else {
      outgoing.set_header(name, value);
    }
  }
  if (response.body.empty()) {
    if (!content_type.empty()) outgoing.set_header("Content-Type", content_type);
    return;
  }
  // A body of the library's own would be compressed by it once more.
  const auto body = std::make_shared<std::string>(std::move(response.body));
  outgoing.set_content_provider(body->size(), content_type,
                                [body](size_t offset, size_t length, httplib::DataSink& sink) {
                                  return sink.write(body->data() + offset, length);
                                });
}

}  // namespace

class Server::Impl {
 public:
  explicit Impl(Options options) : options_(std::move(options)) {
    server_.new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
    server_.set_keep_alive_max_count(kMaxRequests);
    server_.set_keep_alive_timeout(kKeepAlive_s);
    server_.set_tcp_nodelay(true);
    const auto handle = [this](const httplib::Request& request, httplib::Response& response) {
      Handle(request, response);
    };
    constexpr const char* kAny = R"([\s\S]*)";
    server_.Get(kAny, handle);
    server_.Post(kAny, handle);
    server_.Put(kAny, handle);
    server_.Patch(kAny, handle);
    server_.Delete(kAny, handle);
    server_.Options(kAny, handle);
  }

  bool Start(int port) {
    port_ = port == 0 ? server_.bind_to_any_port(kHost)
                      : (server_.bind_to_port(kHost, port) ? port : -1);
    if (port_ < 0) return false;
    if (options_.base_url.empty()) options_.base_url = base_url();
    emulator_.emplace(options_);
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    return true;
  }

  void Stop() {
    if (!thread_.joinable()) return;
    server_.stop();
    thread_.join();
  }

  void With(const std::function<void(Emulator&)>& use) {
    const std::lock_guard lock(mutex_);
    use(*emulator_);
  }

  int port() const { return port_; }
  std::string base_url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  void SetLatency(int milliseconds) { latency_ms_ = milliseconds; }

 private:
  void Handle(const httplib::Request& incoming, httplib::Response& outgoing) {
    HttpResponse response;
    {
      const std::lock_guard lock(mutex_);
      response = emulator_->Handle(RequestOf(incoming));
    }
    const int delay_ms = latency_ms_ + response.delay_ms;
    if (delay_ms > 0) std::this_thread::sleep_for(std::chrono::milliseconds(delay_ms));
    if (response.cut) {
      CutConnection(incoming.remote_port);
    } else {
      Send(std::move(response), outgoing);
    }
  }

  Options options_;
  httplib::Server server_;
  std::thread thread_;
  int port_ = -1;
  std::atomic<int> latency_ms_ = 0;

  std::mutex mutex_;
  std::optional<Emulator> emulator_;  // guarded by mutex_
};

Server::Server(Options options) : impl_(std::make_unique<Impl>(std::move(options))) {}
Server::~Server() {
  Stop();
}
bool Server::Start(int port) {
  return impl_->Start(port);
}
void Server::Stop() {
  impl_->Stop();
}
int Server::port() const {
  return impl_->port();
}
std::string Server::base_url() const {
  return impl_->base_url();
}
void Server::With(const std::function<void(Emulator&)>& use) {
  impl_->With(use);
}
void Server::SetLatency(int milliseconds) {
  impl_->SetLatency(milliseconds);
}

}  // namespace sheetkeeper::emulator
