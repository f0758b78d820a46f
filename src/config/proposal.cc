// The type of a column is the narrowest that every value in it has:
//
//     all of them                       type
//     TRUE and FALSE                    boolean
//     shown as dates                    date; with a time among them datetime
//     whole numbers                     integer
//     numbers                           real
//     texts                             text
//     numbers, and texts of digits      text, where one of them begins with a zero: "007"
//     anything else                     any, which keeps numbers as numbers and texts as texts
//
// Texts of digits alone stay text: somebody made them texts, and "007" and "7" are two things.
//
// A key is a column that is never empty and has no value twice. Numbers with fractions, booleans,
// dates and formulas change too easily to tell rows apart.
#include "config/proposal.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "config/nearest_word.h"
#include "config/sql_name.h"
#include "model/a1.h"

namespace sheetkeeper {
namespace {

enum class Kind { kBoolean, kDate, kDateTime, kInteger, kReal, kDigits, kText };

constexpr double kLargestWhole = 9007199254740992.0;  // 2^53

bool IsEmpty(const SeenCell& cell) {
  const auto* text = std::get_if<std::string>(&cell.value);
  return std::holds_alternative<Empty>(cell.value) || (text != nullptr && text->empty());
}

bool AllDigits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// "2026-11-25", "25.11.2026", "11/25/26 8:00": two separators of a date between digits.
bool LooksLikeDate(std::string_view shown) {
  const std::string_view day = shown.substr(0, shown.find(' '));
  const auto separators = std::count_if(day.begin(), day.end(),
                                        [](char c) { return c == '-' || c == '/' || c == '.'; });
  return separators == 2 && std::isdigit(static_cast<unsigned char>(day.front())) != 0 &&
         std::isdigit(static_cast<unsigned char>(day.back())) != 0 &&
         day.find_first_not_of("0123456789-/.") == std::string_view::npos;
}

Kind KindOfNumber(double number, const std::string& shown) {
  if (!shown.empty() && number > 0 && LooksLikeDate(shown)) {
    return shown.find(':') == std::string::npos ? Kind::kDate : Kind::kDateTime;
  }
  const bool whole = number == std::floor(number) && std::abs(number) <= kLargestWhole;
  return whole ? Kind::kInteger : Kind::kReal;
}

Kind KindOf(const SeenCell& cell) {
  if (std::holds_alternative<bool>(cell.value)) return Kind::kBoolean;
  if (const auto* number = std::get_if<double>(&cell.value)) {
    return KindOfNumber(*number, cell.shown);
  }
  return AllDigits(std::get<std::string>(cell.value)) ? Kind::kDigits : Kind::kText;
}

// "1 number", "3 numbers".
std::string Counted(int64_t cells, Kind kind) {
  const char* s = cells == 1 ? "" : "s";
  switch (kind) {
    case Kind::kBoolean:
      return fmt::format("{} TRUE or FALSE", cells);
    case Kind::kDate:
    case Kind::kDateTime:
      return fmt::format("{} date{}", cells, s);
    case Kind::kInteger:
    case Kind::kReal:
      return fmt::format("{} number{}", cells, s);
    case Kind::kDigits:
      return fmt::format("{} text{} of digits", cells, s);
    case Kind::kText:
      break;
  }
  return fmt::format("{} text{}", cells, s);
}

// What stands in one column, below the header.
class SeenColumn {
 public:
  SeenColumn(const SeenTab& tab, size_t header_row, size_t column) : title_(tab.title) {
    for (size_t row = header_row + 1; row < tab.rows.size(); ++row) {
      const auto& cells = tab.rows[row];
      if (std::all_of(cells.begin(), cells.end(), IsEmpty)) continue;
      const std::string at = A1In(title_, static_cast<int>(row), static_cast<int>(column));
      if (column >= cells.size() || IsEmpty(cells[column])) {
        if (first_empty_.empty()) first_empty_ = at;
        continue;
      }
      Add(cells[column], at);
    }
  }

  ColumnType Type() const {
    const std::set<Kind> kinds = Kinds();
    const auto only = [&](std::set<Kind> allowed) {
      return !kinds.empty() &&
             std::includes(allowed.begin(), allowed.end(), kinds.begin(), kinds.end());
    };
    if (kinds.empty()) return ColumnType::kText;
    if (only({Kind::kBoolean})) return ColumnType::kBoolean;
    if (only({Kind::kDate})) return ColumnType::kDate;
    if (only({Kind::kDate, Kind::kDateTime})) return ColumnType::kDateTime;
    if (only({Kind::kInteger})) return ColumnType::kInteger;
    if (only({Kind::kInteger, Kind::kReal})) return ColumnType::kReal;
    if (only({Kind::kDigits, Kind::kText})) return ColumnType::kText;
    const bool numbered = only({Kind::kInteger, Kind::kDigits});
    return numbered && !leading_zero_.empty() ? ColumnType::kText : ColumnType::kAny;
  }

