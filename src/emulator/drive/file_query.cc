// The query language of files.list.
//
//   query = term { ("and" | "or") term }         "and" binds more tightly
//   term  = "not" term | "(" query ")" | text "in" field | field operator value
//   operator = "=" | "!=" | "contains" | "<" | "<=" | ">" | ">="
//   value = text in single or double quotes | "true" | "false"
//
// Fields: name, fullText, mimeType, trashed, starred, modifiedTime, createdTime, parents, owners,
// writers, readers.

#include "emulator/drive/file_query.h"

#include <algorithm>
#include <string>
#include <utility>

#include "emulator/wire/utf8.h"

namespace sheetkeeper::emulator {
namespace {

bool Compare(const std::string& operation, const std::string& a, const std::string& b) {
  if (operation == "=") return a == b;
  if (operation == "!=") return a != b;
  if (operation == "contains") return FoldCase(a).find(FoldCase(b)) != std::string::npos;
  if (operation == "<") return a < b;
  if (operation == "<=") return a <= b;
  if (operation == ">") return a > b;
  return operation == ">=" && a >= b;
}

// The value of a field as text; times are comparable as they are written.
std::string FieldText(const File& file, std::string_view field) {
  if (field == "name" || field == "title" || field == "fullText") return file.Name();
  if (field == "mimeType") return file.mime_type;
  if (field == "trashed") return file.trashed ? "true" : "false";
  if (field == "modifiedTime") return TimeText(file.shown_modified_ms);
  if (field == "createdTime") return TimeText(file.created_ms);
  return "false";
}

bool IsIn(const File& file, std::string_view value, std::string_view field) {
  if (field == "parents") {
    if (value == "root" && file.parents.empty()) return true;
    return std::find(file.parents.begin(), file.parents.end(), value) != file.parents.end();
  }
  if (field == "owners") return file.owner == value;
  return file.owner == value || file.permissions.contains(std::string(value));
}

class QueryParser {
 public:
  explicit QueryParser(std::string_view text) : text_(text) {}

  Result<FilePredicate> Parse() {
    EMU_ASSIGN(FilePredicate all, ParseOr());
    if (at_ < text_.size()) return Invalid();
    return all;
  }

 private:
  Result<FilePredicate> ParseOr() {
    EMU_ASSIGN(FilePredicate left, ParseAnd());
    while (TakeWord("or")) {
      EMU_ASSIGN(FilePredicate right, ParseAnd());
      left = [a = std::move(left), b = std::move(right)](const File& file) {
        return a(file) || b(file);
      };
    }
    return left;
  }

  Result<FilePredicate> ParseAnd() {
    EMU_ASSIGN(FilePredicate left, ParseTerm());
    while (TakeWord("and")) {
      EMU_ASSIGN(FilePredicate right, ParseTerm());
      left = [a = std::move(left), b = std::move(right)](const File& file) {
        return a(file) && b(file);
      };
    }
    return left;
  }

  Result<FilePredicate> ParseTerm() {
    if (++depth_ > 100) return Invalid();
    if (TakeWord("not")) {
      EMU_ASSIGN(FilePredicate inner, ParseTerm());
      return FilePredicate([a = std::move(inner)](const File& file) { return !a(file); });
    }
    SkipBlanks();
    if (at_ < text_.size() && text_[at_] == '(') {
      ++at_;
      EMU_ASSIGN(FilePredicate inner, ParseOr());
      SkipBlanks();
      if (at_ == text_.size() || text_[at_++] != ')') return Invalid();
      return inner;
    }
    return ParseComparison();
  }

  Result<FilePredicate> ParseComparison() {
    const std::string first = TakeValue();
    if (TakeWord("in")) {
      const std::string field = TakeValue();
      return FilePredicate([first, field](const File& file) { return IsIn(file, first, field); });
    }
    const std::string operation = TakeOperator();
    if (first.empty() || operation.empty()) return Invalid();
    const std::string value = TakeValue();
    return FilePredicate([first, operation, value](const File& file) {
      return Compare(operation, FieldText(file, first), value);
    });
  }

  std::string TakeOperator() {
    for (const char* operation : {"!=", "<=", ">=", "=", "<", ">", "contains"}) {
      SkipBlanks();
      if (!text_.substr(at_).starts_with(operation)) continue;
      at_ += std::string_view(operation).size();
      return operation;
    }
    return "";
  }

  // A word, or a text in quotes.
  std::string TakeValue() {
    SkipBlanks();
    std::string value;
    if (at_ < text_.size() && (text_[at_] == '\'' || text_[at_] == '"')) {
      const char quote = text_[at_++];
      while (at_ < text_.size() && text_[at_] != quote) {
        if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
        value += text_[at_++];
      }
      if (at_ < text_.size()) ++at_;
      return value;
    }
    while (at_ < text_.size() && text_.find_first_of(" =!<>()'\"", at_) != at_) {
      value += text_[at_++];
    }
    return value;
  }

  bool TakeWord(std::string_view word) {
    SkipBlanks();
    const std::string_view rest = text_.substr(at_);
    const bool found =
        rest.starts_with(word) &&
        (rest.size() == word.size() || rest[word.size()] == ' ' || rest[word.size()] == '(');
    if (found) at_ += word.size();
    return found;
  }

  void SkipBlanks() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }

  Refusal Invalid() const {
    ApiError error{.status = "", .message = "Invalid Value"};
    error.reason = "invalid";
    error.location = "q";
    return Refusal(std::move(error));
  }

  std::string_view text_;
  size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace

Result<FilePredicate> ParseFileQuery(std::string_view text) {
  if (text.empty()) return FilePredicate([](const File&) { return true; });
  return QueryParser(text).Parse();
}

}  // namespace sheetkeeper::emulator
