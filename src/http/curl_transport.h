// CurlTransport: HTTP by libcurl. One easy handle, so that connections and TLS sessions are kept
// from one request to the next; HTTP/2 over TLS where the server has it, gzip, a proxy from the
// environment as curl takes it (https_proxy, no_proxy). Certificates are always verified.
// Redirects are not followed: they are answers like others, and a token must not travel with them.
//
// curl sends a request again by itself when a kept connection turns out to be dead before an answer
// came, even a POST, although the server may have acted on it. For a request that is not repeatable
// this is made impossible: its body is handed out once and cannot be rewound.
#pragma once

#include <cstddef>
#include <memory>
#include <stop_token>
#include <string>

#include "base/clock.h"
#include "http/transport.h"

namespace sheetkeeper {

struct CurlOptions {
  Millis connect_timeout = std::chrono::seconds(20);
  // Of a whole request. Google itself gives up after three minutes.
  Millis total_timeout = std::chrono::minutes(3);
  // A request is given up when less than a byte a second moved for so long. It covers the time the
  // server takes to answer, too.
  std::chrono::seconds stall_timeout = std::chrono::seconds(120);
  // Of a decoded answer that goes into HttpResponse::body; a longer one is an error.
  size_t max_body_bytes = size_t{256} * 1024 * 1024;
};

class CurlTransport : public HttpTransport {
 public:
  explicit CurlTransport(CurlOptions options = {});
  ~CurlTransport() override;

  // Messages name the host, the cause and the next step. A stop is honoured within a second.
  Result<HttpResponse> Send(const HttpRequest& request, std::stop_token stop) override;

 private:
  class Handle;
  std::unique_ptr<Handle> handle_;
};

}  // namespace sheetkeeper
