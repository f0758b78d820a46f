#include "emulator/support/api.h"

namespace sheetkeeper::emulator {
namespace {

class DriveTest : public ApiTest {
 protected:
  std::string File(std::string_view rest) const {
    return "/drive/v3/files/" + id_ + std::string(rest);
  }
};

TEST_F(DriveTest, ANewFileAnswersWithFourFields) {
  const Json body = Get(File("")).body;
  EXPECT_EQ(body,
            (Json{{"kind", "drive#file"}, {"id", id_}, {"name", "Test"}, {"mimeType", kType}}));
  EXPECT_EQ(id_.size(), 44U);
}

TEST_F(DriveTest, AMissingFileIsToldInDrivesForm) {
  const Answer answer = Get("/drive/v3/files/nope");
  EXPECT_EQ(answer.status, 404);
  EXPECT_EQ(answer.body,
            R"({"error": {"code": 404, "message": "File not found: nope.",
                          "errors": [{"message": "File not found: nope.", "domain": "global",
                                      "reason": "notFound", "location": "fileId",
                                      "locationType": "parameter"}]}})"_j);
}

TEST_F(DriveTest, AnEditMovesModifiedTimeAndVersion) {
  const Json before = Get(File("?fields=modifiedTime,version")).body;
  now_ms_ += 5000;
  Write("A1", "[[1]]"_j);
  const Json after = Get(File("?fields=modifiedTime,version")).body;
  EXPECT_EQ(before["modifiedTime"], "2023-11-14T22:13:20.000Z");
  EXPECT_EQ(after["modifiedTime"], "2023-11-14T22:13:25.000Z");
  EXPECT_NE(before["version"], after["version"]);
}

