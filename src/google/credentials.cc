#include "google/credentials.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <optional>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "google/rs256.h"

namespace sheetkeeper {
namespace {

using nlohmann::json;

// A key file has 2.3 KB. Something much longer is another file, and is not read into memory.
constexpr std::streamsize kLongestKeyFile = 64 * 1024;

constexpr std::string_view kDownload =
    "create a JSON key for the service account (Google Cloud console, IAM & Admin > Service "
    "Accounts > Keys) and use that file as it is";

std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// What is wrong with a key file: a stable code, and words that follow its path.
struct Fault {
  std::string_view code;
  std::string words;  // "": nothing is wrong
};

tl::unexpected<Error> FileError(const std::string& path, const Fault& fault) {
  return Fail({.kind = ErrorKind::kInvalid,
               .message = fmt::format("the key file {} {}", path, fault.words),
               .code = fault.code});
}

Result<std::string> ReadFile(const std::string& path) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::string text(static_cast<size_t>(kLongestKeyFile), '\0');
  file.read(text.data(), kLongestKeyFile);
  if (errno == ENOENT || errno == ENOTDIR) {
    return Fail(
        {.kind = ErrorKind::kNotFound,
         .message = fmt::format("there is no key file {}: check the path, or {}", path, kDownload),
         .code = "key-missing"});
  }
  if (errno == EACCES) {
    return FileError(path,
                     {"key-unreadable", "may not be read by this user: change its owner or mode"});
  }
  if (errno != 0) {
    return FileError(path,
                     {"key-unreadable", fmt::format("cannot be read: {}", std::strerror(errno))});
  }
  if (!file.eof()) {
    return FileError(path, {"key-wrong-kind", fmt::format("is too long for a key: {}", kDownload)});
  }
  text.resize(static_cast<size_t>(file.gcount()));
  return text;
}

// 1-based line of the byte at `position`.
size_t LineAt(const std::string& text, size_t position) {
  size_t line = 1;
  for (size_t i = 0; i < position && i < text.size(); ++i) line += text[i] == '\n' ? 1 : 0;
  return line;
}

Fault NotJson(const std::string& text, const json::parse_error& error) {
  const size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string::npos) return {"key-cut", fmt::format("is empty: {}", kDownload)};
  if (text.compare(begin, 5, "-----") == 0) {
    return {"key-wrong-kind", fmt::format("holds only the private key: {}", kDownload)};
  }
  if (text[begin] != '{') return {"key-not-json", fmt::format("is not JSON: {}", kDownload)};
  if (error.byte > text.size()) {
    return {"key-cut", "is cut off: copy the whole file again, to its closing brace"};
  }
  const size_t at = error.byte == 0 ? 0 : error.byte - 1;
  if (text[at] == '\n' || text[at] == '\r') {
    return {"key-line-breaks",
            fmt::format("has a line break inside a text at line {}: in JSON the line breaks of the "
                        "private key are written \\n; {}",
                        LineAt(text, at), kDownload)};
  }
  return {"key-not-json",
          fmt::format("is not valid JSON at line {}: {}", LineAt(text, at), kDownload)};
}

Result<json> ParseKeyFile(const std::string& path, const std::string& text) {
  try {
    return json::parse(text);
  } catch (const json::parse_error& error) {
    return FileError(path, NotJson(text, error));
  }
}

