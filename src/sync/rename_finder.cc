#include "sync/rename_finder.h"

#include <algorithm>

#include "model/canonical.h"
#include "sync/header.h"

namespace sheetkeeper {

void RenameFinder::OnHeader(std::span<const Cell> cells) {
  std::vector<size_t> missing;
  for (size_t i = 0; i < schema_.columns.size(); ++i) {
    const auto place = std::find_if(cells.begin(), cells.end(), [&](const Cell& cell) {
      return IsHeaderOf(cell, schema_.columns[i]);
    });
    places_.push_back(place == cells.end() ? -1 : static_cast<int>(place - cells.begin()));
    if (place == cells.end()) missing.push_back(i);
  }
  if (missing.size() != 1 || missing[0] == schema_.key || known_headers_.empty()) return;
  missing_ = missing[0];
  FindCandidates(cells);
}

void RenameFinder::FindCandidates(std::span<const Cell> cells) {
  for (size_t i = 0; i < cells.size(); ++i) {
    const std::string header = ToText(cells[i]);
    const std::string normalized = NormalizedHeader(header);
    const auto column = static_cast<int>(i);
    const bool taken = std::find(places_.begin(), places_.end(), column) != places_.end();
    if (normalized.empty() || taken || known_headers_.contains(normalized)) continue;
    candidates_.push_back({column, header});
  }
}

void RenameFinder::OnRow(std::span<const Cell> cells) {
  if (candidates_.empty()) return;
  const auto key = FromCell(CellAt(cells, places_[schema_.key]), schema_.key_column());
  if (!std::holds_alternative<Value>(key)) return;
  const BaseIndex::Entry* entry = base_.Find(std::get<Value>(key));
  if (entry == nullptr) return;
  for (Candidate& candidate : candidates_) Try(candidate, cells, entry->row());
}

void RenameFinder::Try(Candidate& candidate, std::span<const Cell> cells, uint64_t agreed) const {
  Row row;
  for (size_t i = 0; i < schema_.columns.size(); ++i) {
    const int place = i == missing_ ? candidate.sheet_column : places_[i];
    auto value = FromCell(CellAt(cells, place), schema_.columns[i]);
    if (!std::holds_alternative<Value>(value)) return;
    row.push_back(std::get<Value>(std::move(value)));
  }
  if (Digest(row) != agreed) return;
  ++candidate.agreed;
  candidate.filled += IsNull(row[missing_]) ? 0 : 1;
}

std::optional<RenamedHeader> RenameFinder::Found() const {
  std::optional<RenamedHeader> found;
  for (const Candidate& candidate : candidates_) {
    const bool nearly_all =
        candidate.agreed + 1 >= base_.size() || candidate.agreed * 10 >= base_.size() * 9;
    if (candidate.agreed < 2 || !nearly_all || candidate.filled == 0) continue;
    if (found) return std::nullopt;
    found = RenamedHeader{missing_, candidate.header};
  }
  return found;
}

}  // namespace sheetkeeper
