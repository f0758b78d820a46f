#include "sim/spreadsheet.h"

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/a1.h"

namespace sheetkeeper::sim {
namespace {

std::string TextOf(const emulator::PlainValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* number = std::get_if<double>(&value)) {
    return std::to_string(static_cast<int64_t>(*number));
  }
  if (const auto* truth = std::get_if<bool>(&value)) return *truth ? "TRUE" : "FALSE";
  return "";
}

using PlainRow = std::vector<emulator::PlainValue>;

std::string TextAt(const PlainRow& row, int column) {
  const auto at = static_cast<size_t>(column);
  return at < row.size() ? TextOf(row[at]) : "";
}

void AddRow(const PlainRow& cells, int row, Seen& seen) {
  std::map<std::string, std::string> by_header;
  for (const auto& [header, column] : seen.columns) by_header[header] = TextAt(cells, column);
  for (int column = 0; column < static_cast<int>(cells.size()); ++column) {
    const bool headed = std::any_of(seen.columns.begin(), seen.columns.end(),
                                    [&](const auto& entry) { return entry.second == column; });
    const std::string text = TextAt(cells, column);
    if (!headed && !text.empty()) seen.strays.push_back(text);
  }
  const int64_t key = std::atoll(by_header[kKeyHeader].c_str());
  if (key != 0) {
    seen.rows.emplace(key, Seen::SeenRow{row, by_header});
    return;
  }
  for (const auto& [header, text] : by_header) {
    if (!text.empty()) seen.strays.push_back(text);
  }
}

}  // namespace

std::string TitleOf(emulator::Emulator& emulator, const SimTable& table) {
  const auto sheet = emulator.At(kSpreadsheet);
  for (const std::string& title : sheet.Tabs()) {
    if (sheet.SheetId(title) == table.sheet_id) return title;
  }
  return "";
}

Seen Look(emulator::Emulator& emulator, const SimTable& table) {
  Seen seen;
  seen.title = TitleOf(emulator, table);
  if (seen.title.empty()) return seen;
  const auto cells = emulator.At(kSpreadsheet).Cells(seen.title);
  if (cells.empty()) return seen;
  for (size_t i = 0; i < cells[0].size(); ++i) {
    const std::string header = TextOf(cells[0][i]);
    if (!header.empty()) seen.columns[header] = static_cast<int>(i);
  }
  seen.width = static_cast<int>(cells[0].size());
  seen.end = static_cast<int>(cells.size());
  seen.complete =
      seen.columns.contains(kKeyHeader) && seen.columns.contains(kUnmappedHeader) &&
      std::all_of(std::begin(kColumns), std::end(kColumns),
                  [&](const SimColumn& column) { return seen.columns.contains(column.header); });
  if (!seen.complete) return seen;
  for (size_t row = 1; row < cells.size(); ++row) AddRow(cells[row], static_cast<int>(row), seen);
  return seen;
}

std::vector<std::string> Shown(emulator::Emulator& emulator, const SimTable& table) {
  const std::string title = TitleOf(emulator, table);
  if (title.empty()) return {"      (the tab of " + table.name + " is gone)"};
  std::vector<std::string> lines;
  for (const auto& row : emulator.At(kSpreadsheet).Cells(title)) {
    std::string line = "      ";
    for (const emulator::PlainValue& cell : row) line += fmt::format("|{:<14}", TextOf(cell));
    lines.push_back(line);
  }
  return lines;
}

std::vector<std::vector<std::string>> Formulas(emulator::Emulator& emulator,
                                               const std::string& title) {
  emulator::HttpRequest request;
  request.method = "GET";
  request.target =
      fmt::format("/v4/spreadsheets/{}/values/{}?valueRenderOption=FORMULA", kSpreadsheet, title);
  request.headers = {{"authorization", "Bearer sim"}};
  const auto answer = nlohmann::json::parse(emulator.Handle(request).body, nullptr, false);
  std::vector<std::vector<std::string>> rows;
  if (!answer.is_object() || !answer.contains("values")) return rows;
  for (const auto& row : answer["values"]) {
    auto& texts = rows.emplace_back();
    for (const auto& cell : row) {
      texts.push_back(cell.is_string() ? cell.get<std::string>() : cell.dump());
    }
  }
  return rows;
}

}  // namespace sheetkeeper::sim
