// The grammar, loosest first:
//
//   comparison  concatenation (= <> < <= > >= concatenation)*
//   concatenation   sum (& sum)*
//   sum         product (+ - product)*
//   product     power (* / power)*
//   power       prefixed (^ prefixed)*
//   prefixed    (+ -)* postfixed          so that -2^2 is 4
//   postfixed   primary %*
//   primary     number, text, TRUE, error, reference, range name, name(arguments), (comparison),
//               {columns; rows}
//
// Closing parentheses that are missing at the very end are filled in.

#include <algorithm>
#include <array>
#include <utility>

#include "emulator/calc/function_table.h"
#include "emulator/calc/lexer.h"
#include "emulator/calc/program.h"
#include "emulator/calc/text.h"

namespace sheetkeeper::emulator::calc {
namespace {

// Parsing and evaluation are recursive; what is nested deeper, or a longer chain of operators, is
// refused.
constexpr int kMaxDepth = 200;
constexpr int kMaxHeight = 1000;

struct Operator {
  std::string_view sign;
  std::string_view function;
};

constexpr std::array<Operator, 6> kComparisons = {
    {{"=", "EQ"}, {"<>", "NE"}, {"<", "LT"}, {"<=", "LTE"}, {">", "GT"}, {">=", "GTE"}}};
constexpr std::array<Operator, 1> kConcatenations = {{{"&", "CONCAT"}}};
constexpr std::array<Operator, 2> kSums = {{{"+", "ADD"}, {"-", "MINUS"}}};
constexpr std::array<Operator, 2> kProducts = {{{"*", "MULTIPLY"}, {"/", "DIVIDE"}}};
constexpr std::array<Operator, 1> kPowers = {{{"^", "POW"}}};
constexpr std::array<Operator, 2> kPrefixes = {{{"+", "UPLUS"}, {"-", "UMINUS"}}};

class Parser {
 public:
  Parser(std::string_view text, const Locale& locale)
      : locale_(locale), tokens_(Tokenize(text, 1, locale)) {
    program_.source = text;
    program_.locale = &locale;
  }

  ParsedFormula Parse() {
    program_.root = Comparison();
    program_.is_valid = !failed_ && Kind() == TokenKind::kEnd;
    if (!program_.is_valid) return Invalid();
    ParsedFormula parsed;
    for (const Token& token : tokens_) {
      if (token.kind != TokenKind::kReference) continue;
      program_.spans.push_back({token.start, token.length});
      parsed.references.push_back(token.reference);
    }
    program_.source.append(missing_closes_, ')');
    parsed.program = std::make_shared<const Program>(std::move(program_));
    return parsed;
  }

 private:
  ParsedFormula Invalid() const {
    Program program;
    program.source = program_.source;
    program.locale = program_.locale;
    return {std::make_shared<const Program>(std::move(program)), {}};
  }

  const Token& Current() const { return tokens_[position_]; }
  TokenKind Kind() const { return Current().kind; }
  void Advance() {
    if (position_ + 1 < tokens_.size()) ++position_;
  }

  Node Fail() {
    failed_ = true;
    return {};
  }

  Node MakeCall(std::string_view name, std::vector<Node> children) {
    Node node;
    node.kind = NodeKind::kCall;
    node.function = FindFunction(name);
    if (node.function == nullptr) node.name = name;
    Adopt(node, std::move(children));
    program_.is_volatile |= node.function != nullptr && node.function->IsVolatile();
    program_.may_be_array |= node.function != nullptr && node.function->MayBeArray();
    return node;
  }

  void Adopt(Node& node, std::vector<Node> children) {
    for (const Node& child : children) node.height = std::max(node.height, child.height + 1);
    if (node.height > kMaxHeight) failed_ = true;
    node.children = std::move(children);
  }

  static Node MakeConstant(Value value) {
    Node node;
    node.kind = NodeKind::kConstant;
    node.constant = std::move(value);
    return node;
  }

  template <size_t N>
  const Operator* Match(const std::array<Operator, N>& operators) const {
    if (Kind() != TokenKind::kOperator) return nullptr;
    for (const Operator& op : operators) {
      if (op.sign == Current().text) return &op;
    }
    return nullptr;
  }

  // One level of left-associative operators.
  template <size_t N>
  Node Level(const std::array<Operator, N>& operators, Node (Parser::*next)()) {
    Node left = (this->*next)();
    while (const Operator* op = Match(operators)) {
      if (failed_) return {};
      Advance();
      std::vector<Node> children;
      children.push_back(std::move(left));
      children.push_back((this->*next)());
      left = MakeCall(op->function, std::move(children));
    }
    return left;
  }

  Node Comparison() {
    if (failed_ || ++depth_ > kMaxDepth) return Fail();
    Node node = Level(kComparisons, &Parser::Concatenation);
    --depth_;
    return node;
  }
  Node Concatenation() { return Level(kConcatenations, &Parser::Sum); }
  Node Sum() { return Level(kSums, &Parser::Product); }
  Node Product() { return Level(kProducts, &Parser::Power); }
  Node Power() { return Level(kPowers, &Parser::Prefixed); }

