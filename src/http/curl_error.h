// What curl's error codes mean to a person.
#pragma once

#include <string>

#include "base/result.h"

namespace sheetkeeper {

struct CurlFailure {
  int code = 0;        // a CURLcode other than CURLE_OK
  std::string url;     // of the request
  std::string detail;  // curl's own words, may be empty
  bool body_too_long = false;
  bool not_sent = false;
};

// kCancelled where the request was stopped, kInvalid where the URL cannot be used, else
// kUnavailable. The message names the host, the cause and the next step.
Error DescribeCurlFailure(const CurlFailure& failure);

}  // namespace sheetkeeper
