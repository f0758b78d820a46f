// Text in URLs.
#pragma once

#include <string>
#include <string_view>

namespace sheetkeeper {

// Everything but letters, digits and "-._~" as %XX.
std::string PercentEncode(std::string_view text);

// "https://host:8080/a/b" -> "host:8080". What stands before an '@' is left out: it may be a
// password.
std::string_view HostOf(std::string_view url);

// The URL names this very machine: localhost, 127.x.x.x, [::1].
bool IsLoopback(std::string_view url);

}  // namespace sheetkeeper