std::string TextAt(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

// What the file is instead of a service account's key, or "".
std::string OtherKind(const json& file) {
  if (!file.is_object()) return "is JSON, but not a key";
  const std::string type = TextAt(file, "type");
  if (file.contains("installed") || file.contains("web")) {
    return "is an OAuth client, with which people sign in, not a service account's key";
  }
  if (type == "authorized_user") {
    return "is the sign-in of a person (gcloud auth application-default login), not a service "
           "account's key";
  }
  if (file.contains("error")) return "is an error that Google's API answered, not a key";
  if (file.contains("privateKeyData")) {
    return "is the answer of Google's IAM API: the key file is what its privateKeyData gives "
           "after base64 -d";
  }
  if (file.contains("access_token") || file.contains("refresh_token")) {
    return "holds an access token, not a service account's key";
  }
  if (!type.empty() && type != "service_account") {
    return fmt::format("has the type '{}', not service_account", type);
  }
  return "";
}

// What is wrong with the PEM text of the private key, or "". OpenSSL has the last word, but not in
// words that help.
Fault PemFault(std::string_view pem) {
  const size_t begin = pem.find("-----BEGIN ");
  const size_t begin_end = pem.find("-----", begin == std::string_view::npos ? 0 : begin + 11);
  if (begin == std::string_view::npos || begin_end == std::string_view::npos) {
    return {"key-cut", fmt::format("has a private_key without its BEGIN line: {}", kDownload)};
  }
  const size_t end = pem.find("-----END ", begin_end);
  if (end == std::string_view::npos) {
    return {"key-cut",
            fmt::format("has a private_key that is cut off before its END line: {}", kDownload)};
  }
  const std::string_view body = pem.substr(begin_end + 5, end - begin_end - 5);
  if (body.find('\n') == std::string_view::npos || body.find(' ') != std::string_view::npos) {
    return {"key-line-breaks",
            fmt::format("has a private_key whose line breaks were lost: {}", kDownload)};
  }
  if (body.find("\n\n") != std::string_view::npos ||
      body.find("\n\r\n") != std::string_view::npos) {
    return {"key-line-breaks",
            fmt::format("has a private_key whose line breaks were doubled: {}", kDownload)};
  }
  return {};
}

// Turns each `from` in `text` into `to`.
void ReplaceAll(std::string& text, std::string_view from, std::string_view to) {
  for (size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

}  // namespace

Result<std::string> FindKeyFile(const std::string& configured) {
  if (!configured.empty()) return configured;
  if (std::string path = Environment("GOOGLE_APPLICATION_CREDENTIALS"); !path.empty()) return path;
  if (const std::string folder = Environment("CREDENTIALS_DIRECTORY"); !folder.empty()) {
    return folder + "/google-key.json";
  }
  return Fail({.kind = ErrorKind::kNotFound,
               .message = fmt::format("no key file is configured, and "
                                      "GOOGLE_APPLICATION_CREDENTIALS is not set: {}",
                                      kDownload),
               .code = "key-missing"});
}

Result<ServiceAccountKey> LoadServiceAccountKey(const std::string& path) {
  TRY_ASSIGN(const std::string text, "reading the key of the service account", ReadFile(path));
  TRY_ASSIGN(const json file, "reading the key of the service account", ParseKeyFile(path, text));
  if (const std::string kind = OtherKind(file); !kind.empty()) {
    return FileError(path, {"key-wrong-kind", fmt::format("{}: {}", kind, kDownload)});
  }
  for (const char* field : {"type", "client_email", "private_key", "token_uri"}) {
    if (TextAt(file, field).empty()) {
      return FileError(path, {"key-cut", fmt::format("has no \"{}\": {}", field, kDownload)});
    }
  }
  ServiceAccountKey key;
  key.client_email = TextAt(file, "client_email");
  key.private_key_id = TextAt(file, "private_key_id");
  key.private_key = TextAt(file, "private_key");
  key.token_uri = TextAt(file, "token_uri");
  key.project_id = TextAt(file, "project_id");
  key.repaired = key.private_key.find("\\n") != std::string::npos;
  ReplaceAll(key.private_key, "\\r", "");
  ReplaceAll(key.private_key, "\\n", "\n");
  if (const Fault fault = PemFault(key.private_key); !fault.words.empty()) {
    return FileError(path, fault);
  }
  if (const auto signed_text = SignRs256(key.private_key, "trial"); !signed_text) {
    return FileError(path, {"key-damaged", fmt::format("is damaged, {}: {}",
                                                       signed_text.error().message, kDownload)});
  }
  return key;
}

}  // namespace sheetkeeper
