// A proposal: which tables, keys and column types a spreadsheet suggests, judged by all values of
// each column, never by the first rows alone. What is doubtful is said, with the cells that make it
// so.
//
// Pure: no I/O.
#pragma once

#include <string>
#include <vector>

#include "model/schema.h"
#include "model/value.h"

namespace sheetkeeper {

// A cell as three reads show it.
struct SeenCell {
  Cell value;         // dates as serial numbers
  std::string shown;  // as a person sees it, by which dates and numbers differ
  bool is_formula = false;
};

struct SeenTab {
  std::string title;
  std::vector<std::vector<SeenCell>> rows;  // ragged: empty ends may be missing
};

struct ProposedTable {
  TableBinding binding;
  bool has_key = false;  // without one it cannot be synced, and schema.key says nothing
  int64_t rows = 0;      // with content, below the header
  // Sentences about the table, and about each of its columns.
  std::vector<std::string> remarks = {};
  std::vector<std::vector<std::string>> column_remarks = {};
};

// `wanted_key` names the header or the SQLite name of the key; "": the first column that can be
// one, those that are named like one first. A tab without a header gives a table without columns.
ProposedTable Propose(const SeenTab& tab, const std::string& wanted_key);

// What a configuration file says beside its tables.
struct ProposedSettings {
  std::string spreadsheet;  // the id
  std::string title;        // of the spreadsheet
  std::string key_file;     // "": not written down
  std::string db_path;
};

// The configuration as a commented TOML file. Tables without a key are comments in it.
std::string ProposalText(const ProposedSettings& settings,
                         const std::vector<ProposedTable>& tables);

}  // namespace sheetkeeper
