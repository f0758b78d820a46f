#include "base/result.h"

namespace sheetkeeper {

std::string_view Name(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kUnavailable:
      return "unavailable";
    case ErrorKind::kRateLimited:
      return "rate-limited";
    case ErrorKind::kUnauthenticated:
      return "unauthenticated";
    case ErrorKind::kPermissionDenied:
      return "permission-denied";
    case ErrorKind::kNotFound:
      return "not-found";
    case ErrorKind::kInvalid:
      return "invalid";
    case ErrorKind::kPreconditionFailed:
      return "precondition-failed";
    case ErrorKind::kBusy:
      return "busy";
    case ErrorKind::kStorage:
      return "storage";
    case ErrorKind::kCorrupt:
      return "corrupt";
    case ErrorKind::kUnsafe:
      return "unsafe";
    case ErrorKind::kCancelled:
      return "cancelled";
  }
  return "unknown";
}

bool IsTransient(ErrorKind kind) {
  return kind == ErrorKind::kUnavailable || kind == ErrorKind::kRateLimited ||
         kind == ErrorKind::kBusy || kind == ErrorKind::kPreconditionFailed;
}

Error WithStep(std::string_view step, Error error) {
  const std::string begin = step.empty() ? "" : std::string(step) + ": ";
  if (!error.message.starts_with(begin)) error.message.insert(0, begin);
  return error;
}

}  // namespace sheetkeeper
