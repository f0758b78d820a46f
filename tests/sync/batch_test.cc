#include "sync/batch.h"

#include <sstream>

#include <gtest/gtest.h>

#include "model/a1.h"

namespace sheetkeeper {
namespace {

std::string Area(const GridRange& range) {
  return std::to_string(range.sheet_id) + ":" + A1(range.start_row, range.start_column) + ":" +
         A1(range.end_row - 1, range.end_column - 1);
}

struct Shown {
  std::string operator()(const CreateToken& r) const {
    return "token " + std::to_string(r.id) + " " + r.key;
  }
  std::string operator()(const DeleteTokens& r) const { return "delete tokens " + r.key; }
  std::string operator()(const AddHiddenSheet& r) const {
    return "add " + r.title + " " + std::to_string(r.row_count) + "x" +
           std::to_string(r.column_count);
  }
  std::string operator()(const ResizeSheet& r) const {
    return "resize " + std::to_string(r.row_count) + "x" + std::to_string(r.column_count);
  }
  std::string operator()(const ClearCells& r) const { return "clear " + Area(r.range); }
  std::string operator()(const CopyCells& r) const {
    const char* what = r.what == CopyCells::What::kValues ? "values " : "everything ";
    return "copy " + (what + Area(r.from)) + " to " + Area(r.to);
  }
  std::string operator()(const WriteCells& r) const {
    std::string text = "write " + std::to_string(r.sheet_id) + ":" + A1(r.row, r.column);
    for (const Cell& cell : r.cells) text += " " + ToText(cell);
    return text;
  }
  std::string operator()(const InsertRows& r) const {
    return "insert " + std::to_string(r.count) + " at " + std::to_string(r.row + 1) +
           (r.inherit_from_before ? " like above" : "");
  }
  std::string operator()(const AppendRows& r) const { return "append " + std::to_string(r.count); }
  std::string operator()(const DeleteRows& r) const {
    return "delete " + std::to_string(r.row + 1);
  }
};

class BatchTest : public testing::Test {
 protected:
  BatchTest() {
    schema_.name = "pay";
    schema_.columns = {{.name = "id", .header = "Id", .type = ColumnType::kInteger},
                       {.name = "wage", .header = "Wage", .type = ColumnType::kReal},
                       {.name = "note", .header = "Note", .type = ColumnType::kText}};
    SheetLayout layout;
    layout.table = "pay";
    layout.sheet_id = 7;
    layout.columns = {1, 3, 4};
    layout.end_row = 5;
    layout.row_count = 10;
    layout.column_count = 6;
    layout.span_begin = 1;
    layout.span_end = 5;
    intent_.token = 42;
    intent_.layouts = {layout};
  }

  void Add(SheetOp::Kind kind, int64_t key, int row, std::vector<CellChange> cells) {
    SheetOp op;
    op.kind = kind;
    op.table = "pay";
    op.key = key;
    op.sheet_row = row;
    op.cells = std::move(cells);
    intent_.ops.push_back(std::move(op));
  }

  std::string Built(bool evidence_exists = true, const BatchTokens& tokens = {{}, "sk0", ""}) {
    PlaceEvidence(intent_);
    const TableSchema* schemas[] = {&schema_};
    const BuiltBatch built = BuildBatch(intent_, {99, evidence_exists}, writer_, tokens, schemas);
    EXPECT_EQ(built.batch.requests.size(), built.operation_of_request.size());
    std::ostringstream out;
    for (const BatchRequest& request : built.batch.requests)
      out << std::visit(Shown{}, request) << "\n";
    out << built.batch.response_ranges.at(0);
    return out.str();
  }

