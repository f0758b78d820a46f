#include "sync/batch.h"

#include <algorithm>
#include <map>

#include "base/check.h"
#include "model/a1.h"
#include "model/canonical.h"

namespace sheetkeeper {
namespace {

bool HitsExistingRow(SheetOp::Kind kind) {
  return kind == SheetOp::Kind::kUpdate || kind == SheetOp::Kind::kGiveKey ||
         kind == SheetOp::Kind::kRepair || TakesRowAway(kind);
}

// Of the evidence sheet: below what it has to keep.
int FirstFreeRow(const Intent& intent) {
  int row = 1;
  for (const SheetOp& op : intent.ops) {
    if (op.kind == SheetOp::Kind::kRestoreRow) row = std::max(row, op.evidence_row + 1);
  }
  return row;
}

// Writes that the sheet cannot hold never become operations (sync/cycle.cc).
Cell CellFor(const Value& value, const Column& column) {
  auto cell = ToCell(value, column);
  CHECK(std::holds_alternative<Cell>(cell));
  return std::get<Cell>(std::move(cell));
}

std::string HeaderAt(const std::vector<std::string>& headers, int column) {
  const auto at = static_cast<size_t>(column);
  return at < headers.size() ? headers[at] : "";
}

// -1: nowhere.
int PlaceOf(const std::string& header, const std::vector<std::string>& headers) {
  const auto found = std::find(headers.begin(), headers.end(), header);
  return found != headers.end() ? static_cast<int>(found - headers.begin()) : -1;
}

// Where the column without a header that stood at `from` stands now: as far from the nearest one
// with a header as it was, to its right or else to its left, or where it stood; -1 where a header
// stands there.
int WhereNamelessColumnWent(const std::vector<std::string>& headers, int from,
                            const SheetLayout& layout) {
  const std::vector<std::string>& now = layout.span_headers;
  std::vector<int> places;
  for (const int side : {-1, 1}) {
    int nearest = from;
    const auto inside = [&] { return nearest >= 0 && nearest < static_cast<int>(headers.size()); };
    while (inside() && HeaderAt(headers, nearest).empty()) nearest += side;
    const int place = inside() ? PlaceOf(HeaderAt(headers, nearest), now) : -1;
    if (place >= 0) places.push_back(place + from - nearest);
  }
  places.push_back(from);
  const auto nameless = std::find_if(places.begin(), places.end(), [&](int place) {
    return place >= 0 && place < layout.column_count && HeaderAt(now, place).empty();
  });
  return nameless != places.end() ? *nameless : -1;
}

// Where the column that stood at `from` when the headers were these stands now; -1 where it is
// gone. One whose header is gone, where a header stands now that no column had, was renamed in its
// place.
int WhereColumnWent(const std::vector<std::string>& headers, int from, const SheetLayout& layout) {
  const std::vector<std::string>& now = layout.span_headers;
  const int same_place = from < layout.column_count ? from : -1;
  const std::string header = HeaderAt(headers, from);
  if (header.empty()) return WhereNamelessColumnWent(headers, from, layout);
  const std::string header_here = HeaderAt(now, from);
  if (header_here == header) return same_place;
  const int found = PlaceOf(header, now);
  if (found >= 0) return found;
  const bool renamed = !header_here.empty() && PlaceOf(header_here, headers) < 0;
  return renamed ? same_place : -1;
}

}  // namespace

std::vector<ColumnRun> WhereColumnsWent(const std::vector<std::string>& headers,
                                        const SheetLayout& layout) {
  std::vector<ColumnRun> runs;
  for (int from = 0; from < static_cast<int>(headers.size()); ++from) {
    const int to = WhereColumnWent(headers, from, layout);
    if (to < 0) continue;
    const bool joins = !runs.empty() && runs.back().from + runs.back().width == from &&
                       runs.back().to + runs.back().width == to;
    if (joins) {
      ++runs.back().width;
    } else {
      runs.push_back({from, to, 1});
    }
  }
  return runs;
}

namespace {

class BatchBuilder {
 public:
  BatchBuilder(const Intent& intent, const EvidenceSheet& evidence, const BatchWriter& writer,
               std::span<const TableSchema* const> schemas)
      : intent_(intent), evidence_(evidence), writer_(writer) {
    for (const TableSchema* schema : schemas) schemas_[schema->name] = schema;
    for (const SheetLayout& layout : intent.layouts) layouts_[layout.table] = &layout;
  }

  BuiltBatch Build(const BatchTokens& tokens) {
    if (!tokens.cleared_key.empty()) Add(DeleteTokens{tokens.cleared_key});
    Add(CreateToken{intent_.token, tokens.key});
    for (const int32_t burned : tokens.burned) Add(CreateToken{burned, tokens.key});
    PutRowsBack();
    PrepareEvidenceSheet();
    CopyAside();
    WriteChangedCells();
    for (const SheetLayout& layout : intent_.layouts) InsertNewRows(layout);
    DeleteRowsFromBelow();
    built_.batch.response_ranges = {QuoteSheetTitle(kEvidenceSheetTitle) +
                                    "!A1:" + A1(evidence_rows() - 1, evidence_columns() - 1)};
    return std::move(built_);
  }

