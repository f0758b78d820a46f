#include "http/curl_transport.h"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cstring>
#include <mutex>
#include <string_view>

#include <fmt/format.h>

#include "base/check.h"
#include "http/curl_error.h"
#include "http/url.h"

namespace sheetkeeper {
namespace {

constexpr long kReceiveBufferBytes = 256L * 1024;
// Kept connections of an hour's age are cut by Google in the middle of an answer.
constexpr long kMaxConnectionAgeSeconds = 50 * 60;

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using HeaderList = std::unique_ptr<curl_slist, FreeList>;

// What the callbacks of one request share.
struct Exchange {
  HttpResponse response;
  std::string_view to_send;  // what is left of the body
  size_t max_body_bytes = 0;
  bool body_too_long = false;
  BodySink* sink = nullptr;
  std::stop_token stop;
};

bool IsGood(int status) {
  return status >= 200 && status < 300;
}

size_t OnBody(char* bytes, size_t, size_t count, void* context) {
  auto& exchange = *static_cast<Exchange*>(context);
  if (exchange.sink != nullptr && IsGood(exchange.response.status)) {
    exchange.sink->OnBytes({bytes, count});
    return count;
  }
  std::string& body = exchange.response.body;
  exchange.body_too_long = count > exchange.max_body_bytes - body.size();
  if (exchange.body_too_long) return 0;
  body.append(bytes, count);
  return count;
}

std::string_view Trim(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return "";
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

std::string LowerCase(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lower;
}

// Of "HTTP/1.1 200 OK", "HTTP/2 200".
int StatusIn(std::string_view line) {
  const std::string_view code = line.substr(std::min(line.size(), line.find(' ') + 1)).substr(0, 3);
  int status = 0;
  std::from_chars(code.data(), code.data() + code.size(), status);
  return status;
}

// Is also called for the headers of interim answers (100, a proxy's CONNECT): each status line
// begins a new set.
size_t OnHeader(char* bytes, size_t, size_t count, void* context) {
  HttpResponse& response = static_cast<Exchange*>(context)->response;
  const std::string_view line(bytes, count);
  const size_t colon = line.find(':');
  if (line.starts_with("HTTP/")) {
    response.headers.clear();
    response.status = StatusIn(line);
    BodySink* const sink = static_cast<Exchange*>(context)->sink;
    if (sink != nullptr && IsGood(response.status)) sink->OnBegin();
  } else if (colon != std::string_view::npos) {
    response.headers.emplace_back(LowerCase(Trim(line.substr(0, colon))),
                                  Trim(line.substr(colon + 1)));
  }
  return count;
}

size_t OnRead(char* buffer, size_t, size_t space, void* context) {
  std::string_view& left = static_cast<Exchange*>(context)->to_send;
  const size_t count = std::min(space, left.size());
  std::memcpy(buffer, left.data(), count);
  left.remove_prefix(count);
  return count;
}

int OnProgress(void* context, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<Exchange*>(context)->stop.stop_requested() ? 1 : 0;
}

void Append(HeaderList& list, const char* line) {
  curl_slist* const longer = curl_slist_append(list.get(), line);
  CHECK(longer != nullptr);
  static_cast<void>(list.release());
  list.reset(longer);
}

HeaderList MakeHeaders(const HttpRequest& request) {
  HeaderList list;
  // Headers of curl's own that are not wanted: it would wait for a "100 Continue" before it sends a
  // long body, and call every body a form.
  for (const char* unwanted : {"Expect:", "Content-Type:"}) Append(list, unwanted);
  for (const auto& [name, value] : request.headers) {
    Append(list, fmt::format("{}: {}", name, value).c_str());
  }
  return list;
}

}  // namespace

class CurlTransport::Handle {
 public:
  explicit Handle(CurlOptions options) : options_(options) {
    static std::once_flag initialised;
    std::call_once(initialised, [] { CHECK(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK); });
    curl_ = curl_easy_init();
    CHECK(curl_ != nullptr);
  }
  ~Handle() { curl_easy_cleanup(curl_); }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;

  Result<HttpResponse> Send(const HttpRequest& request, std::stop_token stop);

 private:
  void SetConnection();
  void SetCallbacks(Exchange& exchange);
  void SetRequest(const HttpRequest& request);
  Error Describe(CURLcode code, const HttpRequest& request, const Exchange& exchange);

  template <typename T>
  void Set(CURLoption option, T value) {
    CHECK(curl_easy_setopt(curl_, option, value) == CURLE_OK);
  }

