#include "emulator/journal.h"

#include <filesystem>
#include <fstream>
#include <memory>

#include <gmock/gmock.h>

#include "emulator/support/api.h"
#include "emulator/support/temporary_folder.h"

namespace sheetkeeper::emulator {
namespace {

using ::testing::HasSubstr;

// An emulator that keeps its state in a file. Crash() leaves everything as a killed process does.
class JournalTest : public ::testing::Test {
 protected:
  JournalTest() { Start(); }

  void Start() {
    std::string error;
    journal_ = Journal::Open(folder_ / "state.db", error);
    ASSERT_TRUE(journal_) << error;
    emulator_ = std::make_unique<Emulator>(Options{.now_ms = [this] { return now_ms_; }});
    ASSERT_EQ(journal_->Restore(*emulator_), std::nullopt);
    emulator_->OnDeed([this](const Deed& deed) { journal_->Keep(deed); });
  }
  void Crash() {
    emulator_.reset();
    journal_.reset();
    now_ms_ += 1'000'000;
    Start();
  }
  Json Send(const std::string& method, const std::string& target, const std::string& body = "") {
    const HttpResponse answer =
        emulator_->Handle({.method = method, .target = target, .body = body});
    EXPECT_LT(answer.status, 300) << target << ' ' << answer.body;
    return Json::parse(answer.body, nullptr, false);
  }
  std::string Create() {
    return Send("POST", "/v4/spreadsheets",
                R"({"properties": {"title": "Kept"}})")["spreadsheetId"];
  }
  // Everything that can be seen of a spreadsheet.
  Json Look(const std::string& id) {
    return {Send("GET", "/v4/spreadsheets/" + id + "?includeGridData=true&ranges=A1:F20"),
            Send("POST", "/v4/spreadsheets/" + id + "/developerMetadata:search",
                 R"({"dataFilters": [{"developerMetadataLookup": {}}]})"),
            Send("GET", "/drive/v3/files/" + id + "?fields=*")};
  }
  void Batch(const std::string& id, const std::string& requests) {
    Send("POST", "/v4/spreadsheets/" + id + ":batchUpdate", R"({"requests": )" + requests + '}');
  }
  std::string WriteAllKinds() {
    const std::string id = Create();
    Send("PUT", "/v4/spreadsheets/" + id + "/values/A1?valueInputOption=USER_ENTERED",
         R"json({"values": [["1/2/2024", "=A1+1", "'=1"], ["12%", "007", "=SEQUENCE(2)"]]})json");
    Batch(id, R"([{"addSheet": {}}, {"createDeveloperMetadata": {"developerMetadata": {
      "metadataKey": "k", "visibility": "PROJECT", "location": {"sheetId": 0}}}},
      {"updateDimensionProperties": {"range": {"dimension": "ROWS", "startIndex": 1, "endIndex": 2},
        "properties": {"pixelSize": 55, "hiddenByUser": true}, "fields": "pixelSize,hiddenByUser"}},
      {"addNamedRange": {"namedRange": {"name": "all", "range": {"sheetId": 0}}}},
      {"mergeCells": {"range": {"startRowIndex": 5, "endRowIndex": 7, "endColumnIndex": 2},
        "mergeType": "MERGE_ALL"}},
      {"addProtectedRange": {"protectedRange": {"range": {"endRowIndex": 1}}}},
      {"addTable": {"table": {"name": "t", "range": {"startRowIndex": 9, "endRowIndex": 12,
        "endColumnIndex": 2}}}}])");
    return id;
  }

  TemporaryFolder folder_;
  int64_t now_ms_ = 1'700'000'000'000;
  std::unique_ptr<Journal> journal_;
  std::unique_ptr<Emulator> emulator_;
};

TEST_F(JournalTest, ACrashLosesNothingThatWasAnswered) {
  const std::string id = WriteAllKinds();
  const Json before = Look(id);
  Crash();
  EXPECT_EQ(Json::diff(before, Look(id)), Json::array());
}

TEST_F(JournalTest, ASnapshotHoldsAsMuchAsTheDeeds) {
  const std::string id = WriteAllKinds();
  const Json before = Look(id);
  ASSERT_EQ(journal_->Compact(*emulator_), std::nullopt);
  Crash();
  EXPECT_EQ(Json::diff(before, Look(id)), Json::array());
}

TEST_F(JournalTest, IdsThatAreChosenLaterDoNotRepeatThoseBefore) {
  const std::string first = Create();
  Crash();
  const std::string second = Create();
  EXPECT_NE(first, second);
  ASSERT_EQ(journal_->Compact(*emulator_), std::nullopt);
  Crash();
  EXPECT_NE(Create(), second);
}

TEST_F(JournalTest, EditsOfPeopleAndOfDriveAreKept) {
  const std::string id = Create();
  Send("POST", "/emulator/edit/" + id,
       R"({"type": {"tab": "Sheet1", "cell": "B2", "text": "typed"}})");
  Send("PATCH", "/drive/v3/files/" + id, R"({"name": "Renamed"})");
  const std::string other = Create();
  Send("DELETE", "/drive/v3/files/" + other);
  Crash();
  EXPECT_EQ(emulator_->At(id).Cell("Sheet1", 1, 1), PlainValue("typed"));
  EXPECT_EQ(Send("GET", "/drive/v3/files/" + id)["name"], "Renamed");
  EXPECT_EQ(emulator_->SpreadsheetIds(), std::vector{id});
}

TEST_F(JournalTest, RefusedRequestsAndReadsAreNotKept) {
  const std::string id = Create();
  int deeds = 0;
  emulator_->OnDeed([&](const Deed&) { ++deeds; });
  emulator_->Handle({.method = "POST", .target = "/v4/spreadsheets/none:batchUpdate"});
  emulator_->Handle({.method = "GET", .target = "/v4/spreadsheets/" + id});
  EXPECT_EQ(deeds, 0);
  emulator_->Handle({.method = "POST", .target = "/v4/spreadsheets/" + id + "/values/A1:clear"});
  EXPECT_EQ(deeds, 1);
}

TEST_F(JournalTest, TheServiceAccountIsKept) {
  EXPECT_EQ(journal_->account(), "");
  ASSERT_EQ(journal_->KeepAccount("{\"key\": 1}"), std::nullopt);
  Crash();
  EXPECT_EQ(journal_->account(), "{\"key\": 1}");
}

TEST_F(JournalTest, AFileIsHeldByOneEmulatorAtATime) {
  std::string error;
  EXPECT_EQ(Journal::Open(folder_ / "state.db", error), nullptr);
  EXPECT_THAT(error, HasSubstr("in use by another emulator"));
}

TEST_F(JournalTest, AFileOfSomethingElseIsLeftAlone) {
  std::ofstream(folder_ / "notes.txt") << std::string(5000, 'x');
  std::string error;
  EXPECT_EQ(Journal::Open(folder_ / "notes.txt", error), nullptr);
  EXPECT_FALSE(error.empty());
}

}  // namespace
}  // namespace sheetkeeper::emulator
