"""Four processes and threads of their own: the emulator, the worker, the bot, and the stand-in for
the Bot API. Ask, edit the sheet, ask again; and each of them may go."""

import os
import pathlib
import signal
import subprocess
import sys
import unittest

ROOT = pathlib.Path(os.environ["SK_ROOT"])
sys.path.insert(0, str(ROOT / "tests" / "e2e"))
from bot_api import BotApi  # noqa: E402
from harness import (BIN, DEPLOYMENT, PATIENCE_S, E2eTest, Emulator,  # noqa: E402
                     RunningWorker, wait_until)

ADMIN = 5938472011
EMPLOYEE = 6120457783
STRANGER = 77

STEP_6 = [
    "✓ CacheManager initialized",
    "✓ Database schema initialized",
    "✓ Performing initial sync from Google Sheets...",
    "✓ Initial sync completed: {",
    "✓ HybridService initialized (sync handled by alex12060-sync-worker service)",
    "✓ Bot started successfully",
]


class TelegramProcess:
    """The stand-in as a process of its own, which can be killed."""

    def __init__(self, port=0):
        self._process = subprocess.Popen(
            [sys.executable, ROOT / "tests/bot/bot_api.py", "--port", str(port), "--user",
             str(ADMIN)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.url = self._process.stdout.readline().strip()

    def say(self, text):
        self._process.stdin.write(text + "\n")
        self._process.stdin.flush()

    def wait_for(self, text):
        """The bot's answers, line by line; a hanging bot is the time limit's affair."""
        for line in self._process.stdout:
            if text in line:
                return
        raise AssertionError(f"the stand-in ended without {text!r}")

    def close(self):
        self._process.kill()
        self._process.wait()
        self._process.stdin.close()
        self._process.stdout.close()


class BotTest(E2eTest):
    def setUp(self):
        super().setUp()
        self.api = BotApi()
        self.addCleanup(self.api.close)
        config = (DEPLOYMENT / "bot.toml").read_text(encoding="utf-8")
        config = config.replace("/home/lexun/Alex12060/sheetkeeper", f"{BIN}/sheetkeeper")
        (self.folder / "bot.toml").write_text(config, encoding="utf-8")
        self.heard = 0

    def start_bot(self, *flags, token="12345:stand-in", **environment):
        output = self.folder / "bot_stdout.log"
        with open(output, "a", encoding="utf-8") as out:
            process = subprocess.Popen(
                [BIN / "sheetkeeper-bot", "--api-base", self.api.url, *flags], cwd=self.folder,
                stdout=out, stderr=out,
                env=self.environment | {"SHEETKEEPER_BOT_TOKEN": token} | environment)
        bot = RunningWorker(process, output)
        self.addCleanup(bot.close)
        return bot

    def ask(self, text, user=ADMIN):
        """Says it to the bot; gives its answer."""
        self.api.say(user, text)
        self.heard += 1
        return self.api.wait_for_sent(self.heard, PATIENCE_S)[self.heard - 1][1]

    def log_of_bot(self):
        return (self.folder / "bot.log").read_text(encoding="utf-8")


class GuideTest(BotTest):
    def test_the_lines_of_step_6_and_the_greps_over_them(self):
        self.sync()
        bot = self.start_bot()
        bot.wait_for("Bot started successfully")
        self.assertEqual(bot.stop(), 0)
        self.assert_in_order(self.log_of_bot(), STEP_6)
        self.assertEqual(self.log_of_bot(), bot.log())
        for line in self.log_of_bot().splitlines():
            self.assertRegex(line, r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} - \w+ - [A-Z]+ - .")
        self.assertNotIn("background sync", self.log_of_bot().lower())

    def test_with_auto_sync_it_syncs_by_itself(self):
        config = self.folder / "bot.toml"
        config.write_text(config.read_text(encoding="utf-8").replace(
            "auto_sync = false", "auto_sync = true\nsync_interval = 1"), encoding="utf-8")
        bot = self.start_bot()
        bot.wait_for("HybridService initialized (background sync every 1s)")
        self.emulator.type("EmployeeSettings", "B2", "31")
        wait_until(lambda: "wage 31," in self.ask("/me"), "the sheet's wage")
        self.assertEqual(bot.stop(), 0)


class ConversationTest(BotTest):
    def test_ask_edit_the_sheet_ask_again(self):
        worker = self.start_worker("--interval", "1")
        worker.wait_for("Next sync at")
        self.start_bot().wait_for("Bot started successfully")
        self.assertEqual(self.ask("/me"), "Hourly wage 15, sales commission 8 %")
        self.assertEqual(self.ask("/rates").splitlines()[2], "400 to 699.99: 1 %")
        self.assertIn("Hustler: 5001 to 8000. You got the rhythm 🔥 flat_10, paid_day_off",
                      self.ask("/ranks"))
        self.emulator.type("EmployeeSettings", "B2", "16.25")
        self.emulator.type("Ranks", "G2", "<b>&amp; you</i>")
        wait_until(lambda: self.wage_of(ADMIN) == 16.25, "the sheet's edits")
        self.assertEqual(self.ask("/me"), "Hourly wage 16.25, sales commission 8 %")
        self.assertIn("<b>&amp; you</i>", self.ask("/ranks"))

    def test_what_an_admin_sets_reaches_the_sheet(self):
        worker = self.start_worker("--interval", "1")
        worker.wait_for("Next sync at")
        self.start_bot().wait_for("Bot started successfully")
        self.assertIn("is 19.5 now", self.ask(f"/setwage {EMPLOYEE} 19.5"))
        wait_until(lambda: self.emulator.rows("EmployeeSettings")[2][1] == 19.5, "the sheet")
        self.assertEqual(self.ask("/setwage 20 1", user=EMPLOYEE), "/setwage is for admins.")
        self.assertIn("That was not done", self.ask(f"/setwage {EMPLOYEE} much"))
        self.assertIn("not on the list", self.ask("/me", user=STRANGER))
        self.assertIn("Last good sync: ", self.ask("/status"))
        self.assertEqual(self.wage_of(EMPLOYEE), 19.5)

    def test_long_answers_come_in_parts_that_telegram_takes(self):
        self.sync()
        for i in range(60):
            self.sql("INSERT INTO ranks VALUES (?, ?, ?, 'none', 'none', 'none', ?)",
                     f"Rank <{i}>", i, i, "&" * 100)
        self.start_bot().wait_for("Bot started successfully")
        self.api.say(ADMIN, "/ranks")
        self.api.say(ADMIN, "/help")
        wait_until(lambda: any("/help - this" in text for _, text in self.api.sent), "/help")
        parts = [text for _, text in self.api.sent[:-1]]
        self.assertGreater(len(parts), 1)
        self.assertEqual(sum(part.count("Rank <") for part in parts), 60)

    def test_what_goes_wrong_at_telegram_is_waited_for(self):
        self.sync()
        self.api.plant("getMe", 502)
        bot = self.start_bot()
        bot.wait_for("Bot started successfully")
        self.api.plant("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1)
        self.assertIn("wage 15", self.ask("/me"))
        self.api.plant("sendMessage", 403, "Forbidden: bot was blocked by the user")
        self.api.say(ADMIN, "/me")
        self.assertIn("wage 15.5", self.ask("/me", user=EMPLOYEE))
        bot.stop()
        self.assertEqual(self.api.unconfirmed(), 0)
        self.assertNotIn("stand-in", self.log_of_bot())

    def test_a_refused_token_is_the_end_and_not_in_the_log(self):
        self.sync()
        bot = self.start_bot(token="9:wrong")
        self.assertEqual(bot.wait(), 78)
        self.assertIn("token is refused", self.log_of_bot())
        self.assertNotIn("9:wrong", self.log_of_bot())


class OthersGoTest(BotTest):
    def test_each_goes_and_the_others_go_on(self):
        worker = self.start_worker("--interval", "1")
        worker.wait_for("Next sync at")
        bot = self.start_bot()
        bot.wait_for("Bot started successfully")

        worker.signal(signal.SIGKILL)
        worker.wait()
        self.assertIn("wage 15", self.ask("/me"))
        self.assertIn("is 21 now", self.ask(f"/setwage {ADMIN} 21"))

        bot.signal(signal.SIGKILL)
        bot.wait()
        self.api.say(ADMIN, "/me")
        worker = self.start_worker("--interval", "1")
        wait_until(lambda: self.emulator.rows("EmployeeSettings")[1][1] == 21, "the sheet")

        self.start_bot().wait_for("Bot started successfully")
        # What was not confirmed when it was killed may be answered twice.
        wait_until(lambda: any("wage 21," in text for _, text in self.api.sent), "the answer")
        self.assertEqual(worker.stop(), 0)

    def test_google_goes_and_comes_back(self):
        worker = self.start_worker("--interval", "1", "--max-errors", "1000")
        worker.wait_for("Next sync at")
        bot = self.start_bot()
        bot.wait_for("Bot started successfully")

        port = int(self.emulator.url.rsplit(":", 1)[1])
        self.emulator.close(signal.SIGKILL)
        worker.wait_for("Sync cycle failed")
        self.assertIn("wage 15,", self.ask("/me"))
        self.assertIn("is 21 now", self.ask(f"/setwage {ADMIN} 21"))
        self.emulator = Emulator(self.folder, DEPLOYMENT / "sample-spreadsheet.json", port)
        self.addCleanup(self.emulator.close)
        wait_until(lambda: self.emulator.rows("EmployeeSettings")[1][1] == 21, "the sheet")

    def test_telegram_goes_and_comes_back(self):
        worker = self.start_worker("--interval", "1")
        worker.wait_for("Next sync at")
        telegram = TelegramProcess()
        self.addCleanup(telegram.close)
        bot = self.start_bot("--api-base", telegram.url)
        bot.wait_for("Bot started successfully")
        telegram.say("/me")
        telegram.wait_for("wage 15,")

        telegram.close()
        bot.wait_for("trying again")
        self.emulator.type("EmployeeSettings", "B2", "22")
        wait_until(lambda: self.wage_of(ADMIN) == 22, "the worker's cycle")
        telegram = TelegramProcess(port=int(telegram.url.rsplit(":", 1)[1]))
        self.addCleanup(telegram.close)
        telegram.say("/me")
        telegram.wait_for("wage 22,")

    def test_before_the_first_sync_and_without_google_it_starts_and_recovers(self):
        google = self.environment["SHEETKEEPER_API_BASE"]
        self.environment["SHEETKEEPER_API_BASE"] = "http://127.0.0.1:9"
        bot = self.start_bot()
        bot.wait_for("Bot started successfully")
        self.assertIn("Initial sync failed", bot.log())
        self.assertIn("no sync with the sheet yet", self.ask("/me"))
        self.assertIn("no sync with the sheet yet", self.ask("/me", user=EMPLOYEE))
        self.environment["SHEETKEEPER_API_BASE"] = google
        self.sync()
        self.assertIn("wage 15", self.ask("/me"))

    def test_a_damaged_database_is_answered_from_the_sheet(self):
        (self.folder / "data").mkdir()
        (self.folder / "data" / "reference_data.db").write_bytes(b"x" * 8192)
        bot = self.start_bot()
        bot.wait_for("Bot started successfully")
        self.assertIn("wage 15", self.ask("/me"))
        self.assertIn("Falling back to Google Sheets", bot.log())
        self.assertIn("That was not done", self.ask(f"/setwage {ADMIN} 21"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
