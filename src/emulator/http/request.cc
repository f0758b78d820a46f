#include "emulator/http/request.h"

#include <algorithm>
#include <cctype>
#include <utility>

namespace sheetkeeper::emulator {
namespace {

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool EqualsIgnoringCase(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](unsigned char x, unsigned char y) {
    return std::tolower(x) == std::tolower(y);
  });
}

// Takes the verb off a path like /v4/spreadsheets/ID:batchUpdate. Ranges hold colons too, so only
// what can be a verb at its place is one.
std::string TakeVerb(std::string_view& path) {
  static constexpr std::string_view kVerbs[] = {"batchUpdate",
                                                "getByDataFilter",
                                                "append",
                                                "clear",
                                                "batchGet",
                                                "batchClear",
                                                "batchGetByDataFilter",
                                                "batchUpdateByDataFilter",
                                                "batchClearByDataFilter",
                                                "search",
                                                "copyTo"};
  const size_t colon = path.rfind(':');
  if (colon == std::string_view::npos) return "";
  const std::string_view word = path.substr(colon + 1);
  if (std::find(std::begin(kVerbs), std::end(kVerbs), word) == std::end(kVerbs)) return "";
  std::string verb(word);
  path = path.substr(0, colon);
  return verb;
}

// The Sheets API takes parameters in snake_case too, but for a few whose name has that form.
std::string JsonName(const std::string& name) {
  if (name == "access_token" || name == "oauth_token" || name == "upload_protocol") return name;
  std::string camel;
  bool upper = false;
  for (const char c : name) {
    if (c == '_') {
      upper = true;
    } else {
      const bool raise = std::exchange(upper, false);
      camel += raise ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    }
  }
  return camel;
}

}  // namespace

std::string PercentDecode(std::string_view text, bool plus_is_blank) {
  std::string decoded;
  decoded.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '%' && i + 2 < text.size() && HexDigit(text[i + 1]) >= 0 &&
                        HexDigit(text[i + 2]) >= 0;
    if (escape) {
      decoded += static_cast<char>(HexDigit(text[i + 1]) * 16 + HexDigit(text[i + 2]));
      i += 2;
    } else {
      decoded += plus_is_blank && text[i] == '+' ? ' ' : text[i];
    }
  }
  return decoded;
}

void Query::UseJsonNames() {
  for (auto& [name, value] : parameters_) name = JsonName(name);
}

Query Query::Parse(std::string_view text) {
  Query query;
  while (!text.empty()) {
    const std::string_view pair = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(text.size(), pair.size() + 1));
    if (pair.empty()) continue;
    const size_t equals = pair.find('=');
    const bool bare = equals == std::string_view::npos;
    query.parameters_.emplace_back(PercentDecode(pair.substr(0, equals), true),
                                   bare ? "" : PercentDecode(pair.substr(equals + 1), true));
  }
  return query;
}

void Query::AddMissing(std::string_view name, std::string_view value) {
  if (!First(name)) parameters_.emplace_back(name, value);
}

std::optional<std::string> Query::First(std::string_view name) const {
  for (const auto& [key, value] : parameters_) {
    if (key == name) return value;
  }
  return std::nullopt;
}

std::optional<std::string> Query::Last(std::string_view name) const {
  std::optional<std::string> last;
  for (const auto& [key, value] : parameters_) {
    if (key == name) last = value;
  }
  return last;
}

std::vector<std::string> Query::All(std::string_view name) const {
  std::vector<std::string> all;
  for (const auto& [key, value] : parameters_) {
    if (key == name) all.push_back(value);
  }
  return all;
}

Call ParseCall(const HttpRequest& request) {
  Call call;
  call.method = request.method == "HEAD" ? "GET" : request.method;  // the server drops the body
  std::string_view target = request.target;
  target = target.substr(0, target.find('#'));
  const size_t mark = target.find('?');
  if (mark != std::string_view::npos) call.query = Query::Parse(target.substr(mark + 1));
  std::string_view path = target.substr(0, mark);
  call.path = path;
  if (path.starts_with("/v4/")) {
    call.verb = TakeVerb(path);
    call.query.UseJsonNames();
  }
  while (!path.empty()) {
    path.remove_prefix(1);  // the slash
    const std::string_view segment = path.substr(0, path.find('/'));
    path.remove_prefix(segment.size());
    call.segments.push_back(PercentDecode(segment, false));
  }
  while (!call.segments.empty() && call.segments.back().empty()) call.segments.pop_back();
  call.body = request.body;
  if (const auto mask = HeaderOf(request, "X-Goog-FieldMask"); !mask.empty()) {
    call.query.AddMissing("fields", mask);
  }
  return call;
}

std::string_view HeaderOf(const HttpRequest& request, std::string_view name) {
  for (const auto& [key, value] : request.headers) {
    if (EqualsIgnoringCase(key, name)) return value;
  }
  return {};
}

}  // namespace sheetkeeper::emulator
