#include "ops/status_server.h"

#include <sys/socket.h>

#include <thread>
#include <utility>

#include <fmt/format.h>
#include <httplib.h>

namespace sheetkeeper {

class StatusServer::Impl {
 public:
  Impl(int port, Pages pages) {
    // One at a time is plenty, and a flood of requests makes no threads.
    server_.new_task_queue = [] { return new httplib::ThreadPool(1); };
    // The library's own options would let two programs share a port.
    server_.set_socket_options([](socket_t socket) {
      const int yes = 1;
      ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    });
    server_.set_read_timeout(5);
    server_.set_keep_alive_max_count(1);
    server_.set_payload_max_length(4096);
    server_.Get(".*", [pages = std::move(pages)](const httplib::Request& request,
                                                 httplib::Response& response) {
      const Page page = pages(request.path);
      response.status = page.status;
      response.set_content(page.body, page.type.c_str());
    });
    constexpr const char* kHost = "127.0.0.1";
    port_ = port == 0 ? server_.bind_to_any_port(kHost)
                      : (server_.bind_to_port(kHost, port) ? port : -1);
  }
  ~Impl() {
    if (!thread_.joinable()) return;
    // stop() does nothing where the loop does not run yet.
    while (!server_.is_running()) std::this_thread::yield();
    server_.stop();
    thread_.join();
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  void Run() {
    thread_ = std::thread([this] { server_.listen_after_bind(); });
  }
  int port() const { return port_; }

 private:
  httplib::Server server_;
  std::thread thread_;
  int port_ = -1;
};

StatusServer::StatusServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
StatusServer::~StatusServer() = default;

Result<std::unique_ptr<StatusServer>> StatusServer::Start(int port, Pages pages) {
  auto impl = std::make_unique<Impl>(port, std::move(pages));
  if (impl->port() < 0) {
    return Fail(ErrorKind::kInvalid,
                fmt::format("the status page cannot have port {} of 127.0.0.1: choose another "
                            "status_port",
                            port));
  }
  impl->Run();
  return std::unique_ptr<StatusServer>(new StatusServer(std::move(impl)));
}

int StatusServer::port() const {
  return impl_->port();
}

}  // namespace sheetkeeper
