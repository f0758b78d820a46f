#include <optional>
#include <regex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "emulator/batch/request.h"
#include "emulator/entered.h"
#include "emulator/formulas.h"
#include "emulator/wire/utf8.h"

namespace sheetkeeper::emulator {
namespace {

// How a text is searched and what it becomes.
class Replacer {
 public:
  static Result<Replacer> Make(const Json& request) {
    Replacer replacer;
    replacer.find_ = StringOf(request, "find");
    replacer.replacement_ = StringOf(request, "replacement");
    replacer.match_case_ = BoolOf(request, "matchCase");
    replacer.entire_cell_ = BoolOf(request, "matchEntireCell");
    if (replacer.find_.empty()) return InvalidArgument("find must not be empty.");
    if (!replacer.match_case_) replacer.find_folded_ = FoldCase(replacer.find_);
    if (!BoolOf(request, "searchByRegex")) return replacer;
    auto flags = std::regex::ECMAScript;
    if (!replacer.match_case_) flags |= std::regex::icase;
    try {
      replacer.regex_.emplace(replacer.find_, flags);
    } catch (const std::regex_error&) {
      return InvalidArgument("The regular expression is invalid: " + replacer.find_);
    }
    return replacer;
  }

  // The text after replacement; `count` grows by the number of occurrences.
  std::string Replace(const std::string& text, int& count) const {
    return regex_ ? ReplaceRegex(text, count) : ReplacePlain(text, count);
  }

 private:
  std::string ReplaceRegex(const std::string& text, int& count) const {
    if (entire_cell_) {
      if (!std::regex_match(text, *regex_)) return text;
      ++count;
      return std::regex_replace(text, *regex_, replacement_,
                                std::regex_constants::format_first_only);
    }
    count += static_cast<int>(std::distance(std::sregex_iterator(text.begin(), text.end(), *regex_),
                                            std::sregex_iterator()));
    return std::regex_replace(text, *regex_, replacement_);
  }

  std::string ReplacePlain(const std::string& text, int& count) const {
    const std::string& needle = match_case_ ? find_ : find_folded_;
    const std::string haystack = match_case_ ? text : FoldCase(text);
    if (entire_cell_) {
      if (haystack != needle) return text;
      ++count;
      return replacement_;
    }
    std::string replaced;
    size_t at = 0;
    for (size_t next; (next = haystack.find(needle, at)) != std::string::npos;) {
      replaced.append(text, at, next - at).append(replacement_);
      at = next + needle.size();
      ++count;
    }
    return replaced.append(text, at);
  }

  std::string find_, find_folded_, replacement_;
  bool match_case_ = false;
  bool entire_cell_ = false;
  std::optional<std::regex> regex_;
};

struct Counts {
  int values = 0;
  int formulas = 0;
  int rows = 0;
  int sheets = 0;
  int occurrences = 0;
};

Result<std::vector<SheetRange>> Scope(const Spreadsheet& book, const Json& request) {
  std::vector<SheetRange> scope;
  if (Has(request, "range")) {
    EMU_ASSIGN(const SheetRange range, RangeArgument(book, request));
    scope.push_back(range);
  } else if (Has(request, "sheetId")) {
    EMU_ASSIGN(const int index, SheetArgument(book, request));
    scope.push_back({index, book.sheet(index).Bounds()});
  } else if (BoolOf(request, "allSheets")) {
    for (int i = 0; i < static_cast<int>(book.sheets().size()); ++i) {
      scope.push_back({i, book.sheet(i).Bounds()});
    }
  } else {
    return InvalidArgument("Must specify one of range, sheetId, allSheets.");
  }
  return scope;
}

// Returns whether the cell changed.
bool ReplaceInCell(Batch& batch, const Replacer& replacer, bool with_formulas, const Cell& cell,
                   Cell& changed, Counts& counts) {
  const bool is_formula = !cell.formula().empty();
  if (is_formula && !with_formulas) return false;
  const std::string before =
      is_formula ? std::string(cell.formula()) : FormattedText(LocaleOf(batch.book), cell);
  int found = 0;
  const std::string after = replacer.Replace(before, found);
  if (found == 0) return false;
  changed = cell;
  EnterText(batch.book, after, batch.world.Now(), changed);
  counts.occurrences += found;
  ++(is_formula ? counts.formulas : counts.values);
  return true;
}

void ReplaceInRange(Batch& batch, const Replacer& replacer, bool with_formulas,
                    const SheetRange& range, Counts& counts) {
  const int rows_before = counts.rows;
  const int end =
      std::min(range.rect.rows.end, batch.book.sheet(range.sheet_index).grid.stored_rows());
  for (int row = range.rect.rows.begin; row < end; ++row) {
    bool row_changed = false;
    for (int column = range.rect.columns.begin; column < range.rect.columns.end; ++column) {
      const Cell* cell = batch.book.sheet(range.sheet_index).grid.FindCell(row, column);
      if (cell == nullptr || !cell->HasContent()) continue;
      Cell changed;
      if (!ReplaceInCell(batch, replacer, with_formulas, *cell, changed, counts)) continue;
      batch.book.MutableSheet(range.sheet_index).grid.MutableCell(row, column) = std::move(changed);
      row_changed = true;
    }
    if (row_changed) ++counts.rows;
  }
  if (counts.rows > rows_before) ++counts.sheets;
}

}  // namespace

Result<Json> FindReplace(Batch& batch, const Json& request) {
  EMU_ASSIGN(const Replacer replacer, Replacer::Make(request));
  EMU_ASSIGN(const std::vector<SheetRange> scope, Scope(batch.book, request));
  Counts counts;
  for (const SheetRange& range : scope) {
    ReplaceInRange(batch, replacer, BoolOf(request, "includeFormulas"), range, counts);
  }
  Json reply = Json::MakeObject();
  const auto put = [&](const char* name, int count) {
    if (count > 0) reply[name] = count;
  };
  put("valuesChanged", counts.values);
  put("formulasChanged", counts.formulas);
  put("rowsChanged", counts.rows);
  put("sheetsChanged", counts.sheets);
  put("occurrencesChanged", counts.occurrences);
  return reply;
}

}  // namespace sheetkeeper::emulator
