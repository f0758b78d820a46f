// Positions and lengths are in UTF-16 units, from 1.

#include <algorithm>

#include "emulator/calc/call.h"
#include "emulator/calc/coerce.h"
#include "emulator/calc/entered.h"
#include "emulator/calc/function_table.h"
#include "emulator/calc/number_format.h"
#include "emulator/calc/text.h"

namespace sheetkeeper::emulator::calc {
namespace {

Operand TextResult(Call& call, std::string text) {
  constexpr size_t kLongest = 50000;
  if (text.size() > kLongest && Utf16Length(text) > static_cast<int>(kLongest)) {
    return call.Fail(ErrorType::kValue, "Text result of " + std::string(call.Name()) +
                                            " is longer than the limit of 50000 characters");
  }
  return Value(std::move(text));
}

// Appends the texts of an argument, empty cells of ranges left out.
template <typename Append>
void EachText(Call& call, int index, Append append) {
  call.VisitValues(index, [&](const Value& value) {
    if (const ErrorValue* error = std::get_if<ErrorValue>(&value)) call.Fail(*error);
    append(ToText(value, call.GetLocale()));
    return !call.Failed();
  });
}

Operand Concatenate(Call& call) {
  std::string text;
  for (int i = 0; i < call.Count(); ++i) {
    EachText(call, i, [&](std::string_view part) { text += part; });
  }
  return TextResult(call, std::move(text));
}

std::string Joined(Call& call, int first, const std::string& delimiter, bool skips_empty) {
  std::string text;
  bool any = false;
  for (int i = first; i < call.Count(); ++i) {
    EachText(call, i, [&](std::string_view part) {
      if (skips_empty && part.empty()) return;
      if (any) text += delimiter;
      text += part;
      any = true;
    });
  }
  return text;
}

Operand Join(Call& call) {
  return TextResult(call, Joined(call, 1, call.Text(0), false));
}

Operand TextJoin(Call& call) {
  return TextResult(call, Joined(call, 2, call.Text(0), call.Boolean(1)));
}

Operand Left(Call& call) {
  const std::string text = call.Text(0);
  return Value(text.substr(0, Utf16Offset(text, call.Integer(1, 0, 1))));
}

Operand Right(Call& call) {
  const std::string text = call.Text(0);
  const int skipped = std::max(0, Utf16Length(text) - call.Integer(1, 0, 1));
  return Value(text.substr(Utf16Offset(text, skipped)));
}

Operand Mid(Call& call) {
  const std::string text = call.Text(0);
  const size_t start = Utf16Offset(text, call.Integer(1, 1) - 1);
  const std::string_view rest = std::string_view(text).substr(start);
  return Value(std::string(rest.substr(0, Utf16Offset(rest, call.Integer(2, 0)))));
}

Operand Length(Call& call) {
  return call.Result(Utf16Length(call.Text(0)));
}
Operand Upper(Call& call) {
  return Value(Uppered(call.Text(0)));
}
Operand Lower(Call& call) {
  return Value(Lowered(call.Text(0)));
}

Operand Proper(Call& call) {
  const std::string text = call.Text(0);
  std::string result;
  bool starts_word = true;
  for (size_t i = 0; i < text.size();) {
    const size_t length = Utf8Length(text, i);
    const std::string letter = text.substr(i, length);
    result += starts_word ? Uppered(letter) : Lowered(letter);
    starts_word = Uppered(letter) == Lowered(letter);
    i += length;
  }
  return Value(std::move(result));
}

// Runs of blanks inside become one.
Operand Trim(Call& call) {
  std::string result;
  for (char c : call.Text(0)) {
    if (c != ' ' || (!result.empty() && result.back() != ' ')) result += c;
  }
  if (!result.empty() && result.back() == ' ') result.pop_back();
  return Value(std::move(result));
}

Operand Substitute(Call& call) {
  const std::string text = call.Text(0);
  const std::string from = call.Text(1);
  const std::string to = call.Text(2);
  const int wanted = call.Integer(3, 0, 0);  // 0: all
  if (call.Failed() || from.empty()) return Value(text);
  std::string result;
  size_t position = 0;
  int seen = 0;
  for (size_t hit = text.find(from); hit != std::string::npos; hit = text.find(from, position)) {
    const bool replaces = wanted == 0 || ++seen == wanted;
    result += text.substr(position, hit - position) + (replaces ? to : from);
    position = hit + from.size();
  }
  return TextResult(call, result + text.substr(position));
}

Operand Replace(Call& call) {
  const std::string text = call.Text(0);
  const size_t start = Utf16Offset(text, call.Integer(1, 1) - 1);
  const std::string_view rest = std::string_view(text).substr(start);
  const size_t cut = Utf16Offset(rest, call.Integer(2, 0));
  return TextResult(call, text.substr(0, start) + call.Text(3) + std::string(rest.substr(cut)));
}

Operand Found(Call& call, const std::string& part, const std::string& text) {
  const int start = call.Integer(2, 1, 1);
  if (call.Failed()) return Value();
  const size_t hit = start - 1 > Utf16Length(text) ? std::string::npos
                                                   : text.find(part, Utf16Offset(text, start - 1));
  if (hit == std::string::npos) {
    return call.Fail(ErrorType::kValue, "In " + std::string(call.Name()) +
                                            " evaluation, cannot find '" + call.Text(0) +
                                            "' within '" + call.Text(1) + "'.");
  }
  return call.Result(Utf16Length(std::string_view(text).substr(0, hit)) + 1);
}

Operand Find(Call& call) {
  return Found(call, call.Text(0), call.Text(1));
}
Operand Search(Call& call) {
  return Found(call, Lowered(call.Text(0)), Lowered(call.Text(1)));
}

// A pattern in a formula has the separators of the locale, a cell's format those of en_US.
std::string NeutralPattern(std::string pattern, const Locale& locale) {
  if (locale.decimal_point == '.') return pattern;
  bool is_quoted = false;
  for (char& c : pattern) {
    if (c == '"') is_quoted = !is_quoted;
    if (is_quoted || (c != ',' && c != '.')) continue;
    c = c == locale.decimal_point ? '.' : ',';
  }
  return pattern;
}

Operand Text(Call& call) {
  const Value value = call.NonError(0);
  const NumberFormat format{"", NeutralPattern(call.Text(1), call.GetLocale())};
  if (format.pattern.empty()) return Value(std::string());
  return Value(FormatValue(value, &format, call.GetLocale()));
}

Operand ValueOf(Call& call) {
  const Value value = call.NonError(0);
  const auto number = ToNumber(value, call.GetLocale(), call.CurrentYear());
  if (!number || std::holds_alternative<bool>(value)) {
    return call.Fail(ErrorType::kValue, "VALUE parameter '" + ToText(value, call.GetLocale()) +
                                            "' cannot be parsed to number.");
  }
  return call.Result(*number);
}

Operand Repeat(Call& call) {
  const std::string text = call.Text(0);
  const int count = call.Integer(1, 0);
  std::string result;
  for (int i = 0; i < count && result.size() <= 200000; ++i) result += text;
  return TextResult(call, std::move(result));
}

Operand Exact(Call& call) {
  return Value(call.Text(0) == call.Text(1));
}

Operand Char(Call& call) {
  const int code = call.Integer(0, 1);
  if (code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) {
    return call.Fail(ErrorType::kNum, "Function CHAR parameter 1 value " + std::to_string(code) +
                                          " is out of range.");
  }
  return Value(Utf8Character(static_cast<char32_t>(code)));
}

Operand Code(Call& call) {
  const std::string text = call.Text(0);
  if (text.empty()) {
    return call.Fail(ErrorType::kValue, "Function CODE parameter 1 value should be non-empty.");
  }
  return call.Result(static_cast<double>(FirstCodePoint(text)));
}

constexpr Function kFunctions[] = {
    {"CHAR", 1, 1, "v", Char},
    {"CODE", 1, 1, "v", Code},
    {"CONCATENATE", 1, kAnyCount, "(r)", Concatenate},
    {"EXACT", 2, 2, "vv", Exact},
    {"FIND", 2, 3, "vvv", Find},
    {"JOIN", 2, kAnyCount, "v(r)", Join},
    {"LEFT", 1, 2, "vv", Left},
    {"LEN", 1, 1, "v", Length},
    {"LOWER", 1, 1, "v", Lower},
    {"MID", 3, 3, "vvv", Mid},
    {"PROPER", 1, 1, "v", Proper},
    {"REPLACE", 4, 4, "vvvv", Replace},
    {"REPT", 2, 2, "vv", Repeat},
    {"RIGHT", 1, 2, "vv", Right},
    {"SEARCH", 2, 3, "vvv", Search},
    {"SUBSTITUTE", 3, 4, "vvvv", Substitute},
    {"TEXT", 2, 2, "vv", Text},
    {"TEXTJOIN", 3, kAnyCount, "vv(r)", TextJoin},
    {"TRIM", 1, 1, "v", Trim},
    {"UPPER", 1, 1, "v", Upper},
    {"VALUE", 1, 1, "v", ValueOf},
};

}  // namespace

std::span<const Function> TextFunctions() {
  return kFunctions;
}

}  // namespace sheetkeeper::emulator::calc
