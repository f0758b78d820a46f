#include "google/values_reader.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace sheetkeeper {
namespace {

// Writes down what it receives, one line a call.
class Listing : public ValueSink {
 public:
  void OnBegin() override { text.clear(); }
  void OnRange(size_t range, std::string_view echo) override {
    text += std::to_string(range) + " " + std::string(echo) + "\n";
  }
  void OnRow(size_t range, int row, std::span<const Cell> cells) override {
    text += std::to_string(range) + "." + std::to_string(row) + ":";
    for (const Cell& cell : cells) text += " " + Describe(cell);
    text += "\n";
  }

  std::string text;

 private:
  static std::string Describe(const Cell& cell) {
    if (IsEmpty(cell)) return "-";
    if (const auto* held = std::get_if<std::string>(&cell)) return "'" + *held + "'";
    return ToText(cell);
  }
};

std::string ReadInPieces(const std::string& body, size_t ranges, size_t piece) {
  Listing listing;
  ValuesReader reader(ranges, listing);
  reader.OnBegin();
  for (size_t at = 0; at < body.size(); at += piece) {
    reader.OnBytes(std::string_view(body).substr(at, piece));
  }
  const auto read = reader.Finish();
  if (read) return listing.text;
  EXPECT_EQ(read.error().kind, ErrorKind::kUnavailable);
  return "error";
}

// Wherever the answer is cut on its way, the same comes out.
std::string Read(const std::string& body, size_t ranges = 1) {
  const std::string whole = ReadInPieces(body, ranges, body.size() + 1);
  for (size_t piece = 1; piece < 9; ++piece) {
    EXPECT_EQ(ReadInPieces(body, ranges, piece), whole) << body << " in pieces of " << piece;
  }
  return whole;
}

std::string ReadRows(const std::string& rows) {
  return Read(R"({"valueRanges":[{"range":"T!A1:Z9","values":)" + rows + "}]}");
}

TEST(ValuesReaderTest, RangesAndRowsComeInOrder) {
  EXPECT_EQ(Read(R"({"spreadsheetId":"x","valueRanges":[)"
                 R"({"range":"A!A1:B2","majorDimension":"ROWS","values":[["k","v"],["1","2"]]},)"
                 R"({"range":"B!A1:B2","majorDimension":"ROWS"},)"
                 R"({"range":"C!A1:B2","majorDimension":"ROWS","values":[[1,2]]}]})",
                 3),
            "0 A!A1:B2\n0.0: 'k' 'v'\n0.1: '1' '2'\n1 B!A1:B2\n2 C!A1:B2\n2.0: 1 2\n");
}

TEST(ValuesReaderTest, TheOrderOfFieldsDoesNotMatter) {
  EXPECT_EQ(Read(R"({"valueRanges":[{"values":[[1]],"range":"T!A1"}],"x":[{}]})"),
            "0 T!A1\n0.0: 1\n");
}

TEST(ValuesReaderTest, EveryTypeOfCellIsRead) {
  EXPECT_EQ(ReadRows(R"([["a","",true,false,null,1.5,""],["x"]])"),
            "0 T!A1:Z9\n0.0: 'a' - TRUE FALSE - 1.5\n0.1: 'x'\n");
}

TEST(ValuesReaderTest, NumbersInAnySpellingAreRead) {
  EXPECT_EQ(ReadRows("[[1,1.0,1e0,10E-1,0.1e+1,-7,10000000000000000000000,1E15,0.1]]"),
            "0 T!A1:Z9\n0.0: 1 1 1 1 1 -7 10000000000000000000000 1000000000000000 0.1\n");
}

TEST(ValuesReaderTest, TextIsUnescaped) {
  EXPECT_EQ(ReadRows(R"([["\u003c\"\\\n\u041b\ud83c\udf35","=1+1","007"]])"),
            "0 T!A1:Z9\n0.0: '<\"\\\n\xD0\x9B\xF0\x9F\x8C\xB5' '=1+1' '007'\n");
}

TEST(ValuesReaderTest, EmptyEndsAreCutAndEmptyRowsBetweenAreKept) {
  EXPECT_EQ(ReadRows(R"([[],["",""],["a","",null],[],["b"],[],[""]])"),
            "0 T!A1:Z9\n0.0:\n0.1:\n0.2: 'a'\n0.3:\n0.4: 'b'\n");
}

