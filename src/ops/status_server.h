// The status page: HTTP on 127.0.0.1, for monitoring on the same machine. GET only.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/result.h"

namespace sheetkeeper {

class StatusServer {
 public:
  struct Page {
    int status = 200;
    std::string type = "text/plain; charset=utf-8";
    std::string body;
  };
  // Gives the page at a path; called in the server's thread. A page of status 404 for an unknown
  // path.
  using Pages = std::function<Page(const std::string& path)>;

  // Port 0 is any free one. Error: the port is taken, or not allowed to this user.
  static Result<std::unique_ptr<StatusServer>> Start(int port, Pages pages);
  // Waits for the request in hand.
  ~StatusServer();
  StatusServer(const StatusServer&) = delete;
  StatusServer& operator=(const StatusServer&) = delete;

  int port() const;

 private:
  class Impl;
  explicit StatusServer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace sheetkeeper
