#include "google/json_writer.h"

#include <utility>

#include <fmt/format.h>

#include "base/check.h"
#include "base/number_text.h"

namespace sheetkeeper {
namespace {

bool NeedsEscape(char c) {
  return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20;
}

void AppendEscaped(std::string& out, char c) {
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    default:
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
  }
}

}  // namespace

JsonWriter& JsonWriter::Object() {
  Separate();
  out_ += '{';
  open_ += '}';
  return *this;
}

JsonWriter& JsonWriter::Object(std::string_view key) {
  Key(key);
  out_ += '{';
  open_ += '}';
  return *this;
}

JsonWriter& JsonWriter::Array(std::string_view key) {
  Key(key);
  out_ += '[';
  open_ += ']';
  return *this;
}

JsonWriter& JsonWriter::End() {
  CHECK(!open_.empty());
  out_ += open_.back();
  open_.pop_back();
  return *this;
}

JsonWriter& JsonWriter::Field(std::string_view key, std::string_view text) {
  Key(key);
  Text(text);
  return *this;
}

JsonWriter& JsonWriter::Field(std::string_view key, double number) {
  Key(key);
  out_ += NumberText(number);
  return *this;
}

JsonWriter& JsonWriter::Field(std::string_view key, bool truth) {
  Key(key);
  out_ += truth ? "true" : "false";
  return *this;
}

JsonWriter& JsonWriter::Integer(std::string_view key, int64_t number) {
  Key(key);
  out_ += NumberText(number);
  return *this;
}

JsonWriter& JsonWriter::Item(std::string_view text) {
  Separate();
  Text(text);
  return *this;
}

std::string JsonWriter::Take() {
  CHECK(open_.empty());
  return std::exchange(out_, {});
}

void JsonWriter::Separate() {
  if (!out_.empty() && out_.back() != '{' && out_.back() != '[') out_ += ',';
}

void JsonWriter::Key(std::string_view key) {
  Separate();
  Text(key);
  out_ += ':';
}

void JsonWriter::Text(std::string_view text) {
  out_ += '"';
  while (!text.empty()) {
    size_t plain = 0;
    while (plain < text.size() && !NeedsEscape(text[plain])) ++plain;
    out_.append(text.substr(0, plain));
    text.remove_prefix(plain);
    if (text.empty()) break;
    AppendEscaped(out_, text.front());
    text.remove_prefix(1);
  }
  out_ += '"';
}

}  // namespace sheetkeeper