  TableSchema schema_;
  Intent intent_;
  BatchWriter writer_{"w1"};
};

TEST_F(BatchTest, AnUpdateCarriesItsRowAsideBeforeItWritesTheChangedCells) {
  Add(SheetOp::Kind::kUpdate, 1, 2, {{1, 15.5, 16.0}, {2, std::string("a"), Null{}}});
  EXPECT_EQ(Built(),
            "token 42 sk0\n"
            "resize 3x6\n"
            "clear 99:A1:F3\n"
            "write 99:A1 42 w1 0\n"
            "copy values 7:B1:E1 to 99:A2:D2\n"
            "copy values 7:B3:E3 to 99:A3:D3\n"
            "write 7:D3 16 \n"
            "'_sheetkeeper'!A1:F3");
}

TEST_F(BatchTest, NeighbouringRowsShareACopy) {
  Add(SheetOp::Kind::kUpdate, 1, 2, {{1, 1.0, 2.0}});
  Add(SheetOp::Kind::kUpdate, 2, 3, {{1, 1.0, 2.0}});
  EXPECT_NE(Built().find("copy values 7:B3:E4 to 99:A3:D4\n"), std::string::npos);
}

TEST_F(BatchTest, NewRowsAreInsertedBelowTheLastOne) {
  Add(SheetOp::Kind::kInsert, 1, -1,
      {{0, Null{}, int64_t{9}}, {1, Null{}, 1.5}, {2, Null{}, Null{}}});
  EXPECT_NE(Built().find("insert 1 at 6 like above\nwrite 7:B6 9\nwrite 7:D6 1.5\n"),
            std::string::npos);
}

TEST_F(BatchTest, AFullGridGetsASpareRowFirst) {
  intent_.layouts[0].end_row = 10;
  Add(SheetOp::Kind::kInsert, 1, -1, {{0, Null{}, int64_t{9}}});
  EXPECT_NE(Built().find("append 1\ninsert 1 at 11 like above\n"), std::string::npos);
}

TEST_F(BatchTest, ARowUnderTheHeaderDoesNotInheritItsLook) {
  intent_.layouts[0].end_row = 1;
  Add(SheetOp::Kind::kInsert, 1, -1, {{0, Null{}, int64_t{9}}});
  EXPECT_NE(Built().find("insert 1 at 2\n"), std::string::npos);
}

TEST_F(BatchTest, RowsAreDeletedFromBelowAndKeptWhole) {
  Add(SheetOp::Kind::kDelete, 1, 2, {});
  Add(SheetOp::Kind::kDelete, 2, 4, {});
  const std::string built = Built();
  EXPECT_NE(built.find("copy everything 7:A3:F3 to 99:A4:F4\n"), std::string::npos);
  EXPECT_NE(built.find("delete 5\ndelete 3\n"), std::string::npos);
}

TEST_F(BatchTest, UnresolvedTokensAreBurned) {
  const std::string burned = "token 42 sk1\ntoken 40 sk1\ntoken 41 sk1\n";
  EXPECT_EQ(Built(true, {{40, 41}, "sk1", ""}).substr(0, burned.size()), burned);
}

TEST_F(BatchTest, OldTokensGoBeforeNewOnesNeedTheirPlace) {
  const std::string cleared = "delete tokens sk2\ntoken 42 sk1\n";
  EXPECT_EQ(Built(true, {{}, "sk1", "sk2"}).substr(0, cleared.size()), cleared);
}

TEST_F(BatchTest, ABatchMayClaimTheSpreadsheetAndDoNothingElse) {
  intent_ = Intent{};
  intent_.token = 42;
  intent_.at_ms = 1000;
  writer_.lease = Millis(500);
  EXPECT_EQ(Built(),
            "token 42 sk0\n"
            "resize 1x4\n"
            "clear 99:A1:D1\n"
            "write 99:A1 42 w1 1000 1500\n"
            "'_sheetkeeper'!A1:D1");
}

TEST_F(BatchTest, TheEvidenceSheetIsMadeWhereThereIsNone) {
  EXPECT_NE(Built(false).find("add _sheetkeeper 2x6\nwrite 99:A1 42 w1 0\n"), std::string::npos);
}

std::string Went(const std::vector<std::string>& headers, std::vector<std::string> now) {
  SheetLayout layout;
  layout.column_count = static_cast<int>(now.size());
  layout.span_headers = std::move(now);
  std::string text;
  for (const ColumnRun& run : WhereColumnsWent(headers, layout)) {
    text += std::to_string(run.from) + "+" + std::to_string(run.width) + ">" +
            std::to_string(run.to) + " ";
  }
  return text;
}

TEST(WhereColumnsWentTest, ColumnsAreKnownByTheirHeaders) {
  EXPECT_EQ(Went({"id", "wage", "note"}, {"id", "wage", "note"}), "0+3>0 ");
  EXPECT_EQ(Went({"id", "wage", "note"}, {"note", "id", "wage"}), "0+2>1 2+1>0 ");
  EXPECT_EQ(Went({"id", "wage", "note"}, {"id", "note"}), "0+1>0 2+1>1 ") << "wage is gone";
}

TEST(WhereColumnsWentTest, OneThatWasRenamedInItsPlaceStandsThere) {
  EXPECT_EQ(Went({"id", "other wage", "note"}, {"id", "wage", "note"}), "0+3>0 ");
  EXPECT_EQ(Went({"id", "wage", "note"}, {"id", "", "note"}), "0+1>0 2+1>2 ")
      << "a column without a header may be any";
}

TEST(WhereColumnsWentTest, OneWithoutAHeaderStandsByThoseThatHaveOne) {
  EXPECT_EQ(Went({"id", "", "", "note"}, {"note", "id", "", ""}), "0+3>1 3+1>0 ");
  EXPECT_EQ(Went({"", "id", "note"}, {"note", "", "id"}), "0+2>1 2+1>0 ");
  EXPECT_EQ(Went({"id", "", "note"}, {"", "", "id", "wage", "note"}), "0+1>2 1+1>1 2+1>4 ")
      << "where it stood";
  EXPECT_EQ(Went({"id", "", "note"}, {"id", "wage", "note"}), "0+1>0 2+1>2 ") << "it is gone";
}

}  // namespace
}  // namespace sheetkeeper
