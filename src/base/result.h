// Result<T>: a value, or an Error that the outside caused.
//
// An Error's kind is chosen by what the caller does next; its message is a sentence for a person
// that says what was being done, what happened and, where there is one, the next step. The steps
// are put in front on the way up by TRY and TRY_ASSIGN. What only a bug can cause is a CHECK
// (base/check.h); what two people can cause is data (a Conflict), not an error.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <tl/expected.hpp>

namespace sheetkeeper {

enum class ErrorKind {
  kUnavailable,       // network, 5xx, time-out: try again later; a write may or may not have landed
  kRateLimited,       // 429: try again after Error::retry_after_ms, or after a minute
  kUnauthenticated,   // the key or token was refused
  kPermissionDenied,  // signed in, but not allowed: not shared, read-only, API disabled
  kNotFound,          // spreadsheet, tab or file is not there
  kInvalid,           // the input is wrong and stays wrong: configuration, request, data
  kPreconditionFailed,  // refused as a whole because the state is not the expected one; look again
  kBusy,                // the database is locked by another writer: try again soon
  kStorage,             // disk full, read-only or failing
  kCorrupt,             // the database is damaged: stop, keep the file, ask a person
  kUnsafe,              // a guard stopped the work: ask a person
  kCancelled,           // asked to stop
};

// A short fixed word for logs and tests, such as "unavailable".
std::string_view Name(ErrorKind kind);

// True where repeating the same call later may succeed without anybody's help.
bool IsTransient(ErrorKind kind);

struct Error {
  ErrorKind kind;
  std::string message;
  std::optional<int> retry_after_ms = std::nullopt;
  int http_status = 0;  // 0 where the error is not an HTTP answer
  // Nothing reached the other side, so nothing can have happened there. false: it is not known.
  bool not_sent = false;
  // A stable word for the cause, where it is known, as docs/OPERATIONS.md lists them: "not-shared".
  std::string_view code = {};
};

// "reading the sheet: HTTP 503". A step that is empty, or that is said already, adds nothing.
Error WithStep(std::string_view step, Error error);

template <typename T = void>
class [[nodiscard]] Result : public tl::expected<T, Error> {
 public:
  using tl::expected<T, Error>::expected;
};

inline tl::unexpected<Error> Fail(ErrorKind kind, std::string message) {
  return tl::unexpected<Error>(Error{kind, std::move(message)});
}

inline tl::unexpected<Error> Fail(Error error) {
  return tl::unexpected<Error>(std::move(error));
}

}  // namespace sheetkeeper

// TRY("doing this", expression): returns from the calling function when the Result is an error.
#define TRY(step, expression)                                                                      \
  do {                                                                                             \
    auto try_result_ = (expression);                                                               \
    if (!try_result_) {                                                                            \
      return ::sheetkeeper::Fail(::sheetkeeper::WithStep((step), std::move(try_result_).error())); \
    }                                                                                              \
  } while (false)

#define SK_CONCAT_INNER(a, b) a##b
#define SK_CONCAT(a, b) SK_CONCAT_INNER(a, b)

// TRY_ASSIGN(const auto rows, "reading rows", expression): the same, and names the value.
#define TRY_ASSIGN(declaration, step, expression)                                              \
  auto SK_CONCAT(try_result_, __LINE__) = (expression);                                        \
  if (!SK_CONCAT(try_result_, __LINE__)) {                                                     \
    return ::sheetkeeper::Fail(                                                                \
        ::sheetkeeper::WithStep((step), std::move(SK_CONCAT(try_result_, __LINE__)).error())); \
  }                                                                                            \
  declaration = std::move(*SK_CONCAT(try_result_, __LINE__))
