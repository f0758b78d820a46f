#include "emulator/drive/csv.h"

#include <algorithm>
#include <utility>

#include "emulator/batch/sheet_copy.h"
#include "emulator/entered.h"
#include "emulator/wire/utf8.h"

namespace sheetkeeper::emulator {
namespace {

// Where a conversion puts new spreadsheets: the time zone of the service's home.
constexpr const char* kConversionTimeZone = "America/Los_Angeles";

std::string Quoted(const std::string& field, char delimiter) {
  if (delimiter == '\t') return field;
  if (field.find_first_of("\",\r\n") == std::string::npos) return field;
  std::string quoted = "\"";
  for (const char c : field) quoted.append(c == '"' ? 2 : 1, c);
  return quoted + '"';
}

}  // namespace

std::vector<std::vector<std::string>> ParseCsv(std::string_view text, std::string_view delimiter) {
  std::vector<std::vector<std::string>> records;
  std::vector<std::string> record;
  std::string field;
  bool quoted = false;
  const auto end_field = [&] { record.push_back(std::exchange(field, "")); };
  const auto end_record = [&] {
    end_field();
    records.push_back(std::exchange(record, {}));
  };
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c != '"') {
        field += c;
      } else if (i + 1 < text.size() && text[i + 1] == '"') {
        field += text[++i];
      } else {
        quoted = false;
      }
    } else if (c == '"' && field.empty()) {
      quoted = true;
    } else if (text.substr(i).starts_with(delimiter)) {
      end_field();
      i += delimiter.size() - 1;
    } else if (c == '\n') {
      end_record();
    } else if (c != '\r') {
      field += c;
    }
  }
  if (!field.empty() || !record.empty()) end_record();
  return records;
}

std::string ExportSheet(const Spreadsheet& book, int sheet_index, char delimiter) {
  const Sheet& sheet = book.sheet(sheet_index);
  const calc::Locale& locale = LocaleOf(book);
  const Rect content = sheet.ContentBounds();
  std::string text;
  for (int row = 0; row < content.rows.end; ++row) {
    if (row > 0) text += "\r\n";
    for (int column = 0; column < content.columns.end; ++column) {
      if (column > 0) text += delimiter;
      const Cell* cell = sheet.grid.FindCell(row, column);
      if (cell != nullptr) text += Quoted(FormattedText(locale, *cell), delimiter);
    }
  }
  return text;
}

void ImportCsv(World& world, std::string_view text, Spreadsheet& book) {
  const auto records = ParseCsv(ToUtf8(text));
  Sheet sheet;
  sheet.id = world.NewSheetId(book);
  size_t width = 0;
  for (const auto& record : records) width = std::max(width, record.size());
  sheet.row_count = std::max(sheet.row_count, static_cast<int>(records.size()));
  sheet.column_count = std::max(sheet.column_count, static_cast<int>(width));
  for (size_t row = 0; row < records.size(); ++row) {
    for (size_t column = 0; column < records[row].size(); ++column) {
      if (records[row][column].empty()) continue;
      EnterText(book, records[row][column], world.Now(),
                sheet.grid.MutableCell(static_cast<int>(row), static_cast<int>(column)));
    }
  }
  for (const Counted<Sheet>& old : book.sheets()) book.ForgetSheet(old->id);
  book.mutable_sheets().clear();
  sheet.title = CheckTitle(book, book.title, -1).has_value() ? book.title : "Sheet1";
  book.mutable_sheets().emplace_back(new Sheet(std::move(sheet)));
  book.properties["timeZone"] = kConversionTimeZone;
}

}  // namespace sheetkeeper::emulator
