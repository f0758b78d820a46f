#include "sync/sheet_scan.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "base/check.h"
#include "model/a1.h"
#include "model/canonical.h"
#include "sync/echo_range.h"

namespace sheetkeeper {

const Cell& CellAt(std::span<const Cell> cells, int column) {
  static const Cell empty;
  return static_cast<size_t>(column) < cells.size() ? cells[static_cast<size_t>(column)] : empty;
}

SheetScan::SheetScan(const TableBinding& binding, BaseIndex& base, std::set<RowKey> watched,
                     const Mending& mending, const std::set<std::string>& known_headers,
                     KnownRow known)
    : binding_(binding),
      base_(base),
      watched_(std::move(watched)),
      known_(std::move(known)),
      renames_(binding.schema, base, known_headers) {
  const auto of_table = [&](const auto& it) { return it.table == binding.schema.name; };
  for (const Repair& repair : mending.repairs) {
    if (of_table(repair)) (repair.made ? made_repairs_ : wanted_repairs_).push_back(repair);
  }
  for (const Repair& repair : made_repairs_) mended_rows_[repair.key];
  std::copy_if(mending.removals.begin(), mending.removals.end(),
               std::back_inserter(wanted_removals_), of_table);
  repair_used_.assign(wanted_repairs_.size(), false);
  view_.layout.table = binding.schema.name;
  view_.layout.header_row = binding.header_row - 1;
  view_.title = binding.sheet_title;
}

void SheetScan::OnRange(std::string_view echo) {
  const auto range = ParseEchoRange(echo);
  if (!range) return;
  view_.title = range->title;
  view_.layout.row_count = range->row_count;
  view_.layout.column_count = range->column_count;
  const auto rows = static_cast<size_t>(std::max(0, range->row_count));
  if (rows > base_.size()) new_keys_.Reserve(rows - base_.size());
}

void SheetScan::OnRow(int row, std::span<const Cell> cells) {
  if (!cells.empty()) view_.layout.end_row = row + 1;
  if (row < view_.layout.header_row) return;
  if (row == view_.layout.header_row) {
    OnHeader(cells);
  } else if (header_seen_) {
    view_.trouble ? renames_.OnRow(cells) : OnData(row, cells);
  }
}

void SheetScan::OnHeader(std::span<const Cell> cells) {
  header_seen_ = true;
  for (const Cell& cell : cells) view_.headers.push_back(NormalizedHeader(ToText(cell)));
  auto found = FindColumns(cells, binding_, view_.title);
  if (auto* trouble = std::get_if<HeaderTrouble>(&found)) {
    view_.trouble = std::move(*trouble);
    renames_.OnHeader(cells);
  } else {
    view_.layout.columns = std::get<ColumnPlaces>(found);
  }
}

bool SheetScan::IsBlank(std::span<const Cell> cells) const {
  return std::all_of(view_.layout.columns.begin(), view_.layout.columns.end(),
                     [&](int column) { return ToText(CellAt(cells, column)).empty(); });
}

void SheetScan::OnData(int row, std::span<const Cell> cells) {
  if (!wanted_removals_.empty() && IsToBeRemoved(row, cells)) return;
  if (!wanted_repairs_.empty() && ShowsAMisplacedWrite(row, cells)) {
    hit_rows_.push_back({row, {cells.begin(), cells.end()}, {}});
    return;
  }
  Take(row, cells);
}

void SheetScan::Take(int row, std::span<const Cell> cells) {
  if (IsBlank(cells)) return;
  const auto key = DecodeKey(row, cells);
  if (!key) return;
  if (const auto mended = mended_rows_.find(*key); mended != mended_rows_.end()) {
    mended->second.push_back({row, {cells.begin(), cells.end()}});
  }
  ++view_.keyed_rows;
  BaseIndex::Entry* const entry = base_.Find(*key);
  if (const int met_at = MeetAt(*key, entry, row); met_at >= 0) {
    return HoldDoubled(*key, met_at, row);
  }
  const auto decoded = DecodeRow(*key, cells);
  const auto* fits = std::get_if<Row>(&decoded);
  if (fits == nullptr || watched_.contains(*key)) return Keep(*key, row, decoded);
  if (entry == nullptr) return view_.arrivals.Add(*fits, row);
  if (entry->row() != Digest(*fits)) Keep(*key, row, decoded);
}

// Where the read met the key before, or -1.
int SheetScan::MeetAt(const RowKey& key, BaseIndex::Entry* entry, int row) {
  if (entry == nullptr) return new_keys_.MeetAt(key, row);
  if (entry->sheet_row >= 0) return entry->sheet_row;
  entry->sheet_row = row;
  return -1;
}

bool SheetScan::IsToBeRemoved(int row, std::span<const Cell> cells) {
  for (auto removal = wanted_removals_.begin(); removal != wanted_removals_.end(); ++removal) {
    if (auto columns = Shows(*removal, cells)) {
      view_.removals.push_back({std::move(*removal), row, *std::move(columns), false});
      wanted_removals_.erase(removal);
      return true;
    }
  }
  return false;
}

// The columns where the row shows all that is to be removed; nothing where it shows anything else.
std::optional<std::vector<int>> SheetScan::Shows(const RowRemoval& removal,
                                                 std::span<const Cell> cells) const {
  std::vector<int> columns;
  for (const RowRemoval::Shown& shown : removal.cells) {
    columns.push_back(ColumnOf(shown.header, shown.cell, cells));
    if (columns.back() < 0 || CellAt(cells, columns.back()) != shown.cell) return std::nullopt;
  }
  for (size_t i = 0; i < cells.size(); ++i) {
    const bool is_shown = std::find(columns.begin(), columns.end(), i) != columns.end();
    if (!is_shown && !ToText(cells[i]).empty()) return std::nullopt;
  }
  return columns;
}

bool SheetScan::ShowsAMisplacedWrite(int row, std::span<const Cell> cells) const {
  const RowKey shown = KeyShown(cells);
  for (size_t i = 0; i < wanted_repairs_.size(); ++i) {
    if (MayBeHere(i, row) && ColumnToRepair(i, shown, cells) >= 0) return true;
  }
  return false;
}

// Shows the rest of the scan the rows as they were before our misplaced writes hit them. What a row
// shows comes before what it would show once repaired: of two rows with repairs of their keys, one
// may then show the key that was left in the other.
void SheetScan::PatchHitRows() {
  for (HitRow& hit : hit_rows_) {
    hit.used.assign(wanted_repairs_.size(), false);
    Patch(hit);
  }
  for (HitRow& hit : hit_rows_) {
    while (Patch(hit)) {
    }
  }
  for (const HitRow& hit : std::exchange(hit_rows_, {})) Take(hit.row, hit.cells);
}

// Undoes what the row shows; true where that was anything. Where one misplaced write covered what
// another had left, undoing the later one uncovers the earlier.
bool SheetScan::Patch(HitRow& hit) {
  bool patched = false;
  const RowKey shown = KeyShown(hit.cells);
  for (size_t i = 0; i < wanted_repairs_.size(); ++i) {
    const int column =
        hit.used[i] || !MayBeHere(i, hit.row) ? -1 : ColumnToRepair(i, shown, hit.cells);
    if (column < 0) continue;
    hit.used[i] = repair_used_[i] = patched = true;
    AddFoundRepair(wanted_repairs_[i], hit.row, column);
    hit.cells.resize(std::max(hit.cells.size(), static_cast<size_t>(column) + 1));
    hit.cells[static_cast<size_t>(column)] = wanted_repairs_[i].restore;
  }
  return patched;
}

// The column in which a row with that key shows what is to be repaired, or -1.
int SheetScan::ColumnToRepair(size_t index, const RowKey& shown,
                              std::span<const Cell> cells) const {
  const Repair& repair = wanted_repairs_[index];
  if (repair.key != shown) return -1;
  const int column = ColumnOf(repair.header, repair.written, cells);
  return column >= 0 && CellAt(cells, column) == repair.written ? column : -1;
}

// A row may have been copied, with what we left in it. But a repair of the key itself makes a row
// another's, and one that fills an empty cell would give its content to both: these are made once.
// Rows without a key cannot be told apart: such a repair is made once, too, and one that fills an
// empty cell only where the row still stands.
bool SheetScan::MayBeHere(size_t index, int row) const {
  const Repair& repair = wanted_repairs_[index];
  const bool of_key = IsHeaderOf(Cell(repair.header), binding_.schema.key_column());
  const bool fills = std::holds_alternative<Empty>(repair.written);
  if (!IsNull(repair.key)) return (!of_key && !fills) || !repair_used_[index];
  return !repair_used_[index] && (!fills || repair.sheet_row == row);
}

// NULL where the row has none, or one that does not fit.
RowKey SheetScan::KeyShown(std::span<const Cell> cells) const {
  const auto key = FromCell(CellAt(cells, view_.layout.columns[binding_.schema.key]),
                            binding_.schema.key_column());
  return std::holds_alternative<Value>(key) ? std::get<Value>(key) : RowKey(Null{});
}

// The column that a header names, or -1. Where there was none, the value itself shows it.
int SheetScan::ColumnOf(const std::string& name, const Cell& shown,
                        std::span<const Cell> cells) const {
  const std::string header = NormalizedHeader(name);
  for (size_t i = 0; i < std::max(cells.size(), view_.headers.size()); ++i) {
    const bool same = i < view_.headers.size() ? view_.headers[i] == header : header.empty();
    const int column = static_cast<int>(i);
    if (same && (!header.empty() || CellAt(cells, column) == shown)) return column;
  }
  return -1;
}

// A repair that was made on one of several rows with its key is made on the others as well, but
// for one that fills an empty cell.
void SheetScan::AddRepairsOfCopies() {
  for (Repair& repair : made_repairs_) {
    const std::vector<RowCells>& rows = mended_rows_.at(repair.key);
    if (rows.size() < 2 || std::holds_alternative<Empty>(repair.written)) continue;
    repair.made = false;
    for (const RowCells& row : rows) {
      const int column = ColumnOf(repair.header, repair.written, row.cells);
      if (column < 0 || CellAt(row.cells, column) != repair.written) continue;
      AddFoundRepair(repair, row.row, column);
    }
  }
}

// One write puts right what several had done to a cell.
void SheetScan::AddFoundRepair(const Repair& repair, int row, int column) {
  for (FoundRepair& found : view_.repairs) {
    if (found.sheet_row != row || found.sheet_column != column) continue;
    found.repair.restore = repair.restore;
    return;
  }
  view_.repairs.push_back({repair, row, column, false});
}

std::optional<RowKey> SheetScan::DecodeKey(int row, std::span<const Cell> cells) {
  const Column& column = binding_.schema.key_column();
  const Cell& cell = CellAt(cells, view_.layout.columns[binding_.schema.key]);
  const auto decoded = FromCell(cell, column);
  if (const auto* key = std::get_if<Value>(&decoded); key != nullptr && !IsNull(*key)) return *key;
  const auto* misfit = std::get_if<Misfit>(&decoded);
  ++view_.unkeyed_rows;
  last_unkeyed_row_ = row;
  if (binding_.give_keys && ToText(cell).empty()) {
    view_.keyless.push_back(row);
    return std::nullopt;
  }
  AddHeldRow(Null{}, row, static_cast<int>(binding_.schema.key),
             misfit != nullptr ? misfit->reason : "the key is empty");
  return std::nullopt;
}

std::variant<Row, Held> SheetScan::DecodeRow(const RowKey& key, std::span<const Cell> cells) const {
  Row row;
  row.reserve(binding_.schema.columns.size());
  std::optional<Row> known;
  for (size_t i = 0; i < binding_.schema.columns.size(); ++i) {
    const Cell& cell = CellAt(cells, view_.layout.columns[i]);
    const auto* text = std::get_if<std::string>(&cell);
    if (text != nullptr && !known && LooksLikeErrorValue(*text)) known = known_(key);
    auto value = FromCell(cell, binding_.schema.columns[i], known ? &(*known)[i] : nullptr);
    if (auto* misfit = std::get_if<Misfit>(&value)) {
      return Held{std::move(misfit->reason), static_cast<int>(i)};
    }
    row.push_back(std::get<Value>(std::move(value)));
  }
  return row;
}

void SheetScan::Keep(const RowKey& key, int row, const std::variant<Row, Held>& decoded) {
  if (const auto* held = std::get_if<Held>(&decoded)) {
    view_.held.emplace(key, *held);
    AddHeldRow(key, row, held->column, held->reason);
  } else {
    view_.rows.emplace(key, SheetView::FoundRow{std::get<Row>(decoded), row});
  }
}

void SheetScan::HoldDoubled(const RowKey& key, int first_row, int row) {
  const int column = view_.layout.columns[binding_.schema.key];
  const auto says = [&](int other) {
    return fmt::format("the key stands in {} as well", A1In(view_.title, other, column));
  };
  const bool first_time = !view_.held.contains(key) || view_.held.at(key).reason != "doubled key";
  view_.rows.erase(key);
  view_.held.insert_or_assign(key, Held{"doubled key", static_cast<int>(binding_.schema.key)});
  const int schema_column = static_cast<int>(binding_.schema.key);
  if (first_time) AddHeldRow(key, first_row, schema_column, says(row));
  AddHeldRow(key, row, schema_column, says(first_row));
}

void SheetScan::AddHeldRow(const RowKey& key, int row, int schema_column,
                           const std::string& reason) {
  CHECK(schema_column >= 0);
  const auto column = static_cast<size_t>(schema_column);
  view_.held_rows.push_back({key, A1In(view_.title, row, view_.layout.columns[column]),
                             binding_.schema.columns[column].name, reason});
}

// What fills a cell of a row without a key is meant for the only such row, if there is one only.
void SheetScan::FillTheOnlyRowWithoutKey() {
  if (view_.unkeyed_rows != 1 || view_.trouble) return;
  std::optional<int> stood_at;
  for (size_t i = 0; i < wanted_repairs_.size(); ++i) {
    const Repair& repair = wanted_repairs_[i];
    const bool fills = IsNull(repair.key) && std::holds_alternative<Empty>(repair.written);
    const int column = fills && !repair_used_[i] ? ColumnOf(repair.header, repair.written, {}) : -1;
    if (column < 0) continue;
    if (stood_at && *stood_at != repair.sheet_row) return;  // they were two rows
    stood_at = repair.sheet_row;
    repair_used_[i] = true;
    AddFoundRepair(repair, last_unkeyed_row_, column);
  }
}

SheetView SheetScan::Finish() {
  if (!header_seen_) {
    view_.trouble = HeaderTrouble{
        fmt::format("row {} of the sheet '{}', where the headers should be, is empty; put the "
                    "header row back or correct `header_row` of table {} in the configuration",
                    binding_.header_row, view_.title, binding_.schema.name)};
  }
  if (view_.trouble) view_.renamed = renames_.Found();
  PatchHitRows();
  FillTheOnlyRowWithoutKey();
  if (!view_.trouble) AddRepairsOfCopies();
  for (size_t i = 0; i < wanted_repairs_.size(); ++i) {
    if (!repair_used_[i]) view_.moot_repairs.push_back(wanted_repairs_[i]);
  }
  return std::move(view_);
}

}  // namespace sheetkeeper