 private:
  void Add(BatchRequest request, int operation = -1) {
    built_.batch.requests.push_back(std::move(request));
    built_.operation_of_request.push_back(operation);
  }

  const SheetLayout& LayoutOf(const SheetOp& op) const { return *layouts_.at(op.table); }

  int evidence_rows() const {
    int rows = 1;
    for (const SheetLayout& layout : intent_.layouts) {
      rows = std::max(rows, layout.evidence_header_row + 1);
    }
    for (const SheetOp& op : intent_.ops) {
      rows = std::max(rows, op.evidence_row + (TakesRowAway(op.kind) ? 2 : 1));
    }
    return rows;
  }

  int evidence_columns() const {
    int columns = static_cast<int>(Mark().size());
    for (const SheetLayout& layout : intent_.layouts) {
      columns = std::max(columns, layout.column_count);
    }
    for (const SheetOp& op : intent_.ops) {
      columns = std::max(columns, static_cast<int>(op.restored_headers.size()));
    }
    return columns;
  }

  void PutRowsBack() {
    for (size_t i = 0; i < intent_.ops.size(); ++i) {
      const SheetOp& op = intent_.ops[i];
      if (op.kind != SheetOp::Kind::kRestoreRow) continue;
      const SheetLayout& layout = LayoutOf(op);
      const int row = std::min(op.sheet_row, layout.row_count - 1);
      Add(InsertRows{layout.sheet_id, row, 1, false}, static_cast<int>(i));
      for (const ColumnRun& run : WhereColumnsWent(op.restored_headers, layout)) {
        Add(CopyCells{Rectangle(evidence_.sheet_id, op.evidence_row, run.from, run.width),
                      Rectangle(layout.sheet_id, row, run.to, run.width),
                      CopyCells::What::kEverything},
            static_cast<int>(i));
      }
    }
  }

  static GridRange Rectangle(int32_t sheet_id, int row, int column, int width, int height = 1) {
    return {sheet_id, row, row + height, column, column + width};
  }

  // Rows that are put back stay there: they may have been put under columns that had moved.
  void PrepareEvidenceSheet() {
    const int32_t id = evidence_.sheet_id;
    if (evidence_.exists) {
      const int first = FirstFreeRow(intent_);
      const int from = first == 1 ? 0 : first;
      Add(ResizeSheet{id, evidence_rows(), evidence_columns()});
      Add(ClearCells{Rectangle(id, from, 0, evidence_columns(), evidence_rows() - from)});
    } else {
      Add(AddHiddenSheet{id, kEvidenceSheetTitle, evidence_rows(), evidence_columns()});
    }
    Add(WriteCells{id, 0, 0, Mark()});
  }

  std::vector<Cell> Mark() const {
    std::vector<Cell> mark{Cell(static_cast<double>(intent_.token)), Cell(writer_.id),
                           Cell(static_cast<double>(intent_.at_ms))};
    if (writer_.lease > Millis(0)) {
      mark.emplace_back(static_cast<double>(intent_.at_ms + writer_.lease.count()));
    }
    return mark;
  }

  // A copy that is refused says nothing against the row: the tab is gone, for example.
  void CopySpanAside(const SheetLayout& layout, int from_row, int to_row, int height) {
    const int first = layout.span_begin;
    const int width = layout.span_end - first;
    Add(CopyCells{Rectangle(layout.sheet_id, from_row, first, width, height),
                  Rectangle(evidence_.sheet_id, to_row, 0, width, height),
                  CopyCells::What::kValues});
  }

  void CopyAside() {
    for (const SheetLayout& layout : intent_.layouts) {
      CopySpanAside(layout, layout.header_row, layout.evidence_header_row, 1);
    }
    for (size_t i = 0; i < intent_.ops.size();) {
      const SheetOp& op = intent_.ops[i];
      if (!HitsExistingRow(op.kind)) {
        ++i;
        continue;
      }
      const int run = NeighboursFrom(i);
      CopySpanAside(LayoutOf(op), op.sheet_row, op.evidence_row, run);
      if (TakesRowAway(op.kind)) CopyWholeRowAside(op);
      i += static_cast<size_t>(run);
    }
  }

  // How many operations from `i` on hit rows of one table that stand one below the other in the
  // sheet and in the evidence sheet, so that one copy serves them all.
  int NeighboursFrom(size_t i) const {
    const SheetOp& first = intent_.ops[i];
    int run = 1;
    while (i + static_cast<size_t>(run) < intent_.ops.size()) {
      const SheetOp& next = intent_.ops[i + static_cast<size_t>(run)];
      if (TakesRowAway(first.kind) || next.kind != first.kind || next.table != first.table ||
          next.sheet_row != first.sheet_row + run ||
          next.evidence_row != first.evidence_row + run) {
        break;
      }
      ++run;
    }
    return run;
  }