  Node Prefixed() {
    const Operator* op = Match(kPrefixes);
    if (op == nullptr) return Postfixed();
    if (failed_ || ++depth_ > kMaxDepth) return Fail();
    Advance();
    std::vector<Node> children;
    children.push_back(Prefixed());
    --depth_;
    return MakeCall(op->function, std::move(children));
  }

  Node Postfixed() {
    Node node = Primary();
    while (Kind() == TokenKind::kOperator && Current().text == "%") {
      if (failed_) return {};
      Advance();
      std::vector<Node> children;
      children.push_back(std::move(node));
      node = MakeCall("UNARY_PERCENT", std::move(children));
    }
    return node;
  }

  Node Primary() {
    const Token& token = Current();
    switch (token.kind) {
      case TokenKind::kNumber:
        Advance();
        return MakeConstant(token.number);
      case TokenKind::kText:
        Advance();
        return MakeConstant(token.text);
      case TokenKind::kError:
        Advance();
        return MakeConstant(WrittenError(token.text));
      case TokenKind::kReference:
        return ReferenceNode();
      case TokenKind::kName:
        return NameNode();
      case TokenKind::kOpen:
        return Parenthesized();
      case TokenKind::kOpenBrace:
        return ArrayNode();
      default:
        return Fail();
    }
  }

  static Value WrittenError(std::string_view code) {
    for (int i = 0; i <= static_cast<int>(ErrorType::kLoading); ++i) {
      const auto type = static_cast<ErrorType>(i);
      if (ErrorCode(type) == code) return ErrorValue{type, ""};
    }
    return ErrorValue{};
  }

  Node ReferenceNode() {
    Advance();
    Node node;
    node.kind = NodeKind::kReference;
    node.reference = reference_count_++;
    return node;
  }

  Node NameNode() {
    const std::string name = Current().text;
    Advance();
    if (Kind() == TokenKind::kOpen) return CallNode(Uppered(name));
    if (EqualsIgnoringCase(name, "TRUE") || EqualsIgnoringCase(name, locale_.words->true_word)) {
      return MakeConstant(true);
    }
    if (EqualsIgnoringCase(name, "FALSE") || EqualsIgnoringCase(name, locale_.words->false_word)) {
      return MakeConstant(false);
    }
    Node node;
    node.kind = NodeKind::kRangeName;
    node.name = name;
    program_.range_names.push_back(Uppered(name));
    program_.may_be_array = true;
    return node;
  }

  bool Close(TokenKind kind) {
    if (Kind() == kind) {
      Advance();
      return true;
    }
    if (Kind() != TokenKind::kEnd || kind != TokenKind::kClose) return false;
    ++missing_closes_;
    return true;
  }

  Node Parenthesized() {
    Advance();
    Node node = Comparison();
    return Close(TokenKind::kClose) ? std::move(node) : Fail();
  }

  bool AtArgumentSeparator() const {
    return Kind() == TokenKind::kSemicolon ||
           (Kind() == TokenKind::kComma && locale_.decimal_point != ',');
  }

  Node CallNode(const std::string& name) {
    Advance();
    std::vector<Node> arguments;
    if (Kind() != TokenKind::kClose && Kind() != TokenKind::kEnd) {
      arguments.push_back(Argument());
      while (AtArgumentSeparator() && !failed_) {
        Advance();
        arguments.push_back(Argument());
      }
    }
    if (!Close(TokenKind::kClose)) return Fail();
    return MakeCall(name, std::move(arguments));
  }

  Node Argument() {
    const bool is_missing = AtArgumentSeparator() || Kind() == TokenKind::kClose;
    return is_missing ? Node{} : Comparison();
  }

  // {1,2;3,4}
  Node ArrayNode() {
    Advance();
    program_.may_be_array = true;
    std::vector<Node> rows;
    rows.push_back(ArrayRow());
    while (Kind() == TokenKind::kSemicolon && !failed_) {
      Advance();
      rows.push_back(ArrayRow());
    }
    Node array;
    array.kind = NodeKind::kArray;
    Adopt(array, std::move(rows));
    return Close(TokenKind::kCloseBrace) ? std::move(array) : Fail();
  }

  Node ArrayRow() {
    std::vector<Node> cells;
    cells.push_back(Comparison());
    while ((Kind() == TokenKind::kBackslash || Kind() == TokenKind::kComma) && !failed_) {
      Advance();
      cells.push_back(Comparison());
    }
    Node row;
    row.kind = NodeKind::kArrayRow;
    Adopt(row, std::move(cells));
    return row;
  }

  const Locale& locale_;
  std::vector<Token> tokens_;
  size_t position_ = 0;
  size_t reference_count_ = 0;
  size_t missing_closes_ = 0;
  int depth_ = 0;
  bool failed_ = false;
  Program program_;
};

}  // namespace

ParsedFormula ParseFormula(std::string_view text, const Locale& locale) {
  return Parser(text, locale).Parse();
}

}  // namespace sheetkeeper::emulator::calc
