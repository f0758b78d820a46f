// Which rows of a read still show what our misplaced writes left (sync/evidence.h), and what these
// rows are once that is undone.
//
// A repair names a row by its key, a column by its header, the value we left there and the one to
// put back. It is made wherever that row stands now, as long as it shows the value we left; where
// it does not, somebody has written there since.
//
// A row without a key is known by what we left in it. Where that is an emptied cell, any such row
// shows it, so the rows are told apart by their other cells: the row whose key is to be filled in
// again has the cells that both sides last agreed on for that key. Where no cell tells, it is the
// only row that is left, or else the one that stands where the row stood. In the same way a row is
// told whose key we have written over, where another one shows that key, too.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "model/plan.h"
#include "model/schema.h"
#include "model/value.h"
#include "sync/header.h"

namespace sheetkeeper {

// A repair that the read found still to be needed.
struct FoundRepair {
  Repair repair;
  int sheet_row = -1;
  int sheet_column = -1;
  bool done = false;  // a batch has carried it out
};

// Gives the values that both sides last agreed on for a key, or nullopt.
using KnownRow = std::function<std::optional<Row>(const RowKey&)>;

struct ShownRow {
  int row = -1;  // 0-based, of the sheet
  std::vector<Cell> cells;
};

class RepairFinder {
 public:
  // `schema` outlives it. Repairs of other tables are left out.
  RepairFinder(const TableSchema& schema, const std::vector<Repair>& repairs, KnownRow known);

  // There is nothing to be repaired.
  bool empty() const { return wanted_.empty() && made_.empty(); }
  // `headers` are normalized, by sheet column; `columns` tells where those of the schema stand.
  void OnHeader(std::vector<std::string> headers, ColumnPlaces columns);
  // True where the row may show what is to be repaired: it waits for Finish().
  bool Holds(int row, std::span<const Cell> cells);
  // A row that has the key, as it is or as it is shown by Finish().
  void OnKey(const RowKey& key, int row, std::span<const Cell> cells);

  // The rows that waited, as they were before our misplaced writes hit them. Call once, before what
  // is below.
  std::vector<ShownRow> Finish();
  // Those of copies among them: call after OnKey() has been told of every row.
  std::vector<FoundRepair> Found();
  // Somebody has written there since, or the row is gone.
  std::vector<Repair> Moot() const;

 private:
  struct Wanted {
    Repair repair;
    bool used = false;
    bool shown = false;  // by a row as it was read
    int only_row = -1;   // the row of the sheet that it is meant for, where that had to be told
  };
  struct HitRow {
    ShownRow shown;
    RowKey key_as_read = {};
    std::vector<bool> used = {};  // by index of wanted_
  };
  using Fills = std::vector<Wanted*>;  // of one row

  bool FillsARowWithoutKey(const Wanted& wanted) const;
  bool IsRowWithoutKey(std::span<const Cell> cells) const;
  bool ShowsAMisplacedWrite(int row, std::span<const Cell> cells) const;
  void PlaceFills();
  void PlaceKeys();
  bool IsOfKey(const Repair& repair) const;
  std::optional<Row> KnownOf(const Repair& repair) const;
  std::optional<Row> KnownOf(const Fills& fills) const;
  const ShownRow* MostAlike(const Row& known, const std::vector<const ShownRow*>& rows) const;
  int CountAlike(const Row& known, std::span<const Cell> cells) const;
  bool WasPutBack(const Repair& repair) const;
  bool IsLike(const std::optional<Row>& known, const ShownRow& row) const;

  bool Patch(HitRow& hit, bool as_read);
  bool MayBeHere(const Wanted& wanted, int row) const;
  int ColumnToRepair(const Repair& repair, const RowKey& shown, std::span<const Cell> cells) const;
  RowKey KeyShown(std::span<const Cell> cells) const;
  void AddRepairsOfCopies();
  void Add(const Repair& repair, int row, int column);

  const TableSchema& schema_;
  const KnownRow known_;
  std::vector<Wanted> wanted_;
  bool any_fills_ = false;
  std::vector<Repair> made_;
  std::map<RowKey, std::vector<ShownRow>> mended_rows_;  // the rows of their keys
  std::vector<std::string> headers_;
  ColumnPlaces columns_;
  std::vector<HitRow> hit_rows_;
  std::vector<FoundRepair> found_;
};

}  // namespace sheetkeeper
