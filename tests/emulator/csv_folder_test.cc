#include "emulator/csv_folder.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "emulator/support/temporary_folder.h"

namespace sheetkeeper::emulator {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class CsvFolderTest : public ::testing::Test {
 protected:
  void Write(const std::string& name, const std::string& text) {
    const std::string path = folder_ / name;
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    std::ofstream(path) << text;
  }
  std::string Read(const std::string& name) {
    std::ostringstream text;
    text << std::ifstream(folder_ / name).rdbuf();
    return text.str();
  }

  TemporaryFolder folder_;
  Emulator emulator_;
};

TEST_F(CsvFolderTest, FilesAreTabsInOrderAndFieldsAreEntered) {
  Write("My staff/b.csv", "x\n");
  Write("My staff/a.csv", "id,wage\r\n007,\"1,500.5\"\n\"say \"\"hi\"\"\",=B2*2\n");
  EXPECT_EQ(LoadCsvFolder(folder_ / "My staff", emulator_), std::nullopt);
  EXPECT_THAT(emulator_.SpreadsheetIds(), ElementsAre("My-staff"));
  auto person = emulator_.At("My-staff");
  EXPECT_THAT(person.Tabs(), ElementsAre("a", "b"));
  EXPECT_EQ(person.Cell("a", 1, 0), PlainValue(7.0));
  EXPECT_EQ(person.Cell("a", 1, 1), PlainValue(1500.5));
  EXPECT_EQ(person.Cell("a", 2, 0), PlainValue("say \"hi\""));
  EXPECT_EQ(person.Cell("a", 2, 1), PlainValue(3001.0));
}

TEST_F(CsvFolderTest, SavingWritesWhatIsShown) {
  Write("staff/a.csv", "id,wage\n1,12%\n");
  ASSERT_EQ(LoadCsvFolder(folder_ / "staff/", emulator_), std::nullopt);
  EXPECT_EQ(SaveCsvFolders(folder_ / "out", emulator_), std::nullopt);
  EXPECT_EQ(Read("out/staff/a.csv"), "id,wage\r\n1,12%");
}

TEST_F(CsvFolderTest, ATitleCannotLeaveTheFolder) {
  Write("staff/a.csv", "1\n");
  ASSERT_EQ(LoadCsvFolder(folder_ / "staff", emulator_), std::nullopt);
  ASSERT_TRUE(emulator_.At("staff").RenameTab("a", "../../a"));
  EXPECT_EQ(SaveCsvFolders(folder_ / "out", emulator_), std::nullopt);
  EXPECT_EQ(Read("out/staff/_._.._a.csv"), "1");
}

TEST_F(CsvFolderTest, AFolderWithoutCsvFilesIsAnError) {
  Write("empty/readme.txt", "");
  const auto trouble = LoadCsvFolder(folder_ / "empty", emulator_);
  ASSERT_TRUE(trouble);
  EXPECT_THAT(*trouble, HasSubstr("no .csv files"));
}

}  // namespace
}  // namespace sheetkeeper::emulator
