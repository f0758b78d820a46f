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
namespace {

bool HoldsNothing(const Cell& cell) {
  const auto* text = std::get_if<std::string>(&cell);
  return text != nullptr ? text->empty() : IsEmpty(cell);
}

}  // namespace

SheetScan::SheetScan(const TableBinding& binding, BaseIndex& base, std::set<RowKey> watched,
                     const Mending& mending, const std::set<std::string>& known_headers,
                     KnownRow known)
    : binding_(binding),
      base_(base),
      watched_(std::move(watched)),
      known_(std::move(known)),
      repairs_(binding.schema, mending.repairs, known_),
      renames_(binding.schema, base, known_headers) {
  const auto of_table = [&](const auto& it) { return it.table == binding.schema.name; };
  std::copy_if(mending.removals.begin(), mending.removals.end(),
               std::back_inserter(wanted_removals_), of_table);
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
  if (rows > base_.size()) view_.new_keys.Reserve(rows - base_.size());
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
    repairs_.OnHeader(view_.headers, view_.layout.columns);
  }
}

bool SheetScan::IsBlank(std::span<const Cell> cells) const {
  return std::all_of(view_.layout.columns.begin(), view_.layout.columns.end(),
                     [&](int column) { return HoldsNothing(CellAt(cells, column)); });
}

void SheetScan::OnData(int row, std::span<const Cell> cells) {
  if (!wanted_removals_.empty() && IsToBeRemoved(row, cells)) return;
  if (repairs_.Holds(row, cells)) return;
  Take(row, cells);
}

void SheetScan::Take(int row, std::span<const Cell> cells) {
  if (IsBlank(cells)) return;
  const auto key = DecodeKey(row, cells);
  if (!key) return;
  repairs_.OnKey(*key, row, cells);
  ++view_.keyed_rows;
  BaseIndex::Entry* const entry = base_.Find(*key);
  // What is looked at afterwards is on its way while the row is decoded.
  if (entry == nullptr) view_.new_keys.Expect(*key);
  const auto decoded = DecodeRow(*key, cells);
  if (const int met_at = MeetAt(*key, entry, row); met_at >= 0) {
    return HoldDoubled(*key, met_at, row);
  }
  const auto* fits = std::get_if<Row>(&decoded);
  if (fits == nullptr || watched_.contains(*key)) return Keep(*key, row, decoded);
  if (entry == nullptr) return view_.arrivals.Add(*fits, row);
  if (entry->row() != Digest(*fits)) return Keep(*key, row, decoded);
  TakeAgreed(*entry);
}

void SheetScan::TakeAgreed(const BaseIndex::Entry& entry) {
  const size_t index = base_.IndexOf(entry);
  if (run_.rows == 0) run_.note = {entry.key.bits(), 0};
  if (run_.rows == 0 || index == run_.next) ++run_.rows;
  run_.note.all = BaseIndex::DigestOfRun(run_.note.all, entry);
  run_.next = index + 1;
}

std::optional<RowsNote> SheetScan::NoteOf(int count) {
  const AgreedRun run = std::exchange(run_, {});
  if (run.rows != count || count == 0) return std::nullopt;
  return RowsNote{run.note.first, run.note.all ^ LayoutDigest()};
}

// Which columns of the sheet the rows are read from.
uint64_t SheetScan::LayoutDigest() const {
  Row columns;
  for (const int column : view_.layout.columns) columns.emplace_back(int64_t{column});
  return Digest(columns);
}

bool SheetScan::OnKnownRows(int row, int count, const RowsNote& note) {
  const bool all_are_looked_at = !header_seen_ || view_.trouble || !watched_.empty() ||
                                 !wanted_removals_.empty() || !repairs_.empty();
  if (all_are_looked_at) return false;
  const uint64_t run = note.all ^ LayoutDigest();
  if (!base_.MeetRun(note.first, static_cast<size_t>(count), run, row)) return false;
  view_.keyed_rows += count;
  view_.layout.end_row = row + count;
  return true;
}

// Where the read met the key before, or -1.
int SheetScan::MeetAt(const RowKey& key, BaseIndex::Entry* entry, int row) {
  if (entry == nullptr) return view_.new_keys.MeetAt(key, row);
  if (entry->sheet_row >= 0) return entry->sheet_row;
  base_.Meet(*entry, row);
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
    columns.push_back(ColumnShowing(shown.header, shown.cell, view_.headers, cells));
    if (columns.back() < 0 || CellAt(cells, columns.back()) != shown.cell) return std::nullopt;
  }
  if (!ShowsNothingBut(columns, cells)) return std::nullopt;
  return columns;
}

std::optional<RowKey> SheetScan::DecodeKey(int row, std::span<const Cell> cells) {
  const Column& column = binding_.schema.key_column();
  const Cell& cell = CellAt(cells, view_.layout.columns[binding_.schema.key]);
  const auto decoded = FromCell(cell, column);
  if (const auto* key = std::get_if<Value>(&decoded); key != nullptr && !IsNull(*key)) return *key;
  const auto* misfit = std::get_if<Misfit>(&decoded);
  ++view_.unkeyed_rows;
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

SheetView SheetScan::Finish() {
  if (!header_seen_) {
    view_.trouble = HeaderTrouble{
        fmt::format("row {} of the sheet '{}', where the headers should be, is empty; put the "
                    "header row back or correct `header_row` of table {} in the configuration",
                    binding_.header_row, view_.title, binding_.schema.name)};
  }
  if (view_.trouble) view_.renamed = renames_.Found();
  for (const ShownRow& row : repairs_.Finish()) {
    if (!IsToBeRemoved(-1, row.cells)) Take(row.row, row.cells);
  }
  view_.repairs = repairs_.Found();
  view_.moot_repairs = repairs_.Moot();
  return std::move(view_);
}

}  // namespace sheetkeeper
