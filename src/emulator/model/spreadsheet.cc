#include "emulator/model/spreadsheet.h"

#include <algorithm>
#include <utility>

#include "emulator/model/ranges.h"
#include "emulator/wire/json_text.h"
#include "emulator/wire/schema.h"
#include "emulator/wire/utf8.h"

namespace sheetkeeper::emulator {
namespace {

constexpr const char* kDefaultFormat = R"({
  "backgroundColor": {"red": 1, "green": 1, "blue": 1},
  "padding": {"top": 2, "right": 3, "bottom": 2, "left": 3},
  "verticalAlignment": "BOTTOM", "wrapStrategy": "OVERFLOW_CELL",
  "textFormat": {"foregroundColor": {}, "fontFamily": "arial,sans,sans-serif", "fontSize": 10,
    "bold": false, "italic": false, "strikethrough": false, "underline": false,
    "foregroundColorStyle": {"rgbColor": {}}},
  "backgroundColorStyle": {"rgbColor": {"red": 1, "green": 1, "blue": 1}}})";

constexpr const char* kDefaultTheme = R"({"primaryFontFamily": "Arial", "themeColors": [
  {"colorType": "TEXT", "color": {"rgbColor": {}}},
  {"colorType": "BACKGROUND", "color": {"rgbColor": {"red": 1, "green": 1, "blue": 1}}},
  {"colorType": "ACCENT1",
   "color": {"rgbColor": {"red": 0.25882354, "green": 0.52156866, "blue": 0.95686275}}},
  {"colorType": "ACCENT2",
   "color": {"rgbColor": {"red": 0.91764706, "green": 0.2627451, "blue": 0.20784314}}},
  {"colorType": "ACCENT3",
   "color": {"rgbColor": {"red": 0.9843137, "green": 0.7372549, "blue": 0.015686275}}},
  {"colorType": "ACCENT4",
   "color": {"rgbColor": {"red": 0.20392157, "green": 0.65882355, "blue": 0.3254902}}},
  {"colorType": "ACCENT5",
   "color": {"rgbColor": {"red": 1, "green": 0.42745098, "blue": 0.003921569}}},
  {"colorType": "ACCENT6",
   "color": {"rgbColor": {"red": 0.27450982, "green": 0.7411765, "blue": 0.7764706}}},
  {"colorType": "LINK",
   "color": {"rgbColor": {"red": 0.06666667, "green": 0.33333334, "blue": 0.8}}}]})";

bool BeforeId(const std::shared_ptr<const Metadata>& metadata, int32_t id) {
  return metadata->id < id;
}

}  // namespace

int Spreadsheet::IndexOfId(int32_t sheet_id) const {
  for (size_t i = 0; i < sheets_.size(); ++i) {
    if (sheets_[i]->id == sheet_id) return static_cast<int>(i);
  }
  return -1;
}

int Spreadsheet::IndexOfTitle(std::string_view wanted) const {
  for (size_t i = 0; i < sheets_.size(); ++i) {
    if (sheets_[i]->title == wanted) return static_cast<int>(i);
  }
  const std::string folded = FoldCase(wanted);
  for (size_t i = 0; i < sheets_.size(); ++i) {
    if (FoldCase(sheets_[i]->title) == folded) return static_cast<int>(i);
  }
  return -1;
}

std::shared_ptr<const Metadata> Spreadsheet::FindMetadata(int32_t metadata_id) const {
  const auto at = std::lower_bound(metadata_.begin(), metadata_.end(), metadata_id, BeforeId);
  return at != metadata_.end() && (*at)->id == metadata_id ? *at : nullptr;
}

void Spreadsheet::PutMetadata(Metadata metadata) {
  const auto at = std::lower_bound(metadata_.begin(), metadata_.end(), metadata.id, BeforeId);
  const bool exists = at != metadata_.end() && (*at)->id == metadata.id;
  auto shared = std::make_shared<const Metadata>(std::move(metadata));
  if (exists) {
    *at = std::move(shared);
  } else {
    metadata_.insert(at, std::move(shared));
  }
}

void Spreadsheet::EraseMetadata(int32_t metadata_id) {
  std::erase_if(metadata_, [&](const auto& metadata) { return metadata->id == metadata_id; });
}

const Json* Spreadsheet::FindNamedRange(std::string_view name) const {
  if (named_ranges.empty()) return nullptr;
  const std::string folded = FoldCase(name);
  for (const Json& range : named_ranges) {
    if (FoldCase(StringOf(range, "name")) == folded) return &range;
  }
  return nullptr;
}

void Spreadsheet::ApplyShift(int sheet_index, const Shift& shift) {
  Sheet& sheet = MutableSheet(sheet_index);
  ShiftGrid(shift, sheet);
  for (int i = 0; i < static_cast<int>(sheets_.size()); ++i) {
    if (!this->sheet(i).objects.empty()) ShiftObjects(shift, sheet.id, MutableSheet(i));
  }
  static const Message& kNamedRange = MessageNamed("NamedRange");
  std::erase_if(named_ranges.AsArray(),
                [&](Json& range) { return !ShiftMessage(shift, sheet.id, kNamedRange, range); });
  if (!shift.has_band()) ShiftMetadata(sheet.id, shift);
}

void Spreadsheet::ShiftMetadata(int32_t sheet_id, const Shift& shift) {
  const auto place =
      shift.dimension() == Dimension::kRows ? Metadata::Place::kRow : Metadata::Place::kColumn;
  std::vector<int32_t> gone;
  for (auto& metadata : metadata_) {
    if (metadata->place != place || metadata->sheet_id != sheet_id) continue;
    const auto mapped = shift.Map(metadata->index);
    if (!mapped) {
      gone.push_back(metadata->id);
    } else if (*mapped != metadata->index) {
      Metadata moved = *metadata;
      moved.index = *mapped;
      metadata = std::make_shared<const Metadata>(std::move(moved));
    }
  }
  for (const int32_t metadata_id : gone) EraseMetadata(metadata_id);
}

void Spreadsheet::ForgetSheet(int32_t sheet_id) {
  std::erase_if(metadata_, [&](const auto& metadata) {
    return metadata->place != Metadata::Place::kSpreadsheet && metadata->sheet_id == sheet_id;
  });
  std::erase_if(named_ranges.AsArray(), [&](const Json& range) {
    return IntOf(ObjectOf(range, "range"), "sheetId") == sheet_id;
  });
}

const Json& DefaultFormat() {
  static const Json kFormat = *ParseJson(kDefaultFormat);
  return kFormat;
}

const Json& DefaultTheme() {
  static const Json kTheme = *ParseJson(kDefaultTheme);
  return kTheme;
}

Spreadsheet NewSpreadsheet(std::string_view id, std::string_view title) {
  Spreadsheet spreadsheet;
  spreadsheet.id = id;
  spreadsheet.title = title;
  spreadsheet.properties = {
      {"locale", "en_US"}, {"autoRecalc", "ON_CHANGE"}, {"timeZone", "Etc/GMT"}};
  Sheet sheet;
  sheet.title = "Sheet1";
  spreadsheet.mutable_sheets().emplace_back(new Sheet(std::move(sheet)));
  return spreadsheet;
}

}  // namespace sheetkeeper::emulator
