// SheetScan: turns the rows of one tab, as they arrive, into what the cycle needs of them.
//
// Nearly all rows of a read are the ones both sides agreed on. A row is decoded, its digest is
// compared with the base, and it is forgotten; only rows that differ, rows that the caller watches
// (their base is not known by value) and rows that do not fit are kept. Rows that neither the base
// nor the caller knows may be many: they are spooled, in the order of the sheet.
//
// A row is held back, by itself, where a cell does not fit its column, where its key is blank (but
// see TableBinding::give_keys) or unusable, or where its key stands in more than one row. While any
// row has no usable key, a key that the read did not meet may be that row's: `unkeyed_rows` tells,
// and nothing may be deleted.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "google/known_windows.h"
#include "model/base_index.h"
#include "model/plan.h"
#include "model/schema.h"
#include "model/value.h"
#include "store/store.h"
#include "sync/header.h"
#include "sync/rename_finder.h"
#include "sync/repair_finder.h"
#include "sync/row_spool.h"

namespace sheetkeeper {

// A row that the read found still to be taken away.
struct FoundRemoval {
  RowRemoval removal;
  int sheet_row = -1;              // -1: another write of ours hit the row, and is put right first
  std::vector<int> sheet_columns;  // of each of its cells
  bool done = false;               // a batch has carried it out
};

// What a read found in one tab.
struct SheetView {
  std::optional<HeaderTrouble> trouble;  // with it, the rest says nothing but for headers
  std::optional<RenamedHeader> renamed;  // what the trouble certainly is
  SheetLayout layout;                    // without sheet_id and span
  std::vector<std::string> headers;      // normalized, by sheet column
  std::string title;
  struct FoundRow {
    Row row;
    int sheet_row = -1;
  };
  std::map<RowKey, FoundRow> rows;  // changed and watched rows
  RowSpool arrivals;                // new ones; some may be in `held` by now, as doubled
  NewKeys new_keys;                 // of all rows that the base has not, held ones included
  std::map<RowKey, Held> held;      // keys that stand in the sheet but cannot take part
  std::vector<HeldRow> held_rows;   // the same for people, one per row of the sheet
  std::vector<FoundRepair> repairs;
  std::vector<FoundRemoval> removals;
  std::vector<Repair> moot_repairs;  // somebody has written there since, or the row is gone
  int64_t keyed_rows = 0;            // rows with a usable key, held ones included
  int64_t unkeyed_rows = 0;          // rows with content but without a usable key
  std::vector<int> keyless;          // those with an empty key, where they are given one
};

class SheetScan {
 public:
  // `base`, `binding` and `known_headers` (sync/rename_finder.h) outlive the scan; the sheet_row of
  // each entry of `base` is set where its key is met. Of `mending` what belongs to other tables is
  // left out. REQUIRES: every entry's sheet_row is -1.
  SheetScan(const TableBinding& binding, BaseIndex& base, std::set<RowKey> watched,
            const Mending& mending, const std::set<std::string>& known_headers, KnownRow known);

  void OnRange(std::string_view echo);
  void OnRow(int row, std::span<const Cell> cells);
  // As ValueSink has them. Noted are rows that are those of the base, in its order: they are met
  // again at once, without being looked at, where the base still has them so.
  std::optional<RowsNote> NoteOf(int count);
  bool OnKnownRows(int row, int count, const RowsNote& note);
  // The end of the read. Call once.
  SheetView Finish();

 private:
  void OnHeader(std::span<const Cell> cells);
  void OnData(int row, std::span<const Cell> cells);
  bool IsBlank(std::span<const Cell> cells) const;
  bool IsToBeRemoved(int row, std::span<const Cell> cells);
  std::optional<std::vector<int>> Shows(const RowRemoval& removal,
                                        std::span<const Cell> cells) const;
  void Take(int row, std::span<const Cell> cells);
  std::optional<RowKey> DecodeKey(int row, std::span<const Cell> cells);
  std::variant<Row, Held> DecodeRow(const RowKey& key, std::span<const Cell> cells) const;
  void Keep(const RowKey& key, int row, const std::variant<Row, Held>& decoded);
  int MeetAt(const RowKey& key, BaseIndex::Entry* entry, int row);
  void TakeAgreed(const BaseIndex::Entry& entry);
  uint64_t LayoutDigest() const;
  void HoldDoubled(const RowKey& key, int first_row, int row);
  void AddHeldRow(const RowKey& key, int row, int schema_column, const std::string& reason);

  const TableBinding& binding_;
  BaseIndex& base_;
  const std::set<RowKey> watched_;
  std::vector<RowRemoval> wanted_removals_;  // those not found yet
  const KnownRow known_;
  RepairFinder repairs_;
  RenameFinder renames_;
  SheetView view_;
  bool header_seen_ = false;

  // Rows since the last note that are agreed and stand in the base one after another.
  struct AgreedRun {
    int rows = 0;
    RowsNote note;
    size_t next = 0;  // where the next one has to stand
  };
  AgreedRun run_;
};

}  // namespace sheetkeeper
