#include "emulator/server.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include <httplib.h>
#include <malloc.h>

namespace sheetkeeper::emulator {
namespace {

constexpr const char* kHost = "127.0.0.1";
constexpr size_t kThreads = 64;  // connections that are kept open at once
constexpr size_t kMaxRequests = 1'000'000'000;
constexpr time_t kKeepAlive_s = 120;
constexpr size_t kLarge = 8 << 20;  // bytes of an answer

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

// Sends a body as it is, or slowly, or only its beginning.
class BodySender {
 public:
  explicit BodySender(HttpResponse response)
      : body_(std::make_shared<std::string>(std::move(response.body))),
        end_(std::min(body_->size(), response.cut_after.value_or(body_->size()))),
        per_tick_(static_cast<size_t>((response.bytes_per_s + kTicks - 1) / kTicks)) {}

  size_t size() const { return body_->size(); }

  // False closes the connection.
  bool operator()(size_t offset, size_t length, httplib::DataSink& sink) const {
    if (offset >= end_) return false;
    length = std::min(length, end_ - offset);
    if (per_tick_ > 0) {
      length = std::min(length, per_tick_);
      std::this_thread::sleep_for(std::chrono::milliseconds(1000 / kTicks));
    }
    return sink.write(body_->data() + offset, length);
  }

 private:
  static constexpr int kTicks = 20;  // a second
  std::shared_ptr<const std::string> body_;
  size_t end_;
  size_t per_tick_;
};

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
  const BodySender sender(std::move(response));
  outgoing.set_content_provider(sender.size(), content_type, sender);
}

void LogLine(const httplib::Request& incoming, const HttpResponse& response) {
  std::fprintf(stderr, "%s %s %s %zu %zu\n", incoming.method.c_str(), incoming.target.c_str(),
               response.cut ? "cut" : std::to_string(response.status).c_str(), incoming.body.size(),
               response.body.size());
}

// The listeners at GET /emulator/events. Each keeps one of the server's threads.
class Events {
 public:
  void Tell(uint64_t changes) {
    const std::lock_guard lock(mutex_);
    if (changes == changes_) return;
    changes_ = changes;
    changed_.notify_all();
  }

  void Stop() {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    changed_.notify_all();
  }

  void Stream(httplib::Response& outgoing) {
    outgoing.set_header("Cache-Control", "no-store");
    outgoing.set_chunked_content_provider(
        "text/event-stream",
        [this, told = std::optional<uint64_t>()](size_t, httplib::DataSink& sink) mutable {
          std::string text = ": still here\n\n";  // finds out whether anybody listens
          std::unique_lock lock(mutex_);
          changed_.wait_for(lock, kBeat, [&] { return stopped_ || told != changes_; });
          if (stopped_) return false;
          if (told != changes_) text = "data: " + std::to_string(changes_) + "\n\n";
          told = changes_;
          lock.unlock();
          return sink.write(text.data(), text.size());
        });
  }

 private:
  static constexpr std::chrono::seconds kBeat{10};

  std::mutex mutex_;
  std::condition_variable changed_;
  uint64_t changes_ = 0;
  bool stopped_ = false;
};

}  // namespace

class Server::Impl {
 public:
  explicit Impl(Options options) : options_(std::move(options)) {
    server_.new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
    server_.set_keep_alive_max_count(kMaxRequests);
    server_.set_keep_alive_timeout(kKeepAlive_s);
    server_.set_tcp_nodelay(true);
    // The library would share the port with whoever has it already.
    server_.set_socket_options([](socket_t socket) {
      const int yes = 1;
      setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    });
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

  bool Bind(int port) {
    port_ = port == 0 ? server_.bind_to_any_port(kHost)
                      : (server_.bind_to_port(kHost, port) ? port : -1);
    if (port_ < 0) return false;
    if (options_.base_url.empty()) options_.base_url = base_url();
    emulator_.emplace(options_);
    return true;
  }

  void Run(bool log) {
    log_ = log;
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    // Stop() has no effect on a server that does not run yet.
    while (!server_.is_running()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }

  void Stop() {
    if (!thread_.joinable()) return;
    events_.Stop();
    server_.stop();
    thread_.join();
  }

  void With(const std::function<void(Emulator&)>& use) {
    const std::lock_guard lock(mutex_);
    use(*emulator_);
  }

  int port() const { return port_; }
  std::string base_url() const { return "http://127.0.0.1:" + std::to_string(port_); }

 private:
  void Handle(const httplib::Request& incoming, httplib::Response& outgoing) {
    if (incoming.path == "/emulator/events") return events_.Stream(outgoing);
    HttpResponse response;
    {
      const std::lock_guard lock(mutex_);
      response = emulator_->Handle(RequestOf(incoming));
      events_.Tell(emulator_->Changes());
      // Making a large answer takes several times its size, which would stay with the process.
      if (response.body.size() > kLarge) malloc_trim(0);
    }
    if (log_) LogLine(incoming, response);
    if (response.delay_ms > 0) {
      std::this_thread::sleep_for(std::chrono::milliseconds(response.delay_ms));
    }
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
  bool log_ = false;
  Events events_;

  std::mutex mutex_;
  std::optional<Emulator> emulator_;  // guarded by mutex_
};

Server::Server(Options options) : impl_(std::make_unique<Impl>(std::move(options))) {}
Server::~Server() {
  Stop();
}
bool Server::Bind(int port) {
  return impl_->Bind(port);
}
void Server::Run(bool log) {
  impl_->Run(log);
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

}  // namespace sheetkeeper::emulator