  CurlOptions options_;
  CURL* curl_ = nullptr;
  std::array<char, CURL_ERROR_SIZE> detail_{};
};

Result<HttpResponse> CurlTransport::Handle::Send(const HttpRequest& request, std::stop_token stop) {
  if (stop.stop_requested()) {
    return Fail(
        {.kind = ErrorKind::kCancelled, .message = "stopped before sending", .not_sent = true});
  }
  Exchange exchange;
  exchange.to_send = request.body;
  exchange.max_body_bytes = options_.max_body_bytes;
  exchange.sink = request.body_sink;
  exchange.stop = std::move(stop);
  const HeaderList headers = MakeHeaders(request);
  curl_easy_reset(curl_);  // keeps the connections
  SetConnection();
  SetCallbacks(exchange);
  SetRequest(request);
  Set(CURLOPT_HTTPHEADER, headers.get());

  const CURLcode code = curl_easy_perform(curl_);
  if (code != CURLE_OK) return Fail(Describe(code, request, exchange));
  return std::move(exchange.response);
}

void CurlTransport::Handle::SetConnection() {
  Set(CURLOPT_NOSIGNAL, 1L);
  Set(CURLOPT_PROTOCOLS_STR, "http,https");
  Set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
  Set(CURLOPT_SSL_VERIFYPEER, 1L);
  Set(CURLOPT_SSL_VERIFYHOST, 2L);
  Set(CURLOPT_TCP_KEEPALIVE, 1L);
  Set(CURLOPT_MAXLIFETIME_CONN, kMaxConnectionAgeSeconds);
  Set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options_.connect_timeout.count()));
  Set(CURLOPT_TIMEOUT_MS, static_cast<long>(options_.total_timeout.count()));
  Set(CURLOPT_LOW_SPEED_LIMIT, 1L);
  Set(CURLOPT_LOW_SPEED_TIME, static_cast<long>(options_.stall_timeout.count()));
  // A wish: after some failures curl still holds the last buffer and refuses another size.
  curl_easy_setopt(curl_, CURLOPT_BUFFERSIZE, kReceiveBufferBytes);
}

void CurlTransport::Handle::SetCallbacks(Exchange& exchange) {
  detail_[0] = '\0';
  Set(CURLOPT_ERRORBUFFER, detail_.data());
  Set(CURLOPT_WRITEFUNCTION, &OnBody);
  Set(CURLOPT_WRITEDATA, &exchange);
  Set(CURLOPT_HEADERFUNCTION, &OnHeader);
  Set(CURLOPT_HEADERDATA, &exchange);
  Set(CURLOPT_READFUNCTION, &OnRead);
  Set(CURLOPT_READDATA, &exchange);
  Set(CURLOPT_XFERINFOFUNCTION, &OnProgress);
  Set(CURLOPT_XFERINFODATA, &exchange);
  Set(CURLOPT_NOPROGRESS, 0L);
}

void CurlTransport::Handle::SetRequest(const HttpRequest& request) {
  Set(CURLOPT_URL, request.url.c_str());
  // Google compresses only for agents whose name contains "gzip". On the way from this machine to
  // itself, packing costs more than it saves; what comes packed all the same is unpacked.
  Set(CURLOPT_USERAGENT, "sheetkeeper/" SHEETKEEPER_VERSION " (gzip)");
  Set(CURLOPT_ACCEPT_ENCODING, IsLoopback(request.url) ? "identity" : "gzip");
  if (request.method == "GET") {
    Set(CURLOPT_HTTPGET, 1L);
    return;
  }
  Set(CURLOPT_POST, 1L);
  Set(CURLOPT_CUSTOMREQUEST, request.method.c_str());
  Set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
  if (request.repeatable) Set(CURLOPT_POSTFIELDS, request.body.data());
}

Error CurlTransport::Handle::Describe(CURLcode code, const HttpRequest& request,
                                      const Exchange& exchange) {
  CurlFailure failure;
  failure.code = code;
  failure.url = request.url;
  failure.detail = detail_.data();
  failure.body_too_long = exchange.body_too_long;
  // Counts the bytes handed to a connection, a proxy's CONNECT among them.
  long sent = 0;
  curl_easy_getinfo(curl_, CURLINFO_REQUEST_SIZE, &sent);
  failure.not_sent = sent == 0;
  return DescribeCurlFailure(failure);
}

CurlTransport::CurlTransport(CurlOptions options) : handle_(std::make_unique<Handle>(options)) {}
CurlTransport::~CurlTransport() = default;

Result<HttpResponse> CurlTransport::Send(const HttpRequest& request, std::stop_token stop) {
  return handle_->Send(request, std::move(stop));
}

}  // namespace sheetkeeper