TEST_F(DriveTest, FilesAreListedNewestFirstAndFiltered) {
  now_ms_ += 1000;
  Post("/drive/v3/files", {{"name", "O'Hara"}, {"mimeType", kType}});
  const auto names = [&](const std::string& query) {
    Json list = Json::array();
    const Json body = Get("/drive/v3/files?" + query).body;
    for (const Json& file : body["files"]) list.push_back(file["name"]);
    return list;
  };
  EXPECT_EQ(names("fields=files(name)"), R"(["O'Hara", "Test"])"_j);
  EXPECT_EQ(names("q=name+%3D+%22O'Hara%22"), R"(["O'Hara"])"_j);
  EXPECT_EQ(names("q=not+(name+contains+'es')+and+trashed+%3D+false"), R"(["O'Hara"])"_j);
}

TEST_F(DriveTest, FilesAreOrderedAndPagedAsAsked) {
  now_ms_ += 1000;
  Post("/drive/v3/files", {{"name", "beta"}, {"mimeType", kType}});
  Post("/drive/v3/files", {{"name", "Alpha"}, {"mimeType", kType}});
  const auto first = [&](const std::string& query) {
    const Answer answer = Get("/drive/v3/files?pageSize=1&fields=files(name)&orderBy=" + query);
    return answer.status == 200 ? answer.body["files"][0]["name"].get<std::string>()
                                : answer.message();
  };
  EXPECT_EQ(first("name"), "Alpha");
  EXPECT_EQ(first("name+desc"), "Test");
  EXPECT_EQ(first("createdTime,name"), "Test");
  EXPECT_EQ(first("modifiedTime+desc,+name+desc"), "beta");
  EXPECT_EQ(first("colour"), "Invalid Value");
  EXPECT_EQ(Get("/drive/v3/files?pageSize=0").message(),
            "Invalid value '0'. Values must be within the range: [1, 1000]");
}

TEST_F(DriveTest, APermissionIsReadChangedAndHandedOn) {
  const Json body = {{"type", "user"}, {"role", "reader"}, {"emailAddress", "b@example.com"}};
  const std::string id = Post(File("/permissions"), body).body["id"];
  const std::string path = File("/permissions/" + id);
  EXPECT_EQ(Get(path).body["role"], "reader");
  EXPECT_EQ(Send("PATCH", path, {{"role", "writer"}}).body["role"], "writer");
  EXPECT_EQ(Send("PATCH", path, {{"role", "king"}}).status, 400);
  EXPECT_EQ(Send("PATCH", path, {{"role", "owner"}}).status, 403);
  EXPECT_EQ(Send("PATCH", path + "?transferOwnership=true", {{"role", "owner"}}).status, 200);
  EXPECT_EQ(Get(path).body["role"], "owner");
  EXPECT_EQ(Send("DELETE", path).status, 403);
  EXPECT_EQ(Get(File("/permissions/7")).message(), "Permission not found: 7.");
}

TEST_F(DriveTest, ATableOfTextBecomesASpreadsheet) {
  const auto send = [&](const char* method, const std::string& target, const std::string& body) {
    return Json::parse(
        emulator_.Handle({.method = method, .target = target, .headers = {}, .body = body}).body,
        nullptr, false);
  };
  const std::string body =
      "--x\r\nContent-Type: application/json\r\n\r\n"
      R"({"name": "Up", "mimeType": "application/vnd.google-apps.spreadsheet"})"
      "\r\n--x\r\nContent-Type: text/csv\r\n\r\na,1\nb,2\n\r\n--x--\r\n";
  const Json made = send("POST", "/upload/drive/v3/files?uploadType=multipart", body);
  EXPECT_EQ(made["name"], "Up");
  id_ = made["id"];
  EXPECT_EQ(Values("A1:B9"), R"([["a", 1], ["b", 2]])"_j);
  send("PATCH", "/upload/drive/v3/files/" + id_ + "?uploadType=media", "c,3\n");
  EXPECT_EQ(Values("A1:B9"), R"([["c", 3]])"_j);
  send("PATCH", "/upload/drive/v3/files/" + id_ + "?uploadType=media", "caf\xE9\n");
  EXPECT_EQ(Values("A1"), R"([["café"]])"_j);
  std::string nameless = body;
  nameless.replace(nameless.find("Up"), 2, "");
  const Json untitled = send("POST", "/upload/drive/v3/files?uploadType=multipart", nameless);
  EXPECT_EQ(untitled["name"], "Untitled");
  // What cannot be converted leaves no file behind.
  std::string other = body;
  other.replace(other.find("text/csv"), 8, "application/vnd.ms-excel");
  const Json files = Get("/drive/v3/files").body;
  EXPECT_EQ(send("POST", "/upload/drive/v3/files?uploadType=multipart", other)["error"]["code"],
            501);
  EXPECT_EQ(Get("/drive/v3/files").body, files);
  for (const char* broken : {"", "--x", "--x\n", "--x\r\n--x", "nothing"}) {
    EXPECT_EQ(send("POST", "/upload/drive/v3/files?uploadType=multipart", broken)["error"]["code"],
              400)
        << broken;
  }
}

TEST_F(DriveTest, ACopyHasTheContentAndANameThatSaysSo) {
  Write("A1", R"([["kept"]])"_j);
  const Answer copy = Post(File("/copy"), Json::object());
  EXPECT_EQ(copy.body["name"], "Copy of Test");
  id_ = copy.body["id"];
  EXPECT_EQ(Values("A1"), R"([["kept"]])"_j);
}

TEST_F(DriveTest, ADeletedFileIsGoneForSheetsToo) {
  const Answer answer = Send("DELETE", File(""));
  EXPECT_EQ(answer.status, 204);
  EXPECT_EQ(answer.text, "");
  EXPECT_EQ(Get(Url("")).status, 404);
}

TEST_F(DriveTest, CsvShowsWhatTheCellsShow) {
  Write("A1:B2", R"([["a,b", "say \"x\""], ["2020-01-05", 1.5]])"_j, "USER_ENTERED");
  EXPECT_EQ(Get(File("/export?mimeType=text/csv")).text,
            "\"a,b\",\"say \"\"x\"\"\"\r\n2020-01-05,1.5");
}

TEST_F(DriveTest, ChangesAreToldSinceAToken) {
  const std::string token = Get("/drive/v3/changes/startPageToken").body["startPageToken"];
  Write("A1", "[[1]]"_j);
  const Json body = Get("/drive/v3/changes?pageToken=" + token).body;
  EXPECT_EQ(body["changes"][0]["fileId"], id_);
  const std::string next = body["newStartPageToken"];
  EXPECT_TRUE(Get("/drive/v3/changes?pageToken=" + next).body["changes"].empty());
}

TEST_F(DriveTest, AnUnknownFieldIsRefused) {
  const Answer answer = Get(File("?fields=bogus"));
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(answer.message(), "Invalid field selection bogus");
}

TEST_F(DriveTest, WhatIsMissingOrWrongIsNamed) {
  const auto reason = [](const Answer& answer) {
    return answer.body["error"]["errors"][0]["reason"];
  };
  EXPECT_EQ(reason(Get("/drive/v3/changes")), "required");
  EXPECT_EQ(reason(Get("/drive/v3/changes?pageToken=x")), "invalid");
  EXPECT_EQ(reason(Get("/drive/v3/about")), "required");
  EXPECT_EQ(reason(Post("/drive/v3/files/" + id_ + "/permissions",
                        {{"type", "anyone"}, {"role", "boss"}})),
            "invalid");
}

TEST_F(DriveTest, AnExportNeedsAFormatThatThereIsAndADownloadABinaryFile) {
  const auto error = [&](std::string_view rest) { return Get(File(rest)).body["error"]; };
  EXPECT_EQ(error("/export")["message"], "Required parameter: mimeType");
  EXPECT_EQ(error("/export?mimeType=text/plain")["errors"][0]["location"], "convertTo");
  EXPECT_EQ(error("/export?mimeType=application/pdf")["code"], 501);
  EXPECT_EQ(error("?alt=media")["errors"][0]["reason"], "fileNotDownloadable");
}

TEST_F(DriveTest, WhatDriveServesAndTheEmulatorDoesNotIsNamed) {
  EXPECT_EQ(Get("/drive/v3/files/" + id_ + "/revisions").status, 501);
  EXPECT_EQ(Post("/drive/v3/files/" + id_ + "/watch", Json::object()).status, 501);
  EXPECT_EQ(Get("/drive/v3/drives").status, 501);
  EXPECT_EQ(Get("/drive/v3/nonsense").status, 404);
}

}  // namespace
}  // namespace sheetkeeper::emulator
