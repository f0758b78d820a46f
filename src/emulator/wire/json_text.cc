// JSON as Google's servers write it.
//
// Answers are pretty-printed with two blanks and end with a newline. Text is UTF-8; besides what
// JSON demands, these characters are written as \uXXXX: < and >, and the characters that are
// invisible or that a browser may take for a line end (the list below). Numbers are doubles in
// their shortest form, whole numbers without a fraction.

#include "emulator/wire/json_text.h"

#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "emulator/wire/utf8.h"

namespace sheetkeeper::emulator {
namespace {

struct CodeRange {
  char32_t first, last;
};

constexpr std::array kEscaped = {
    CodeRange{0x7f, 0x9f},       CodeRange{0xad, 0xad},       CodeRange{0x600, 0x603},
    CodeRange{0x6dd, 0x6dd},     CodeRange{0x70f, 0x70f},     CodeRange{0x17b4, 0x17b5},
    CodeRange{0x200b, 0x200f},   CodeRange{0x2028, 0x202e},   CodeRange{0x2060, 0x2064},
    CodeRange{0x206a, 0x206f},   CodeRange{0xfeff, 0xfeff},   CodeRange{0xfff9, 0xfffb},
    CodeRange{0x1d173, 0x1d17a}, CodeRange{0xe0001, 0xe0001}, CodeRange{0xe0020, 0xe007f}};

bool IsEscaped(char32_t c) {
  for (const CodeRange& range : kEscaped) {
    if (c >= range.first && c <= range.last) return true;
  }
  return false;
}

void AppendUnit(unsigned unit, std::string& out) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) out += kHex[(unit >> shift) & 0xf];
}

void AppendCode(char32_t c, std::string& out) {
  if (c < 0x10000) return AppendUnit(c, out);
  AppendUnit(0xd800 + ((c - 0x10000) >> 10), out);
  AppendUnit(0xdc00 + ((c - 0x10000) & 0x3ff), out);
}

// Appends the escape of an ASCII character, or returns false when it needs none.
bool AppendAsciiEscape(char c, std::string& out) {
  switch (c) {
    case '"':
      out += "\\\"";
      return true;
    case '\\':
      out += "\\\\";
      return true;
    case '\b':
      out += "\\b";
      return true;
    case '\f':
      out += "\\f";
      return true;
    case '\n':
      out += "\\n";
      return true;
    case '\r':
      out += "\\r";
      return true;
    case '\t':
      out += "\\t";
      return true;
    default:
      break;
  }
  if (c != '<' && c != '>' && c != '\x7f' && (c < 0 || c >= ' ')) return false;
  AppendUnit(static_cast<unsigned char>(c), out);
  return true;
}

class Writer {
 public:
  Writer(JsonStyle style, std::string& out) : pretty_(style == JsonStyle::kPretty), out_(out) {}

  void Write(const Json& value) {
    if (value.is_object()) {
      WriteObject(value.AsObject());
    } else if (value.is_array()) {
      WriteArray(value.AsArray());
    } else if (value.is_string()) {
      AppendJsonString(value.AsString(), out_);
    } else if (value.is_int()) {
      out_ += std::to_string(value.AsInt());
    } else if (value.is_double()) {
      AppendJsonNumber(value.AsDouble(), out_);
    } else {
      out_ += value.is_null() ? "null" : value.AsBool() ? "true" : "false";
    }
  }

 private:
  void WriteObject(const Json::Object& object) {
    out_ += '{';
    bool first = true;
    for (const auto& [key, value] : object) {
      Separate(first);
      AppendJsonString(key, out_);
      out_ += pretty_ ? ": " : ":";
      Nested(value);
    }
    Close(first, '}');
  }

  void WriteArray(const Json::Array& array) {
    out_ += '[';
    bool first = true;
    for (const Json& value : array) {
      Separate(first);
      Nested(value);
    }
    Close(first, ']');
  }

  void Separate(bool& first) {
    if (!std::exchange(first, false)) out_ += ',';
    if (pretty_) NewLine(depth_ + 1);
  }

  void Nested(const Json& value) {
    ++depth_;
    Write(value);
    --depth_;
  }

  void Close(bool empty, char bracket) {
    if (pretty_ && !empty) NewLine(depth_);
    out_ += bracket;
  }

  void NewLine(size_t depth) {
    out_ += '\n';
    out_.append(2 * depth, ' ');
  }

  const bool pretty_;
  std::string& out_;
  size_t depth_ = 0;
};

}  // namespace

std::string WriteJson(const Json& value, JsonStyle style) {
  std::string out;
  Writer(style, out).Write(value);
  if (style == JsonStyle::kPretty) out += '\n';
  // A large text would be kept with twice the memory that it needs.
  constexpr size_t kLarge = 1 << 20;
  if (out.size() > kLarge && out.capacity() - out.size() > out.size() / 4) out.shrink_to_fit();
  return out;
}

void AppendJsonString(std::string_view text, std::string& out) {
  out += '"';
  size_t plain = 0;  // start of what is copied as it is
  for (size_t i = 0; i < text.size();) {
    const unsigned char c = static_cast<unsigned char>(text[i]);
    size_t next = i + 1;
    std::string escape;
    if (c < 0x80) {
      AppendAsciiEscape(text[i], escape);
    } else {
      const char32_t code = DecodeUtf8(text, next = i);
      if (IsEscaped(code)) AppendCode(code, escape);
    }
    if (!escape.empty()) {
      out.append(text, plain, i - plain).append(escape);
      plain = next;
    }
    i = next;
  }
  out.append(text, plain);
  out += '"';
}

void AppendJsonNumber(double value, std::string& out) {
  if (value == 0) {
    out += '0';
    return;
  }
  char buffer[64];
  const bool fixed = std::abs(value) >= 1e-6 && std::abs(value) < 1e21;
  const auto written =
      std::to_chars(buffer, buffer + sizeof buffer, value,
                    fixed ? std::chars_format::fixed : std::chars_format::scientific);
  out.append(buffer, written.ptr);
}

}  // namespace sheetkeeper::emulator
