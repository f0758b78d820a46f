#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "emulator/batch/request.h"
#include "emulator/batch/structure.h"
#include "emulator/entered.h"

namespace sheetkeeper::emulator {
namespace {

std::vector<std::string> SplitBy(std::string_view text, std::string_view delimiter) {
  std::vector<std::string> parts;
  size_t at = 0;
  for (size_t next; (next = text.find(delimiter, at)) != std::string_view::npos;) {
    parts.emplace_back(text.substr(at, next - at));
    at = next + delimiter.size();
  }
  parts.emplace_back(text.substr(at));
  return parts;
}

using Lines = std::vector<std::pair<int, std::string>>;  // row and text

// The delimiter that splits most of the texts.
std::string Detect(const Lines& lines) {
  constexpr std::array<std::string_view, 5> kCandidates = {",", ";", ".", "\t", " "};
  std::string best(kCandidates.front());
  std::ptrdiff_t most = 0;
  for (const std::string_view candidate : kCandidates) {
    const auto count = std::count_if(lines.begin(), lines.end(), [&](const auto& line) {
      return line.second.find(candidate) != std::string::npos;
    });
    if (count <= most) continue;
    most = count;
    best = candidate;
  }
  return best;
}

Result<std::string> DelimiterOf(const Json& request, const Lines& lines) {
  const std::string type = StringOf(request, "delimiterType");
  if (type == "COMMA") return std::string(",");
  if (type == "SEMICOLON") return std::string(";");
  if (type == "PERIOD") return std::string(".");
  if (type == "SPACE") return std::string(" ");
  if (type == "AUTODETECT") return Detect(lines);
  const std::string delimiter = StringOf(request, "delimiter");
  if (type == "CUSTOM" && !delimiter.empty()) return delimiter;
  return InvalidArgument("Must specify a delimiter.");
}

}  // namespace

Result<Json> TextToColumns(Batch& batch, const Json& request) {
  EMU_ASSIGN(const SheetRange range, RangeArgument(batch.book, request, "source"));
  if (range.rect.columns.size() != 1) {
    return InvalidArgument("The source data range must span exactly one column.");
  }
  const int column = range.rect.columns.begin;
  const Grid& grid = batch.book.sheet(range.sheet_index).grid;
  Lines lines;
  const int end = std::min(range.rect.rows.end, grid.stored_rows());
  for (int row = range.rect.rows.begin; row < end; ++row) {
    const Cell* cell = grid.FindCell(row, column);
    if (cell != nullptr && cell->value.kind() == CellValue::Kind::kText) {
      lines.emplace_back(row, cell->value.text());
    }
  }
  EMU_ASSIGN(const std::string delimiter, DelimiterOf(request, lines));
  for (const auto& [row, text] : lines) {
    const auto parts = SplitBy(text, delimiter);
    if (parts.size() == 1) continue;
    EMU_TRY(GrowGrid(batch.book, range.sheet_index, 0, column + static_cast<int>(parts.size())));
    Grid& written = batch.book.MutableSheet(range.sheet_index).grid;
    for (size_t i = 0; i < parts.size(); ++i) {
      EnterText(batch.book, parts[i], batch.world.Now(),
                written.MutableCell(row, column + static_cast<int>(i)));
    }
  }
  return Json::MakeObject();
}

}  // namespace sheetkeeper::emulator
