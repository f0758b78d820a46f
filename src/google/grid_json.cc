#include "google/grid_json.h"

#include <string_view>
#include <utility>
#include <vector>

#include "google/json_reader.h"

namespace sheetkeeper {
namespace {

namespace ondemand = simdjson::ondemand;

struct GridSnapshot {
  std::vector<Tab> tabs;
  std::vector<GridBlock> blocks;
};

std::string Text(ondemand::value value) {
  return std::string(std::string_view(value.get_string()));
}

int Int(ondemand::value value) {
  return static_cast<int>(value.get_int64().value());
}

// What a cell has entered, or shows.
struct ExtendedValue {
  Cell value;
  bool exists = false;
  bool is_formula = false;
  bool is_error = false;
};

std::string ErrorText(std::string_view type) {
  constexpr std::pair<std::string_view, const char*> kTexts[] = {
      {"NULL_VALUE", "#NULL!"}, {"DIVIDE_BY_ZERO", "#DIV/0!"},
      {"VALUE", "#VALUE!"},     {"REF", "#REF!"},
      {"NAME", "#NAME?"},       {"NUM", "#NUM!"},
      {"N_A", "#N/A"},          {"LOADING", "Loading..."},
  };
  for (const auto& [name, text] : kTexts) {
    if (name == type) return text;
  }
  return "#ERROR!";
}

std::string ReadErrorValue(ondemand::object error) {
  std::string text = ErrorText("");
  for (ondemand::field field : error) {
    if (Key(field) == "type") text = ErrorText(field.value().get_string());
  }
  return text;
}

ExtendedValue ReadExtendedValue(ondemand::object object) {
  ExtendedValue read;
  for (ondemand::field field : object) {
    const std::string_view kind = Key(field);
    read.exists = true;
    if (kind == "numberValue") {
      read.value = field.value().get_double().value();
    } else if (kind == "boolValue") {
      read.value = field.value().get_bool().value();
    } else if (kind == "stringValue") {
      std::string text = Text(field.value());
      if (!text.empty()) read.value = std::move(text);
    } else if (kind == "formulaValue") {
      read.is_formula = true;
    } else if (kind == "errorValue") {
      read.is_error = true;
      read.value = ReadErrorValue(field.value().get_object());
    }
  }
  return read;
}

// A cell that shows something although nothing was entered is part of a formula's output.
GridCell ReadCell(ondemand::object object) {
  ExtendedValue entered;
  ExtendedValue shown;
  for (ondemand::field field : object) {
    const std::string_view key = Key(field);
    if (key == "userEnteredValue") entered = ReadExtendedValue(field.value().get_object());
    if (key == "effectiveValue") shown = ReadExtendedValue(field.value().get_object());
  }
  const bool is_formula = entered.is_formula || (shown.exists && !entered.exists);
  ExtendedValue& read = shown.exists ? shown : entered;
  return {std::move(read.value), is_formula, read.is_error};
}

bool Holds(const GridCell& cell) {
  return cell.is_formula || !IsEmpty(cell.value);
}

std::vector<GridCell> ReadRow(ondemand::object row) {
  std::vector<GridCell> cells;
  for (ondemand::field field : row) {
    if (Key(field) != "values") continue;
    for (ondemand::object cell : field.value().get_array()) cells.push_back(ReadCell(cell));
  }
  while (!cells.empty() && !Holds(cells.back())) cells.pop_back();
  return cells;
}

GridBlock ReadBlock(ondemand::object data) {
  GridBlock block;
  for (ondemand::field field : data) {
    const std::string_view key = Key(field);
    if (key == "startRow") {
      block.start_row = Int(field.value());
    } else if (key == "startColumn") {
      block.start_column = Int(field.value());
    } else if (key == "rowData") {
      for (ondemand::object row : field.value().get_array()) block.rows.push_back(ReadRow(row));
    }
  }
  while (!block.rows.empty() && block.rows.back().empty()) block.rows.pop_back();
  return block;
}

void ReadGridSize(ondemand::object grid, Tab& tab) {
  for (ondemand::field field : grid) {
    const std::string_view key = Key(field);
    if (key == "rowCount") tab.row_count = Int(field.value());
    if (key == "columnCount") tab.column_count = Int(field.value());
  }
}

Tab ReadTab(ondemand::object properties) {
  Tab tab;
  for (ondemand::field field : properties) {
    const std::string_view key = Key(field);
    if (key == "sheetId") {
      tab.sheet_id = Int(field.value());
    } else if (key == "title") {
      tab.title = Text(field.value());
    } else if (key == "hidden") {
      tab.hidden = field.value().get_bool();
    } else if (key == "gridProperties") {
      ReadGridSize(field.value().get_object(), tab);
    }
  }
  return tab;
}

void ReadSheet(ondemand::object sheet, GridSnapshot& snapshot) {
  Tab tab;
  const size_t first_block = snapshot.blocks.size();
  for (ondemand::field field : sheet) {
    const std::string_view key = Key(field);
    if (key == "properties") {
      tab = ReadTab(field.value().get_object());
    } else if (key == "data") {
      for (ondemand::object data : field.value().get_array()) {
        snapshot.blocks.push_back(ReadBlock(data));
      }
    }
  }
  for (size_t i = first_block; i < snapshot.blocks.size(); ++i) {
    snapshot.blocks[i].sheet_id = tab.sheet_id;
  }
  snapshot.tabs.push_back(std::move(tab));
}

void ReadSheets(ondemand::value sheets, GridSnapshot& snapshot) {
  for (ondemand::object sheet : sheets.get_array()) ReadSheet(sheet, snapshot);
}

void ReadProperties(ondemand::object properties, SpreadsheetInfo& info) {
  for (ondemand::field field : properties) {
    const std::string_view key = Key(field);
    if (key == "title") info.title = Text(field.value());
    if (key == "locale") info.locale = Text(field.value());
    if (key == "timeZone") info.time_zone = Text(field.value());
  }
}

}  // namespace

Result<SpreadsheetInfo> ReadInfoJson(std::string& body) {
  SpreadsheetInfo info;
  GridSnapshot snapshot;
  TRY("reading the spreadsheet's description",
      ReadJsonObject(body, [&](ondemand::object spreadsheet) {
        for (ondemand::field field : spreadsheet) {
          const std::string_view key = Key(field);
          if (key == "properties") ReadProperties(field.value().get_object(), info);
          if (key == "sheets") ReadSheets(field.value(), snapshot);
        }
      }));
  info.tabs = std::move(snapshot.tabs);
  return info;
}

Result<BatchReply> ReadBatchReplyJson(std::string& body) {
  GridSnapshot snapshot;
  TRY("reading the answer to a write", ReadJsonObject(body, [&](ondemand::object answer) {
        for (ondemand::field field : answer) {
          if (Key(field) != "updatedSpreadsheet") continue;
          for (ondemand::field part : field.value().get_object()) {
            if (Key(part) == "sheets") ReadSheets(part.value(), snapshot);
          }
        }
      }));
  return BatchReply{std::move(snapshot.blocks)};
}

}  // namespace sheetkeeper
