#include "sync/repair_finder.h"

#include <algorithm>
#include <utility>

#include "model/canonical.h"

namespace sheetkeeper {

RepairFinder::RepairFinder(const TableSchema& schema, const std::vector<Repair>& repairs,
                           KnownRow known)
    : schema_(schema), known_(std::move(known)) {
  for (const Repair& repair : repairs) {
    if (repair.table != schema.name) continue;
    if (repair.made) {
      made_.push_back(repair);
      mended_rows_[repair.key];
    } else {
      wanted_.push_back({repair, false, false, -1});
      Wanted& wanted = wanted_.back();
      if (!FillsARowWithoutKey(wanted)) continue;
      any_fills_ = true;
      wanted.only_row = repair.sheet_row;
    }
  }
}

void RepairFinder::OnHeader(std::vector<std::string> headers, ColumnPlaces columns) {
  headers_ = std::move(headers);
  columns_ = std::move(columns);
}

bool RepairFinder::Holds(int row, std::span<const Cell> cells) {
  if (wanted_.empty()) return false;
  const bool may_be_filled = any_fills_ && IsRowWithoutKey(cells);
  if (!may_be_filled && !ShowsAMisplacedWrite(row, cells)) return false;
  hit_rows_.push_back({{row, {cells.begin(), cells.end()}}, KeyShown(cells)});
  return true;
}

void RepairFinder::OnKey(const RowKey& key, int row, std::span<const Cell> cells) {
  if (made_.empty()) return;
  const auto mended = mended_rows_.find(key);
  if (mended != mended_rows_.end()) mended->second.push_back({row, {cells.begin(), cells.end()}});
}

// What a row shows comes before what it would show once repaired: of two rows with repairs of their
// keys, one may then show the key that was left in the other.
std::vector<ShownRow> RepairFinder::Finish() {
  PlaceFills();
  PlaceKeys();
  for (HitRow& hit : hit_rows_) {
    hit.used.assign(wanted_.size(), false);
    Patch(hit, true);
  }
  std::vector<ShownRow> rows;
  for (HitRow& hit : hit_rows_) {
    while (Patch(hit, false)) {
    }
    rows.push_back(std::move(hit.shown));
  }
  return rows;
}

std::vector<FoundRepair> RepairFinder::Found() {
  AddRepairsOfCopies();
  return std::move(found_);
}

std::vector<Repair> RepairFinder::Moot() const {
  std::vector<Repair> moot;
  for (const Wanted& wanted : wanted_) {
    if (!wanted.used) moot.push_back(wanted.repair);
  }
  return moot;
}

bool RepairFinder::FillsARowWithoutKey(const Wanted& wanted) const {
  return IsNull(wanted.repair.key) && std::holds_alternative<Empty>(wanted.repair.written);
}

// Of the blank rows only the one that is to be filled counts, where it stands.
bool RepairFinder::IsRowWithoutKey(std::span<const Cell> cells) const {
  return IsNull(KeyShown(cells)) && std::any_of(columns_.begin(), columns_.end(), [&](int column) {
           return !ToText(CellAt(cells, column)).empty();
         });
}

bool RepairFinder::ShowsAMisplacedWrite(int row, std::span<const Cell> cells) const {
  const RowKey shown = KeyShown(cells);
  return std::any_of(wanted_.begin(), wanted_.end(), [&](const Wanted& wanted) {
    return MayBeHere(wanted, row) && ColumnToRepair(wanted.repair, shown, cells) >= 0;
  });
}

// Tells which of the rows without a key each group of fills is meant for.
void RepairFinder::PlaceFills() {
  std::map<int, Fills> fills_by_place;  // by where the row stood
  for (Wanted& wanted : wanted_) {
    if (FillsARowWithoutKey(wanted)) fills_by_place[wanted.repair.sheet_row].push_back(&wanted);
  }
  std::vector<const ShownRow*> rows;
  for (const HitRow& hit : hit_rows_) {
    if (IsRowWithoutKey(hit.shown.cells)) rows.push_back(&hit.shown);
  }
  const auto place = [&](const Fills& fills, const ShownRow& row) {
    for (Wanted* wanted : fills) wanted->only_row = row.row;
    std::erase(rows, &row);
  };
  std::vector<const Fills*> unplaced;
  for (const auto& [stood_at, fills] : fills_by_place) {
    const auto known = KnownOf(fills);
    const ShownRow* const row = known ? MostAlike(*known, rows) : nullptr;
    if (row == nullptr) {
      unplaced.push_back(&fills);
    } else {
      place(fills, *row);
    }
  }
  if (unplaced.size() == 1 && rows.size() == 1) place(*unplaced[0], *rows[0]);
}

// Tells which of the rows that show the same key, which we left in one of them, that one is.
void RepairFinder::PlaceKeys() {
  for (Wanted& wanted : wanted_) {
    if (IsNull(wanted.repair.key) || !IsOfKey(wanted.repair)) continue;
    std::vector<const ShownRow*> rows;
    for (const HitRow& hit : hit_rows_) {
      const std::vector<Cell>& cells = hit.shown.cells;
      if (ColumnToRepair(wanted.repair, KeyShown(cells), cells) >= 0) rows.push_back(&hit.shown);
    }
    if (rows.size() < 2) continue;
    const auto known = KnownOf(wanted.repair);
    const ShownRow* const row = known ? MostAlike(*known, rows) : nullptr;
    if (row != nullptr) wanted.only_row = row->row;
  }
}

bool RepairFinder::IsOfKey(const Repair& repair) const {
  return IsHeaderOf(Cell(repair.header), schema_.key_column());
}

// The row whose key it puts back.
std::optional<Row> RepairFinder::KnownOf(const Repair& repair) const {
  const auto key = FromCell(repair.restore, schema_.key_column());
  return std::holds_alternative<Value>(key) ? known_(std::get<Value>(key)) : std::nullopt;
}

std::optional<Row> RepairFinder::KnownOf(const Fills& fills) const {
  for (const Wanted* wanted : fills) {
    if (!IsOfKey(wanted->repair)) continue;
    if (auto known = KnownOf(wanted->repair)) return known;
  }
  return std::nullopt;
}

// The one row that has most cells of the known one; nullptr where no cell tells.
const ShownRow* RepairFinder::MostAlike(const Row& known,
                                        const std::vector<const ShownRow*>& rows) const {
  const ShownRow* best = nullptr;
  int most = 0;
  for (const ShownRow* row : rows) {
    const int alike = CountAlike(known, row->cells);
    if (alike == most) best = nullptr;
    if (alike <= most) continue;
    most = alike;
    best = row;
  }
  return best;
}

int RepairFinder::CountAlike(const Row& known, std::span<const Cell> cells) const {
  int alike = 0;
  for (size_t i = 0; i < schema_.columns.size(); ++i) {
    if (i == schema_.key || IsNull(known[i])) continue;
    const auto value = FromCell(CellAt(cells, columns_[i]), schema_.columns[i], &known[i]);
    if (std::holds_alternative<Value>(value) && std::get<Value>(value) == known[i]) ++alike;
  }
  return alike;
}

// Undoes what the row shows; true where that was anything. Where one misplaced write covered what
// another had left, undoing the later one uncovers the earlier; but what some row showed as it was
// read lies under nothing: there another row has been put right, and has its own value. A repair
// names the row by the key that the sheet shows, which is another once the key itself is put right.
bool RepairFinder::Patch(HitRow& hit, bool as_read) {
  bool patched = false;
  std::vector<Cell>& cells = hit.shown.cells;
  const RowKey shown = KeyShown(cells);
  for (size_t i = 0; i < wanted_.size(); ++i) {
    Wanted& wanted = wanted_[i];
    if (hit.used[i] || (wanted.shown && !as_read)) continue;
    if (!MayBeHere(wanted, hit.shown.row)) continue;
    const int column = std::max(ColumnToRepair(wanted.repair, shown, cells),
                                ColumnToRepair(wanted.repair, hit.key_as_read, cells));
    if (column < 0) continue;
    hit.used[i] = wanted.used = patched = true;
    wanted.shown = wanted.shown || as_read;
    Add(wanted.repair, hit.shown.row, column);
    cells.resize(std::max(cells.size(), static_cast<size_t>(column) + 1));
    cells[static_cast<size_t>(column)] = wanted.repair.restore;
  }
  return patched;
}

// A row may have been copied, with what we left in it. But a repair of the key itself makes a row
// another's, and one that fills an empty cell would give its content to both: these are made once.
// So is one in a row without a key.
bool RepairFinder::MayBeHere(const Wanted& wanted, int row) const {
  if (!wanted.used) return wanted.only_row < 0 || wanted.only_row == row;
  const bool fills = std::holds_alternative<Empty>(wanted.repair.written);
  return !IsNull(wanted.repair.key) && !IsOfKey(wanted.repair) && !fills;
}

// The column in which a row with that key shows what is to be repaired, or -1.
int RepairFinder::ColumnToRepair(const Repair& repair, const RowKey& shown,
                                 std::span<const Cell> cells) const {
  if (repair.key != shown) return -1;
  const int column = ColumnShowing(repair.header, repair.written, headers_, cells);
  return column >= 0 && CellAt(cells, column) == repair.written ? column : -1;
}

// NULL where the row has none, or one that does not fit.
RowKey RepairFinder::KeyShown(std::span<const Cell> cells) const {
  const auto key = FromCell(CellAt(cells, columns_[schema_.key]), schema_.key_column());
  return std::holds_alternative<Value>(key) ? std::get<Value>(key) : RowKey(Null{});
}

// A repair that was made on one of several rows with its key is made on the others as well, but
// for one that fills an empty cell, and for one of what another repair has put back. One of the key
// is made on those only that have something of the row whose key it puts back: others may have that
// key by right.
void RepairFinder::AddRepairsOfCopies() {
  for (Repair& repair : made_) {
    const std::vector<ShownRow>& rows = mended_rows_.at(repair.key);
    const bool fills = std::holds_alternative<Empty>(repair.written);
    if (rows.size() < 2 || fills || WasPutBack(repair)) continue;
    repair.made = false;
    for (const ShownRow& row : rows) {
      const int column = ColumnShowing(repair.header, repair.written, headers_, row.cells);
      if (column < 0 || CellAt(row.cells, column) != repair.written) continue;
      if (IsOfKey(repair) && !IsLike(KnownOf(repair), row)) continue;
      Add(repair, row.row, column);
    }
  }
}

bool RepairFinder::WasPutBack(const Repair& repair) const {
  const std::string header = NormalizedHeader(repair.header);
  return std::any_of(made_.begin(), made_.end(), [&](const Repair& other) {
    return other.key == repair.key && NormalizedHeader(other.header) == header &&
           other.restore == repair.written;
  });
}

bool RepairFinder::IsLike(const std::optional<Row>& known, const ShownRow& row) const {
  return known && CountAlike(*known, row.cells) > 0;
}

// One write puts right what several had done to a cell.
void RepairFinder::Add(const Repair& repair, int row, int column) {
  for (FoundRepair& found : found_) {
    if (found.sheet_row != row || found.sheet_column != column) continue;
    found.repair.restore = repair.restore;
    return;
  }
  found_.push_back({repair, row, column, false});
}

}  // namespace sheetkeeper
