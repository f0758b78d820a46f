#include "bot/responder.h"

#include "bot/bot_fixture.h"

namespace sheetkeeper::bot {
namespace {

class ResponderTest : public BotTest {
 protected:
  ResponderTest() : config_(*Load(kCommands)), service_(config_.reader) {
    responder_.SetName("our_bot");
  }

  std::string Ask(const std::string& text, std::int64_t user = kUser, bool private_chat = true) {
    return responder_.Answer({user, user, private_chat, text});
  }

  BotConfig config_;
  reader::HybridService service_;
  Responder responder_{config_, service_};
};

TEST_F(ResponderTest, AQueryAnswersWithALineForEachRow) {
  EXPECT_EQ(Ask("/list"), "<b>People</b>\nAnn &amp; &lt;Co&gt;: 15.5\nBen: 16\nThat is all.");
}

TEST_F(ResponderTest, ArgumentsAreParametersAndNumbersAreNumbers) {
  EXPECT_EQ(Ask("/list 15"), "<b>People</b>\nAnn &amp; &lt;Co&gt;: 15.5\nThat is all.");
  EXPECT_EQ(Ask("/list 1"), "Nobody.");
}

TEST_F(ResponderTest, TheUserIsAParameterAndDoubledBracesAreBraces) {
  EXPECT_EQ(Ask("/me"), "Ben {nothing} {wage}");
}

TEST_F(ResponderTest, AnAdminWrites) {
  EXPECT_EQ(Ask("/setwage 20 17.25", kAdmin), "20 gets 17.25 (1).");
  EXPECT_EQ(OtherProgram(database()).Run("SELECT wage FROM people WHERE id = 20"), "17.25");
  EXPECT_EQ(Ask("/setwage 99 17", kAdmin), "There is no such employee.");
}

TEST_F(ResponderTest, NobodyElseWrites) {
  EXPECT_EQ(Ask("/setwage 20 99"), "/setwage is for admins.");
  EXPECT_EQ(OtherProgram(database()).Run("SELECT wage FROM people WHERE id = 20"), "16.0");
}

TEST_F(ResponderTest, WhatIsNoNumberIsRefusedByTheDatabaseWithItsReason) {
  const std::string answer = Ask("/setwage 20 '; DROP TABLE people", kAdmin);
  EXPECT_NE(answer.find("That was not done"), std::string::npos) << answer;
  EXPECT_NE(answer.find("cannot store TEXT value in REAL column"), std::string::npos) << answer;
  EXPECT_EQ(OtherProgram(database()).Run("SELECT count(*) FROM people"), "2");
}

TEST_F(ResponderTest, AMissingArgumentIsAskedFor) {
  EXPECT_EQ(Ask("/setwage 20", kAdmin), "Please say /setwage EMPLOYEE WAGE");
}

TEST_F(ResponderTest, StrangersAreTurnedAway) {
  EXPECT_EQ(Ask("/list", kStranger), "You are not on the list.");
  EXPECT_EQ(Ask("/help", kStranger), "You are not on the list.");
  OtherProgram(database()).Run("INSERT INTO people VALUES (30, 'Cem', 1)");
  EXPECT_EQ(Ask("/me", kStranger), "Cem {nothing} {wage}");
}

TEST_F(ResponderTest, HelpIsMadeOfTheConfigurationAndHidesWhatOneMayNotDo) {
  const std::string help = Ask("/help");
  EXPECT_NE(help.find("/list - everybody\n"), std::string::npos);
  EXPECT_EQ(help.find("setwage"), std::string::npos);
  EXPECT_NE(Ask("/start", kAdmin).find("/setwage EMPLOYEE WAGE - sets a wage"), std::string::npos);
}

TEST_F(ResponderTest, InAGroupOnlyWhatIsMeantForUsIsAnswered) {
  EXPECT_EQ(Ask("/list@our_bot 1", kUser, false), "Nobody.");
  EXPECT_EQ(Ask("/list@other_bot", kUser, false), "");
  EXPECT_EQ(Ask("hello", kUser, false), "");
  EXPECT_EQ(Ask("/unknown", kUser, false), "");
  EXPECT_EQ(Ask("/me", kUser, false), "Please ask me in a private chat.");
}

TEST_F(ResponderTest, InAPrivateChatEverythingIsAnswered) {
  EXPECT_EQ(Ask("hello"), "See /help.");
  EXPECT_EQ(Ask("/un<known"), "There is no /un&lt;known. See /help.");
}

TEST_F(ResponderTest, StatusTellsFreshnessAndWhatWaits) {
  OtherProgram(database())
      .Run(
          "CREATE TABLE _cycles (number INTEGER PRIMARY KEY, finished, good, error);"
          "INSERT INTO _cycles VALUES (1, '2025-11-11T08:00:00.000Z', 1, ''),"
          " (2, '2025-11-11T08:05:00.000Z', 0, 'no <network>');"
          "CREATE VIEW _status_people AS SELECT id, 'pending' AS state FROM people");
  const std::string status = Ask("/status");
  EXPECT_NE(status.find("Last good sync: "), std::string::npos) << status;
  EXPECT_NE(status.find("On the way to the sheet: 2\n"), std::string::npos) << status;
  EXPECT_NE(status.find("The last sync failed: no &lt;network&gt;"), std::string::npos) << status;
}

TEST_F(ResponderTest, BeforeTheFirstSyncNothingIsSaidOfAnybody) {
  OtherProgram(database())
      .Run(
          "CREATE TABLE _cycles (number INTEGER PRIMARY KEY, finished, good, error);"
          "DELETE FROM people");
  EXPECT_NE(Ask("/me", kAdmin).find("no sync with the sheet yet"), std::string::npos);
  EXPECT_NE(Ask("/me", kStranger).find("no sync with the sheet yet"), std::string::npos);
  OtherProgram(database()).Run("INSERT INTO _cycles VALUES (1, '2025-11-11T08:00:00.000Z', 1, '')");
  EXPECT_EQ(Ask("/me", kStranger), "You are not on the list.");
}

TEST_F(ResponderTest, WithoutADatabaseItIsSorryAndDoesNotLetAnybodyIn) {
  for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(database() + end);
  EXPECT_EQ(Ask("/list").find("Sorry"), 0U);
  EXPECT_EQ(Ask("/list", kStranger).find("Sorry"), 0U);
}

}  // namespace
}  // namespace sheetkeeper::bot