TEST(ValuesReaderTest, ACellKeepsNothingOfTheRowBefore) {
  EXPECT_EQ(ReadRows(R"([["long text that needs memory",1],[2,"x"],["","y"]])"),
            "0 T!A1:Z9\n0.0: 'long text that needs memory' 1\n0.1: 2 'x'\n0.2: - 'y'\n");
}

TEST(ValuesReaderTest, AnAnswerCutOffAnywhereIsAnError) {
  const std::string whole =
      "{\"valueRanges\":[{\"range\":\"T!A1\",\"values\":[[1,\"a\"],[2]]},"
      "{\"range\":\"U!A1\",\"values\":[[{}]]}]}\n";
  const std::string good =
      whole.substr(0, whole.find("{}")) + "3" + whole.substr(whole.find("{}") + 2);
  ASSERT_EQ(Read(good, 2), "0 T!A1\n0.0: 1 'a'\n0.1: 2\n1 U!A1\n1.0: 3\n");
  for (size_t size = 0; size + 1 < good.size(); ++size) {
    EXPECT_EQ(Read(good.substr(0, size), 2), "error") << good.substr(0, size);
  }
}

TEST(ValuesReaderTest, AnythingElseIsAnError) {
  for (const char* body : {"", "<html>", "[]", "null", "\"x\"", R"({"valueRanges":7})",
                           R"({"valueRanges":[7]})", R"({"valueRanges":[{"values":[[1]]}]})",
                           R"({"valueRanges":[{"range":"T!A1","values":[1]}]})",
                           R"({"valueRanges":[{"range":"T!A1","values":[[[1]]]}]})",
                           R"({"valueRanges":[{"range":"T!A1","values":[[{}]]}]})",
                           R"({"valueRanges":[{"range":"T!A1","values":[[tru]]}]})",
                           R"({"valueRanges":[{"range":"T!A1","values":[[nul]]}]})",
                           R"({"valueRanges":[{"range":"T!A1","values":[[1x]]}]})",
                           R"({"valueRanges":[{"range":"T!A1","values":[[1]]}]} {})",
                           "{\"valueRanges\":[{\"range\":\"T!A1\",\"values\":[[\"\xff\"]]}]}"}) {
    EXPECT_EQ(Read(body), "error") << body;
  }
}

TEST(ValuesReaderTest, EachRangeAskedForMustCome) {
  const std::string one = R"({"valueRanges":[{"range":"T!A1"}]})";
  EXPECT_EQ(Read(one, 1), "0 T!A1\n");
  EXPECT_EQ(Read(one, 2), "error");
  EXPECT_EQ(Read(one, 0), "error");
  EXPECT_EQ(Read("{}", 1), "error");
}

TEST(ValuesReaderTest, ALongAnswerComesInManyWindows) {
  constexpr int kRows = 60'000;
  std::string body = R"({"valueRanges":[{"range":"T!A1:Z9","values":[)";
  std::string expected = "0 T!A1:Z9\n";
  for (int row = 0; row < kRows; ++row) {
    const std::string text = "] \\\"}[{, " + std::to_string(row);
    body += fmt::format("{}\n[{}, \"{}\"]\n ", row == 0 ? "" : ",", row, text);
    expected += fmt::format("0.{}: {} '] \"}}[{{, {}'\n", row, row, row);
  }
  for (const size_t piece : {size_t{1000}, size_t{262'144}, size_t{10'000'000}}) {
    EXPECT_EQ(ReadInPieces(body + "]}]}", 1, piece), expected);
    EXPECT_EQ(ReadInPieces(body + ",]}]}", 1, piece), "error");
    EXPECT_EQ(ReadInPieces(body + "[1]]}]}", 1, piece), "error");
    EXPECT_EQ(ReadInPieces(body, 1, piece), "error");
  }
}

TEST(ValuesReaderTest, EachAnswerBeginsAnew) {
  Listing listing;
  ValuesReader reader(1, listing);
  const std::string body = R"({"valueRanges":[{"range":"T!A1","values":[[1],["a"]]}]})";
  for (size_t cut = 0; cut <= body.size(); ++cut) {
    reader.OnBegin();
    reader.OnBytes(body.substr(0, cut));
  }
  EXPECT_TRUE(reader.Finish());
  EXPECT_EQ(listing.text, "0 T!A1\n0.0: 1\n0.1: 'a'\n");
}

}  // namespace
}  // namespace sheetkeeper
