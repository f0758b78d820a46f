#include "emulator/calc/formula.h"

#include <utility>

#include "emulator/calc/evaluator.h"
#include "emulator/calc/lexer.h"
#include "emulator/calc/program.h"

namespace sheetkeeper::emulator::calc {
namespace {

Value ParseError() {
  return ErrorValue{ErrorType::kError, "Formula parse error."};
}

std::string NumberIn(std::string_view written, const Locale& from, const Locale& to) {
  std::string text(written);
  for (char& c : text) c = c == from.decimal_point ? to.decimal_point : c;
  return text;
}

// The separators of one place in another locale; inside braces commas part columns.
std::string SeparatorIn(const Token& token, bool in_braces, const Locale& to) {
  if (!in_braces) return {to.ArgumentSeparator()};
  if (token.kind == TokenKind::kSemicolon) return ";";
  return {to.ColumnSeparator()};
}

template <typename Change>
bool ChangeAll(std::vector<Reference>& references, Change change) {
  bool changed = false;
  for (Reference& reference : references) changed |= change(reference);
  return changed;
}

}  // namespace

ErrorValue CircularError() {
  return {ErrorType::kRef,
          "Circular dependency detected. To resolve with iterative calculation, see File > "
          "Settings."};
}

Formula Formula::Parse(std::string_view text, const Locale& locale) {
  ParsedFormula parsed = ParseFormula(text, locale);
  Formula formula;
  formula.program_ = std::move(parsed.program);
  formula.references_ = std::move(parsed.references);
  return formula;
}

bool Formula::IsValid() const {
  return program_->is_valid;
}
bool Formula::MayBeArray() const {
  return program_->may_be_array;
}
bool Formula::IsVolatile() const {
  return program_->is_volatile;
}
const std::vector<std::string>& Formula::RangeNames() const {
  return program_->range_names;
}

std::string Formula::Text() const {
  std::string text;
  size_t position = 0;
  for (size_t i = 0; i < references_.size(); ++i) {
    const SourceSpan& span = program_->spans[i];
    text += program_->source.substr(position, span.start - position);
    text += references_[i].Text();
    position = span.start + span.length;
  }
  return text + program_->source.substr(position);
}

std::string Formula::TextIn(const Locale& locale) const {
  const std::string written = Text();
  if (!program_->is_valid || locale.decimal_point == program_->locale->decimal_point) {
    return written;
  }
  std::string text;
  size_t position = 0;
  std::vector<bool> in_braces = {false};
  for (const Token& token : Tokenize(written, 1, *program_->locale)) {
    text += written.substr(position, token.start - position);
    position = token.start + token.length;
    const std::string_view word = std::string_view(written).substr(token.start, token.length);
    if (token.kind == TokenKind::kOpen) in_braces.push_back(false);
    if (token.kind == TokenKind::kOpenBrace) in_braces.push_back(true);
    const bool closes = token.kind == TokenKind::kClose || token.kind == TokenKind::kCloseBrace;
    if (closes && in_braces.size() > 1) in_braces.pop_back();
    if (token.kind == TokenKind::kNumber) {
      text += NumberIn(word, *program_->locale, locale);
    } else if (token.kind >= TokenKind::kComma && token.kind <= TokenKind::kBackslash) {
      text += SeparatorIn(token, in_braces.back(), locale);
    } else {
      text += word;
    }
  }
  return text;
}

Value Formula::Evaluate(const EvalContext& context) const {
  if (!program_->is_valid) return ParseError();
  Evaluator evaluator(*program_, references_, context);
  return evaluator.SingleValue(evaluator.Evaluate(program_->root, false));
}

std::vector<std::vector<Value>> Formula::EvaluateArray(const EvalContext& context) const {
  if (!program_->is_valid) return {{ParseError()}};
  Evaluator evaluator(*program_, references_, context);
  const Operand result = evaluator.Evaluate(program_->root, false);
  const bool is_plain_range =
      program_->root.kind == NodeKind::kReference || program_->root.kind == NodeKind::kRangeName;
  if (is_plain_range || IsOneValue(result)) return {{evaluator.SingleValue(result)}};
  const ArrayPtr array = evaluator.ToArray(result);
  std::vector<std::vector<Value>> rows;
  rows.reserve(static_cast<size_t>(array->rows));
  for (int r = 0; r < array->rows; ++r) {
    const auto first = array->cells.begin() + static_cast<std::ptrdiff_t>(r) * array->columns;
    rows.emplace_back(first, first + array->columns);
  }
  return rows;
}

bool Formula::Adjust(const DimensionChange& change, std::string_view own_sheet) {
  return ChangeAll(references_, [&](Reference& reference) {
    return AdjustForDimension(reference, change, own_sheet);
  });
}

bool Formula::Adjust(const CellsMove& move, std::string_view own_sheet) {
  return ChangeAll(references_,
                   [&](Reference& reference) { return AdjustForMove(reference, move, own_sheet); });
}

bool Formula::AdjustRename(std::string_view from, std::string_view to) {
  return ChangeAll(references_,
                   [&](Reference& reference) { return AdjustForRename(reference, from, to); });
}

bool Formula::AdjustDeletedSheet(std::string_view sheet) {
  return ChangeAll(references_,
                   [&](Reference& reference) { return AdjustForDeletedSheet(reference, sheet); });
}

Formula Formula::CopiedBy(int rows, int columns) const {
  Formula copy = *this;
  ChangeAll(copy.references_,
            [&](Reference& reference) { return AdjustForCopy(reference, rows, columns); });
  return copy;
}

}  // namespace sheetkeeper::emulator::calc