  std::vector<std::string> Remarks() const {
    std::vector<std::string> remarks;
    if (kinds_.empty()) remarks.push_back("it is empty so far; correct the type if need be");
    const ColumnType type = Type();
    if (!leading_zero_.empty()) {
      remarks.push_back(fmt::format("text, as leading zeros count: {}", leading_zero_));
    } else if (type == ColumnType::kText && kinds_.contains(Kind::kDigits)) {
      remarks.push_back(fmt::format("digits that were entered as text, such as {}, stay text",
                                    kinds_.at(Kind::kDigits).first));
    }
    if (type == ColumnType::kAny) remarks.push_back("mixed: " + Mixture());
    if (type == ColumnType::kDate || type == ColumnType::kDateTime) {
      remarks.push_back("numbers that are shown as dates; in SQLite they read 2026-11-25");
    }
    if (formulas_ > 0) {
      remarks.push_back(fmt::format("{} formula{} ({} is one): read, and never written over",
                                    formulas_, formulas_ == 1 ? "" : "s", first_formula_));
    }
    return remarks;
  }

  // Why it cannot be the key, or "".
  std::string KeyTrouble() const {
    if (!doubled_.empty()) return doubled_;
    if (!first_empty_.empty()) return first_empty_ + " is empty";
    if (formulas_ > 0) return first_formula_ + " is a formula";
    const ColumnType type = Type();
    if (type == ColumnType::kInteger || type == ColumnType::kText) return "";
    return fmt::format("it holds {}", type == ColumnType::kAny ? Mixture() : "no stable names");
  }

 private:
  struct Count {
    std::string first;  // "'007' at Staff!A3"
    int64_t cells = 0;
  };

  void Add(const SeenCell& cell, const std::string& at) {
    const std::string shown = fmt::format("'{}' at {}", cell.shown, at);
    const Kind kind = KindOf(cell);
    Count& count = kinds_[kind];
    if (count.cells++ == 0) count.first = shown;
    if (kind == Kind::kDigits && cell.shown.size() > 1 && cell.shown.front() == '0' &&
        leading_zero_.empty()) {
      leading_zero_ = shown;
    }
    if (cell.is_formula && formulas_++ == 0) first_formula_ = at;
    const auto [before, fresh] = places_.try_emplace(cell.shown, at);
    if (!fresh && doubled_.empty()) {
      doubled_ = fmt::format("'{}' stands at {} and {}", cell.shown, before->second, at);
    }
  }

  std::set<Kind> Kinds() const {
    std::set<Kind> kinds;
    for (const auto& [kind, count] : kinds_) kinds.insert(kind);
    return kinds;
  }

  // "14 numbers ('3' at Staff!B2), 1 text ('n/a' at Staff!B7)".
  std::string Mixture() const {
    std::string text;
    for (const auto& [kind, count] : kinds_) {
      text += fmt::format("{}{} ({})", text.empty() ? "" : ", ", Counted(count.cells, kind),
                          count.first);
    }
    return text;
  }

  const std::string& title_;
  std::map<Kind, Count> kinds_;
  std::map<std::string, std::string> places_;  // where each value stood first
  std::string doubled_, first_empty_, first_formula_, leading_zero_;
  int64_t formulas_ = 0;
};

std::optional<size_t> HeaderRow(const SeenTab& tab) {
  for (size_t row = 0; row < tab.rows.size(); ++row) {
    const auto& cells = tab.rows[row];
    if (!std::all_of(cells.begin(), cells.end(), IsEmpty)) return row;
  }
  return std::nullopt;
}

// A name that SQL takes and nobody has yet.
std::string NewName(const std::string& words, const std::string& instead,
                    std::set<std::string>& taken) {
  std::string name = SnakeCase(words);
  if (name.empty()) name = instead;
  if (std::isdigit(static_cast<unsigned char>(name.front())) != 0 || name.starts_with("sqlite_")) {
    name = instead + "_" + name;
  }
  std::string unique = name;
  for (int i = 2; !taken.insert(unique).second; ++i) unique = fmt::format("{}_{}", name, i);
  return unique;
}

bool NamedLikeAKey(const std::string& name) {
  for (const std::string_view word : {"id", "key", "code", "no", "nr", "number", "sku", "email"}) {
    if (name == word || name.ends_with("_" + std::string(word))) return true;
  }
  return false;
}

class Proposing {
 public:
  Proposing(const SeenTab& tab, const std::string& wanted_key) : tab_(tab), wanted_(wanted_key) {
    table_.binding.sheet_title = tab.title;
    std::set<std::string> taken;
    table_.binding.schema.name = NewName(tab.title, "sheet", taken);
  }

