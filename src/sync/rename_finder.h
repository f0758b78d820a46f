// RenameFinder: recognises a declared column under a new header.
#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "model/base_index.h"
#include "model/schema.h"
#include "model/value.h"

namespace sheetkeeper {

struct RenamedHeader {
  size_t column = 0;   // index in the schema
  std::string header;  // as it stands in the sheet now
};

// Is given a tab one of whose declared headers is missing, row by row. A rename is certain where
//   - one declared header is missing, and it is not the key's,
//   - the new header was not there when the tab was read last (a column of the same content that
//     stood there already is another column),
//   - with that column in the place of the missing one nine rows in ten of the base, or all but
//     one, and at least two, are just what both sides agreed on, some of them with a value there,
//   - and no other column fits as well.
class RenameFinder {
 public:
  // `known_headers` (normalized) are those of the last read; all outlive the finder.
  RenameFinder(const TableSchema& schema, const BaseIndex& base,
               const std::set<std::string>& known_headers)
      : schema_(schema), base_(base), known_headers_(known_headers) {}

  void OnHeader(std::span<const Cell> cells);
  void OnRow(std::span<const Cell> cells);
  std::optional<RenamedHeader> Found() const;

 private:
  struct Candidate {
    int sheet_column = -1;
    std::string header;
    size_t agreed = 0;
    size_t filled = 0;  // of those
  };

  void FindCandidates(std::span<const Cell> cells);
  void Try(Candidate& candidate, std::span<const Cell> cells, uint64_t agreed) const;

  const TableSchema& schema_;
  const BaseIndex& base_;
  const std::set<std::string>& known_headers_;
  std::vector<int> places_;  // by column of the schema; -1: the missing one
  size_t missing_ = 0;
  std::vector<Candidate> candidates_;
};

}  // namespace sheetkeeper