  void CopyWholeRowAside(const SheetOp& op) {
    const SheetLayout& layout = LayoutOf(op);
    Add(CopyCells{Rectangle(layout.sheet_id, op.sheet_row, 0, layout.column_count),
                  Rectangle(evidence_.sheet_id, op.evidence_row + 1, 0, layout.column_count),
                  CopyCells::What::kEverything});
  }

  void WriteChangedCells() {
    for (size_t i = 0; i < intent_.ops.size(); ++i) {
      const SheetOp& op = intent_.ops[i];
      if (op.kind == SheetOp::Kind::kUpdate || op.kind == SheetOp::Kind::kGiveKey) {
        WriteRow(op, op.sheet_row, static_cast<int>(i));
      } else if (op.kind == SheetOp::Kind::kRepair) {
        for (const SheetOp::RawCell& cell : op.raw) {
          Add(WriteCells{LayoutOf(op).sheet_id, op.sheet_row, cell.sheet_column, {cell.restore}},
              static_cast<int>(i));
        }
      }
    }
  }

  // The changed cells of one row, in runs of neighbouring columns.
  void WriteRow(const SheetOp& op, int row, int index) {
    const SheetLayout& layout = LayoutOf(op);
    const TableSchema& schema = *schemas_.at(op.table);
    std::map<int, Cell> by_column;
    for (const CellChange& change : op.cells) {
      if (op.kind == SheetOp::Kind::kInsert && IsNull(change.after)) continue;
      by_column[layout.columns[change.column]] =
          CellFor(change.after, schema.columns[change.column]);
    }
    WriteCells run;
    for (auto& [column, cell] : by_column) {
      if (!run.cells.empty() && column != run.column + static_cast<int>(run.cells.size())) {
        Add(std::exchange(run, {}), index);
      }
      if (run.cells.empty()) run = {layout.sheet_id, row, column, {}};
      run.cells.push_back(std::move(cell));
    }
    if (!run.cells.empty()) Add(std::move(run), index);
  }

  void InsertNewRows(const SheetLayout& layout) {
    std::vector<size_t> inserts;
    for (size_t i = 0; i < intent_.ops.size(); ++i) {
      if (intent_.ops[i].kind == SheetOp::Kind::kInsert && intent_.ops[i].table == layout.table) {
        inserts.push_back(i);
      }
    }
    if (inserts.empty()) return;
    const int first = std::max(layout.end_row, layout.header_row + 1);
    // Rows can be inserted before a row of the grid only; a full one gets a spare row first.
    if (first >= layout.row_count) Add(AppendRows{layout.sheet_id, first - layout.row_count + 1});
    // A row under the header would look like a header.
    const bool inherit = first > layout.header_row + 1;
    Add(InsertRows{layout.sheet_id, first, static_cast<int>(inserts.size()), inherit});
    int row = first;
    for (const size_t i : inserts) WriteRow(intent_.ops[i], row++, static_cast<int>(i));
  }

  void DeleteRowsFromBelow() {
    std::vector<size_t> deletes;
    for (size_t i = 0; i < intent_.ops.size(); ++i) {
      if (TakesRowAway(intent_.ops[i].kind)) deletes.push_back(i);
    }
    std::sort(deletes.begin(), deletes.end(), [&](size_t a, size_t b) {
      return intent_.ops[a].sheet_row > intent_.ops[b].sheet_row;
    });
    for (const size_t i : deletes) {
      const SheetOp& op = intent_.ops[i];
      Add(DeleteRows{LayoutOf(op).sheet_id, op.sheet_row, 1}, static_cast<int>(i));
    }
  }

  const Intent& intent_;
  const EvidenceSheet& evidence_;
  const BatchWriter& writer_;
  std::map<std::string, const TableSchema*> schemas_;
  std::map<std::string, const SheetLayout*> layouts_;
  BuiltBatch built_;
};

}  // namespace

void PlaceEvidence(Intent& intent) {
  int row = FirstFreeRow(intent);
  for (SheetLayout& layout : intent.layouts) layout.evidence_header_row = row++;
  for (SheetOp& op : intent.ops) {
    if (!HitsExistingRow(op.kind)) continue;
    op.evidence_row = row;
    row += TakesRowAway(op.kind) ? 2 : 1;
  }
}

BuiltBatch BuildBatch(const Intent& intent, const EvidenceSheet& evidence,
                      const BatchWriter& writer, const BatchTokens& tokens,
                      std::span<const TableSchema* const> schemas) {
  return BatchBuilder(intent, evidence, writer, schemas).Build(tokens);
}

}  // namespace sheetkeeper
