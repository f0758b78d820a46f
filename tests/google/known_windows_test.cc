// A read that is compared with the one before gives the same rows as one that is not, and so does
// one that is kept and looked into later.
#include "google/known_windows.h"

#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/rng.h"
#include "google/kept_answer.h"
#include "google/values_reader.h"

namespace sheetkeeper {
namespace {

using Rows = std::vector<std::string>;

// Notes every window whose rows all have content and none of which is marked '!'; keeps what the
// rows were, so that known ones can be written down as well.
class Remembering : public ValueSink {
 public:
  void OnBegin() override {
    text.clear();
    rows_.clear();
    sent = known = 0;
  }
  void OnRange(size_t range, std::string_view) override { text += fmt::format("{}\n", range); }
  void OnRow(size_t, int row, std::span<const Cell> cells) override {
    ++sent;
    std::string line;
    for (const Cell& cell : cells) line += "|" + ToText(cell);
    Write(row, line);
    rows_.push_back(line);
  }
  std::optional<RowsNote> NoteOf(size_t, int count) override {
    const Rows rows = std::exchange(rows_, {});
    if (static_cast<int>(rows.size()) != count) return std::nullopt;
    for (const std::string& line : rows) {
      if (line.empty() || line.find('!') != std::string::npos) return std::nullopt;
    }
    notes_.push_back(rows);
    return RowsNote{notes_.size() - 1, 17};
  }
  bool OnKnownRows(size_t, int row, int count, const RowsNote& note) override {
    EXPECT_EQ(note.all, 17U);
    if (declines) return false;
    EXPECT_EQ(notes_[note.first].size(), static_cast<size_t>(count));
    for (const std::string& line : notes_[note.first]) Write(row++, line);
    known += count;
    return true;
  }

  std::string text;
  int sent = 0;
  int known = 0;
  bool declines = false;

 private:
  void Write(int row, const std::string& line) { text += fmt::format("{}{}\n", row, line); }

  Rows rows_;  // since the last note
  std::vector<Rows> notes_;
};

std::string Body(const std::vector<Rows>& ranges, const char* blank) {
  std::string body = R"({"valueRanges":[)";
  for (size_t i = 0; i < ranges.size(); ++i) {
    body += fmt::format(R"({}{{"range":"T{}!A1:C9","values":[)", i > 0 ? "," : "", i);
    for (size_t row = 0; row < ranges[i].size(); ++row) {
      body += fmt::format("{}{}{}", row > 0 ? "," : "", blank, ranges[i][row]);
    }
    body += fmt::format("{}]}}", blank);
  }
  return body + "]}";
}

bool Read(const std::string& body, const std::vector<std::string>& ranges, KnownWindows* known,
          size_t piece, ValueSink& sink) {
  if (known != nullptr) known->BeginRead(ranges);
  ValuesReader reader(ranges.size(), sink, known);
  reader.OnBegin();
  for (size_t at = 0; at < body.size(); at += piece) {
    reader.OnBytes(std::string_view(body).substr(at, piece));
  }
  return reader.Finish().has_value();
}

KeptAnswer Kept(const std::string& body, const KnownWindows& known, size_t piece) {
  KeptAnswer kept(known.All());
  kept.OnBytes("of an attempt that broke off ],[1]");
  kept.OnBegin();
  for (size_t at = 0; at < body.size(); at += piece) {
    kept.OnBytes(std::string_view(body).substr(at, piece));
  }
  EXPECT_TRUE(kept.Finish());
  return kept;
}

// False where the sink, or the reader, declines.
bool ReadKept(const KeptAnswer& kept, const std::vector<std::string>& ranges, KnownWindows& known,
              ValueSink& sink) {
  known.BeginRead(ranges);
  ValuesReader reader(ranges.size(), sink, &known);
  reader.OnBegin();
  return kept.SendTo(reader) && reader.Finish().has_value();
}

class KnownWindowsTest : public testing::Test {
 protected:
  // The rows of one range, read in pieces of any length.
  void ReadRows(const Rows& rows, size_t piece = 100) {
    Remembering fresh;
    const std::string body = Body({rows}, "");
    ASSERT_TRUE(Read(body, {"T0"}, nullptr, body.size(), fresh));
    ASSERT_TRUE(Read(body, {"T0"}, &known_, piece, sink_));
    EXPECT_EQ(sink_.text, fresh.text);
  }
  static Rows Numbered(int count) {
    Rows rows{R"(["Id","Name"])"};
    for (int i = 1; i <= count; ++i) {
      rows.push_back(fmt::format(R"([{},"somebody whose name is long enough, {}"])", i, i));
    }
    return rows;
  }

