// The spreadsheet of a simulation as a person sees it: by tab, header and key, wherever they are.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "emulator/emulator.h"

namespace sheetkeeper::sim {

inline constexpr char kSpreadsheet[] = "1simulatedSpreadsheet00000000000000000000000";
inline constexpr char kKeyHeader[] = "Id";
inline constexpr char kUnmappedHeader[] = "Remark";  // a person's own column

// The columns of every simulated table beside its key.
struct SimColumn {
  const char* name;
  const char* header;
};
inline constexpr SimColumn kColumns[] = {{"city", "City"}, {"note", "Note"}, {"memo", "Memo"}};

// Keys are unique over all tables, so that a value that lands in another table shows.
struct SimTable {
  std::string name;   // in SQLite
  std::string title;  // of the tab at first
  int32_t sheet_id;
  int64_t first_key;

  std::vector<int64_t> anchors() const { return {first_key + 100, first_key + 101}; }
  bool IsAnchor(int64_t key) const { return key >= first_key + 100; }
};

struct Seen {
  struct SeenRow {
    int row;
    std::map<std::string, std::string> cells;  // by header
  };
  std::string title;
  std::map<std::string, int> columns;  // by header
  std::multimap<int64_t, SeenRow> rows;
  std::vector<std::string> strays;  // content under no header, or in a row without a usable key
  int end = 0;                      // row after the last one with content
  int width = 0;
  bool complete = false;  // every header is there
};

// The tab's title now; "" where it is gone.
std::string TitleOf(emulator::Emulator& emulator, const SimTable& table);
Seen Look(emulator::Emulator& emulator, const SimTable& table);
// The rows of a tab as lines for people.
std::vector<std::string> Shown(emulator::Emulator& emulator, const SimTable& table);
// What stands in every cell, formulas as they were typed.
std::vector<std::vector<std::string>> Formulas(emulator::Emulator& emulator,
                                               const std::string& title);

}  // namespace sheetkeeper::sim