  ProposedTable Run() {
    const auto header_row = HeaderRow(tab_);
    if (!header_row) {
      table_.remarks.push_back("the tab is empty");
      return std::move(table_);
    }
    table_.binding.header_row = static_cast<int>(*header_row) + 1;
    CountRows(*header_row);
    AddColumns(*header_row);
    ChooseKey();
    return std::move(table_);
  }

 private:
  void CountRows(size_t header_row) {
    for (size_t row = header_row + 1; row < tab_.rows.size(); ++row) {
      const auto& cells = tab_.rows[row];
      if (!std::all_of(cells.begin(), cells.end(), IsEmpty)) ++table_.rows;
    }
  }

  void AddColumns(size_t header_row) {
    const auto& headers = tab_.rows[header_row];
    std::set<std::string> names;
    std::set<std::string> seen;
    for (size_t i = 0; i < headers.size(); ++i) {
      const std::string& header = headers[i].shown;
      if (IsEmpty(headers[i])) continue;
      if (!seen.insert(SnakeCase(header) + header).second) {
        table_.remarks.push_back(
            fmt::format("the header '{}' stands twice; the second column is left out", header));
        continue;
      }
      const SeenColumn& column = columns_.emplace_back(tab_, header_row, i);
      table_.binding.schema.columns.push_back(
          {NewName(header, fmt::format("column_{}", i + 1), names), header, column.Type()});
      table_.column_remarks.push_back(column.Remarks());
    }
  }

  void ChooseKey() {
    const auto& columns = table_.binding.schema.columns;
    for (size_t i = 0; i < columns.size() && !wanted_.empty(); ++i) {
      if (columns[i].header == wanted_ || columns[i].name == wanted_) return TryWanted(i);
    }
    if (!wanted_.empty()) {
      std::vector<std::string_view> known;
      for (const Column& column : columns) known.push_back(column.header);
      table_.remarks.push_back(fmt::format("there is no column '{}' to be the key{}", wanted_,
                                           Suggestion(wanted_, known)));
      return;
    }
    if (table_.rows == 0) {
      table_.remarks.push_back(
          "there are no rows yet: fill in some, or name the column that is to tell "
          "them apart");
      return;
    }
    for (const bool by_name : {true, false}) {
      for (size_t i = 0; i < columns.size(); ++i) {
        const bool named = NamedLikeAKey(columns[i].name);
        if (named != by_name) continue;
        const std::string trouble = columns_[i].KeyTrouble();
        if (trouble.empty()) return SetKey(i);
        if (named) Reject(i, trouble);
      }
    }
    table_.remarks.push_back(
        "no column has a value of its own in each row, so that rows could not be told apart: add "
        "one, or put the doubled ones right, and run this again");
    const bool told = columns.empty() || NamedLikeAKey(columns[0].name);
    if (!told) Reject(0, columns_[0].KeyTrouble());
  }

  void TryWanted(size_t column) {
    // A tab without rows has nothing yet that could be wrong.
    const std::string trouble = table_.rows == 0 ? "" : columns_[column].KeyTrouble();
    if (trouble.empty()) return SetKey(column);
    Reject(column, trouble);
  }

  void SetKey(size_t column) {
    table_.has_key = true;
    table_.binding.schema.key = column;
    table_.binding.schema.columns[column].required = true;
  }

  void Reject(size_t column, const std::string& trouble) {
    table_.remarks.push_back(fmt::format("'{}' cannot be the key: {}",
                                         table_.binding.schema.columns[column].header, trouble));
  }

  const SeenTab& tab_;
  const std::string& wanted_;
  ProposedTable table_;
  std::vector<SeenColumn> columns_;
};

}  // namespace

ProposedTable Propose(const SeenTab& tab, const std::string& wanted_key) {
  return Proposing(tab, wanted_key).Run();
}

}  // namespace sheetkeeper