  KnownWindows known_{150};
  Remembering sink_;
};

TEST_F(KnownWindowsTest, AnAnswerThatIsTheSameIsKnownButForItsFirstWindow) {
  const Rows rows = Numbered(100);
  ReadRows(rows);
  EXPECT_EQ(sink_.known, 0);
  ReadRows(rows);
  EXPECT_GT(sink_.known, 90);
  EXPECT_EQ(sink_.sent + sink_.known, 101);
  ReadRows(rows);
  EXPECT_GT(sink_.known, 90) << "what was passed on is known for the next read, too";
}

TEST_F(KnownWindowsTest, OnlyTheWindowsOfRowsThatChangedAreSent) {
  Rows rows = Numbered(100);
  ReadRows(rows);
  rows[50] = R"([50,"another one"])";
  rows.erase(rows.begin() + 70, rows.begin() + 73);
  rows.insert(rows.begin() + 20, R"([777,"a row that came"])");
  ReadRows(rows);
  EXPECT_GT(sink_.known, 70);
  ReadRows(rows);
  EXPECT_GT(sink_.known, 85) << "windows were made of what was sent";
}

TEST_F(KnownWindowsTest, WhereTheReceiverDeclinesTheRowsAreSent) {
  const Rows rows = Numbered(30);
  ReadRows(rows);
  sink_.declines = true;
  ReadRows(rows);
  EXPECT_EQ(sink_.sent, 31);
  sink_.declines = false;
  ReadRows(rows);
  EXPECT_GT(sink_.known, 20);
}

TEST_F(KnownWindowsTest, AReadThatIsNotCompleteLeavesWhatWasKnown) {
  const Rows rows = Numbered(30);
  ReadRows(rows);
  const std::string other = Body({Numbered(10)}, "");
  EXPECT_FALSE(Read(other.substr(0, other.size() - 2), {"T0"}, &known_, 50, sink_));
  ReadRows(rows);
  EXPECT_GT(sink_.known, 20);
}

TEST_F(KnownWindowsTest, EachRangeOfTheLastReadHasItsOwn) {
  const std::string both = Body({Numbered(30), Numbered(20)}, "");
  const std::string only_second = Body({Numbered(20)}, "");
  EXPECT_TRUE(Read(both, {"T0", "T1"}, &known_, 100, sink_));
  EXPECT_TRUE(Read(both, {"T0", "T1"}, &known_, 100, sink_));
  EXPECT_GT(sink_.known, 35);
  EXPECT_TRUE(Read(only_second, {"T1"}, &known_, 100, sink_));
  EXPECT_GT(sink_.known, 10);
  EXPECT_TRUE(Read(both, {"T0", "T1"}, &known_, 100, sink_));
  EXPECT_GT(sink_.known, 10);
  EXPECT_LT(sink_.known, 20) << "what was not read the last time is not remembered";
}

TEST_F(KnownWindowsTest, AnAnswerThatIsKeptIsReadAsItCame) {
  Rows rows = Numbered(100);
  ReadRows(rows);
  rows[50] = R"([50,"another one"])";
  const KeptAnswer kept = Kept(Body({rows}, ""), known_, 100);
  ASSERT_TRUE(ReadKept(kept, {"T0"}, known_, sink_));
  EXPECT_GT(sink_.known, 85);
  const std::string text = sink_.text;
  ReadRows(rows);
  EXPECT_EQ(sink_.text, text);
  EXPECT_GT(sink_.known, 90) << "windows were made of what was sent";
}

TEST_F(KnownWindowsTest, ALongAnswerIsKeptWhereMostOfItIsKnown) {
  Rows rows = Numbered(40'000);
  const auto is_kept = [&] {
    KeptAnswer kept(known_.All());
    const std::string body = Body({rows}, "");
    EXPECT_GT(body.size(), 3 * KeptAnswer::kMaxText / 2);
    kept.OnBytes(body);
    return kept.Finish();
  };
  EXPECT_FALSE(is_kept());
  ReadRows(rows, 5000);
  rows[20'000] = R"([50,"another one"])";
  EXPECT_TRUE(is_kept());
  for (std::string& row : rows) row.insert(1, "0,");
  EXPECT_FALSE(is_kept());
}

TEST_F(KnownWindowsTest, AReceiverThatWantsTheRowsDeclinesAKeptAnswer) {
  const Rows rows = Numbered(30);
  ReadRows(rows);
  const KeptAnswer kept = Kept(Body({rows}, ""), known_, 100);
  sink_.declines = true;
  EXPECT_FALSE(ReadKept(kept, {"T0"}, known_, sink_));
  ReadRows(rows);
  EXPECT_EQ(sink_.sent, 31);
}

// A cell may hold the very text of rows.
TEST_F(KnownWindowsTest, AKnownWindowInsideOfACellIsNotTakenForRows) {
  const Rows rows(60, "[1111,2222,3333]");
  ReadRows(rows);
  std::string cell = "[\"";
  for (const std::string& row : rows) cell += row + ",";
  const std::string body = Body({{rows[0], cell + "\"]"}}, "");
  const KeptAnswer kept = Kept(body, known_, 100);
  EXPECT_FALSE(ReadKept(kept, {"T0"}, known_, sink_));
  ASSERT_TRUE(Read(body, {"T0"}, &known_, 100, sink_));
  EXPECT_EQ(sink_.sent, 2);
}

// Rows that look like one another, blank ones, ones with brackets and quotes, in windows of any
// length and answers that come in pieces of any length: what comes out is what would without.
TEST(KnownWindowsRandomTest, WhatIsReadIsAlwaysTheSame) {
  const char* const kCells[] = {
      R"("a")", R"("]")", R"("\"],[\"")", "1",   R"("!")",
      "true",   R"("")",  R"("äöü {[")",  "2.5", R"("a rather long text")"};
  const auto any_row = [&](Rng& rng) {
    std::string row = "[";
    for (uint64_t cells = rng.Below(5); cells > 0; --cells) {
      row += std::string(row.size() > 1 ? "," : "") + kCells[rng.Below(std::size(kCells))];
    }
    return row + "]";
  };
  int64_t known_rows = 0;
  for (uint64_t seed = 0; seed < 300; ++seed) {
    Rng rng(seed);
    KnownWindows known(1 + rng.Below(200));
    Remembering sink;
    const char* const blank = rng.Percent(50) ? "" : "\n  ";
    std::vector<Rows> ranges(1 + rng.Below(2));
    std::vector<std::string> names;
    for (Rows& rows : ranges) {
      names.push_back(fmt::format("T{}", names.size()));
      for (uint64_t count = rng.Below(60); count > 0; --count) rows.push_back(any_row(rng));
    }
    for (int round = 0; round < 6; ++round) {
      const std::string body = Body(ranges, blank);
      Remembering fresh;
      ASSERT_TRUE(Read(body, names, nullptr, body.size(), fresh));
      sink.declines = rng.Percent(10);
      const bool is_kept = rng.Percent(50);
      if (is_kept) {
        const KeptAnswer kept = Kept(body, known, 1 + rng.Below(300));
        const bool read = ReadKept(kept, names, known, sink);
        ASSERT_TRUE(read || sink.declines) << seed;
        if (read) {
          ASSERT_EQ(sink.text, fresh.text) << seed;
        }
      }
      if (!is_kept || sink.declines) {
        ASSERT_TRUE(Read(body, names, &known, 1 + rng.Below(300), sink)) << seed;
        ASSERT_EQ(sink.text, fresh.text) << seed;
      }
      known_rows += sink.known;
      for (Rows& rows : ranges) {
        for (uint64_t edits = rng.Below(3); edits > 0; --edits) {
          const auto at = rows.begin() + static_cast<std::ptrdiff_t>(rng.Below(rows.size() + 1));
          if (rng.Percent(50) || at == rows.end()) {
            rows.insert(at, any_row(rng));
          } else if (rng.Percent(50)) {
            *at = any_row(rng);
          } else {
            rows.erase(at);
          }
        }
      }
    }
  }
  EXPECT_GT(known_rows, 1000);
}

}  // namespace
}  // namespace sheetkeeper
