#include "bot/template.h"

#include "base/number_text.h"

namespace sheetkeeper::bot {
namespace {

// The end of the smallest piece of HTML text that must stay whole: an entity, or a character.
size_t EndOfPiece(std::string_view text, size_t begin) {
  if (text[begin] == '&') {
    const size_t end = text.find(';', begin);
    if (end != text.npos) return end + 1;
  }
  size_t end = begin + 1;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) ++end;
  return end;
}

size_t Utf16Units(std::string_view text) {
  size_t units = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xc0) != 0x80) units += byte >= 0xf0 ? 2 : 1;
  }
  return units;
}

// All data is escaped, so '<' begins a tag.
std::string WithoutTags(std::string_view html) {
  std::string text;
  bool in_tag = false;
  for (const char c : html) {
    if (c == '<') in_tag = true;
    if (!in_tag) text += c;
    if (c == '>') in_tag = false;
  }
  return text;
}

class Splitter {
 public:
  explicit Splitter(size_t limit) : limit_(limit) {}

  void Add(std::string_view line) {
    const size_t units = Utf16Units(line) + (message_.empty() ? 0 : 1);
    if (units_ + units > limit_) Flush();
    if (Utf16Units(line) > limit_) return AddPieces(WithoutTags(line));
    if (!message_.empty()) message_ += '\n';
    message_ += line;
    units_ = Utf16Units(message_);
  }
  std::vector<std::string> Take() {
    Flush();
    return std::move(messages_);
  }

 private:
  void AddPieces(std::string_view text) {
    for (size_t begin = 0; begin < text.size();) {
      const size_t end = EndOfPiece(text, begin);
      const std::string_view piece = text.substr(begin, end - begin);
      if (units_ + Utf16Units(piece) > limit_) Flush();
      message_ += piece;
      units_ += Utf16Units(piece);
      begin = end;
    }
  }
  void Flush() {
    // Telegram refuses a message without any text.
    if (message_.find_first_not_of(" \n\t") != message_.npos) messages_.push_back(message_);
    message_.clear();
    units_ = 0;
  }

  const size_t limit_;
  std::string message_;
  size_t units_ = 0;
  std::vector<std::string> messages_;
};

}  // namespace

std::string EscapeHtml(std::string_view text) {
  std::string html;
  for (const char c : text) {
    switch (c) {
      case '&':
        html += "&amp;";
        break;
      case '<':
        html += "&lt;";
        break;
      case '>':
        html += "&gt;";
        break;
      case '"':
        html += "&quot;";
        break;
      default:
        html += c;
    }
  }
  return html;
}

std::string TextOf(const reader::Value& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return NumberText(*integer);
  if (const auto* real = std::get_if<double>(&value)) return NumberText(*real);
  const auto* text = std::get_if<std::string>(&value);
  return text == nullptr ? "" : *text;
}

std::string Fill(std::string_view text,
                 const std::function<std::optional<std::string>(std::string_view)>& value_of) {
  std::string filled;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool brace = c == '{' || c == '}';
    if (brace && i + 1 < text.size() && text[i + 1] == c) {
      filled += c;
      ++i;
      continue;
    }
    const size_t end = c == '{' ? text.find('}', i) : text.npos;
    const auto value = end == text.npos ? std::nullopt : value_of(text.substr(i + 1, end - i - 1));
    if (!value) {
      filled += c;
      continue;
    }
    filled += EscapeHtml(*value);
    i = end;
  }
  return filled;
}

std::string Fill(std::string_view text, const reader::Row& row) {
  return Fill(text, [&](std::string_view name) -> std::optional<std::string> {
    const reader::Value* value = row.Find(name);
    return value == nullptr ? std::nullopt : std::optional(TextOf(*value));
  });
}

std::vector<std::string> SplitMessage(std::string_view html, size_t limit) {
  Splitter splitter(limit);
  while (true) {
    const size_t end = html.find('\n');
    splitter.Add(html.substr(0, end));
    if (end == html.npos) return splitter.Take();
    html.remove_prefix(end + 1);
  }
}

}  // namespace sheetkeeper::bot
