"""Sessions at a terminal, compared with the recordings in sessions/, and what holds for every
command there: tables fit, colour only where it is wanted."""

import re
import unittest

from commands_test import CommandsTest
from harness import SPREADSHEET
from recording import Recording
from terminal import Screen, Terminal, width_of

KEEP = "[Y = yes, n = no, or the header of another key] "


class SessionsTest(CommandsTest):
    def setUp(self):
        super().setUp()
        self.emulator.key_file.chmod(0o600)
        # Nothing that is shown depends on where this runs.
        self.environment["SHEETKEEPER_KEY_FILE"] = self.emulator.key_file.name
        systemctl = self.folder / "bin" / "systemctl"
        systemctl.parent.mkdir()
        systemctl.write_text("#!/bin/sh\nexit 1\n")
        systemctl.chmod(0o755)
        self.environment["PATH"] = f"{systemctl.parent}:{self.environment['PATH']}"

    def record(self, name):
        return Recording(self, name)

    def test_init(self):
        (self.folder / "sheetkeeper.toml").unlink()
        self.emulator.put_text("Ranks", 1, 1, "007")
        self.emulator.type("Ranks", "C3", "=B3+1")
        self.emulator.type("DynamicRates", "C3", "n/a")
        session = self.record("init")
        session.run("sheetkeeper", "init", status=64)
        session.run("sheetkeeper", "init", SPREADSHEET, "--tab", "Rank", status=1)
        session.run("sheetkeeper", "init", SPREADSHEET, answers=[
            (KEEP, "n"), (KEEP, ""), (KEEP, "Bonus"), ("leave it out] ", "Rank Name"), (KEEP, "y")])
        session.run("sheetkeeper", "init", SPREADSHEET, "--tab", "DynamicRates", status=1,
                    answers=[(KEEP, "y"), ("[y/N] ", "n")])
        session.check()

    def test_doctor(self):
        session = self.record("doctor")
        session.run("sheetkeeper", "doctor")
        self.sync()
        session.note("After a first sync somebody writes 'much' as a wage and renames a header.")
        self.emulator.type("EmployeeSettings", "B2", "much")
        self.emulator.type("DynamicRates", "A1", "From")
        self.emulator.type("DynamicRates", "A2", "1.5")
        session.run("sheetkeeper", "doctor", status=1)
        session.run("sheetkeeper", "doctor", status=1, NO_COLOR="1")
        session.note("The key file was cut.")
        key = self.emulator.key_file.read_text()
        self.emulator.key_file.write_text(key[:len(key) // 2])
        session.run("sheetkeeper", "doctor", status=1)
        session.run("sheetkeeper", "doctor", "--config", "other.toml", status=1)
        session.check()

    def test_plan(self):
        session = self.record("plan")
        session.run("sheetkeeper", "plan", "--table", "dynamic_rates")
        self.sync()
        session.run("sheetkeeper", "plan")
        session.note("One cell of the sheet is changed, another of its row in the database; a row is "
                     "new in the database; a cell does not fit.")
        self.emulator.type("Ranks", "E5", "pie")
        self.set_bonus("Shark", "cake")
        self.sql("INSERT INTO ranks (rank_name, min_amount, max_amount) VALUES ('Whale', 1, 2)")
        self.emulator.type("EmployeeSettings", "B2", "much")
        session.run("sheetkeeper", "plan")
        session.run("sheetkeeper", "plan", width=50)
        session.run("sheetkeeper", "diff", status=1)
        session.run("sheetkeeper", "plan", "--table", "rank", status=2)
        session.check()

    def test_conflicts_and_resolve(self):
        self.sync()
        session = self.record("conflicts")
        session.run("sheetkeeper", "conflicts")
        session.note("The sheet and the database change three cells differently.")
        self.make_conflict("Shark")
        self.make_conflict("King of Greed", sheet="plum", database="fig")
        self.make_conflict("Rookie", sheet="tea", database="a long story that nobody has room for")
        session.run("sheetkeeper", "status", status=1)
        session.run("sheetkeeper", "conflicts")
        session.run("sheetkeeper", "conflicts", width=50)
        session.run("sheetkeeper", "conflicts", NO_COLOR="1")
        session.run("sheetkeeper", "resolve", "--mine", status=64)
        session.run("sheetkeeper", "resolve", "--id", "9", "--mine", status=1)
        session.run("sheetkeeper", "resolve", "--id", "1", "--theirs")
        session.run("sheetkeeper", "resolve", "--all", "--mine", status=1, answers=[("[y/N] ", "n")])
        session.run("sheetkeeper", "resolve", "--all", "--mine", answers=[("[y/N] ", "y")])
        session.run("sync_worker", "--once")
        session.run("sheetkeeper", "conflicts")
        session.run("sheetkeeper", "conflicts", "--all")
        session.check()

    def test_held(self):
        self.sync()
        session = self.record("held")
        session.run("sheetkeeper", "held")
        session.note("Somebody deletes five of the six rows of a tab.")
        self.emulator.delete_rows("Ranks", 1, 5)
        self.sync(status=1)
        session.run("sheetkeeper", "held")
        session.run("sheetkeeper", "approve", status=64)
        session.run("sheetkeeper", "approve", "--table", "rank", status=1)
        session.run("sheetkeeper", "approve", "--table", "ranks", status=1,
                    answers=[("[y/N] ", "n")])
        session.run("sheetkeeper", "revert", "--table", "ranks", answers=[("[y/N] ", "y")])
        session.run("sheetkeeper", "held")
        session.run("sheetkeeper", "pause", "--table", "dynamic_rates", "--reason", "new season")
        session.run("sheetkeeper", "held")
        session.run("sheetkeeper", "resume", "--table", "dynamic_rates")
        session.run("sheetkeeper", "sync", "--now")
        session.run("sheetkeeper", "approve", "--table", "ranks", status=1)
        session.check()

    def test_undo(self):
        self.sync()
        session = self.record("undo")
        session.note("Somebody changes two cells of the sheet, and a cycle takes them over.")
        self.emulator.type("Ranks", "D5", "pie")
        self.emulator.type("Ranks", "E5", "tart")
        self.sync()
        session.run("sheetkeeper", "log", "--table", "ranks", "--key", "Shark")
        session.note("A program changes one of them again.")
        self.set_bonus("Shark", "cake")
        session.run("sheetkeeper", "undo", status=64)
        session.run("sheetkeeper", "undo", "--batch", "99", status=1)
        session.run("sheetkeeper", "undo", "--batch", "2", status=1, answers=[("[y/N] ", "n")])
        session.run("sheetkeeper", "undo", "--batch", "2", status=2, answers=[("[y/N] ", "y")])
        session.run("sheetkeeper", "plan", "--table", "ranks")
        session.check()

    def test_watch(self):
        self.sync()
        session = self.record("watch")
        session.note("While it runs, a cell of the sheet is changed, and one on both sides.")
        watch = session.start("sheetkeeper", "watch")
        watch.wait_for("Nothing has changed since.")
        self.emulator.type("Ranks", "E5", "pie")
        self.make_conflict()
        watch.wait_for("conflict 1:")
        watch.wait_for("Ctrl-C ends this.", watch.written.count("Ctrl-C ends this.") + 1)
        watch.type("\x03")
        session.end(watch, status=-2)
        session.run("sheetkeeper", "watch", "--for", "0", width=50)
        session.check()


class EveryCommandTest(CommandsTest):
    """What holds for all commands at a terminal."""

    REPORTS = [["conflicts"], ["conflicts", "--all"], ["rejected"], ["log"], ["plan"], ["diff"],
               ["doctor"], ["doctor", "--codes"]]

    def shown(self, width, words, **environment):
        terminal = Terminal(["sheetkeeper", *words], width, self.folder,
                            {**self.environment, **environment})
        self.addCleanup(terminal.kill)
        self.assertIn(terminal.wait(), (0, 1))
        return terminal.written

    def test_tables_fit_every_width_and_colour_is_only_where_it_is_wanted(self):
        self.sync()
        self.emulator.type("EmployeeSettings", "B2", "much")
        self.set_bonus("King of Greed", "ü" * 300)
        self.make_conflict()
        self.set_bonus("King of Greed", "a long story that nobody has room for " * 9)
        for words in self.REPORTS:
            for width in (50, 80, 132):
                with self.subTest(words=words, width=width):
                    written = self.shown(width, words)
                    self.assertIn("\x1b[", written)
                    # Commands to be typed are not broken.
                    lines = [line for line in Screen(written).lines() if "sheetkeeper " not in line]
                    self.assertLessEqual(max(width_of(line) for line in lines), width,
                                         "\n".join(lines))
            plain = self.shown(80, words, NO_COLOR="1")
            self.assertNotIn("m", re.findall(r"\x1b\[[0-9;]*([A-Za-z])", plain))
            self.assertNotIn("\x1b", self.shown(80, words, TERM="dumb"))

    def test_what_watch_shows_has_room_on_the_terminal(self):
        self.sync()
        watch = Terminal(["sheetkeeper", "watch"], 80, self.folder, self.environment)
        self.addCleanup(watch.kill)
        watch.wait_for("Nothing has changed since.")
        self.sql("UPDATE ranks SET bonus_1 = 'a', bonus_2 = 'b', bonus_3 = 'c'")
        self.sync()
        watch.wait_for("Latest changes:")
        watch.wait_for("Ctrl-C ends this.", watch.written.count("Ctrl-C ends this.") + 1)
        watch.type("\x03")
        watch.wait()
        lines = Screen(watch.written).lines()
        self.assertLessEqual(len(lines), 24, lines)
        self.assertEqual(lines[0], "In sync.")
        self.assertIn("bonus_3", lines[-4])


class InterruptTest(CommandsTest):
    """Ctrl-C in the middle of a command does nothing, or what was begun to its end."""

    def setUp(self):
        super().setUp()
        self.sync()
        self.make_conflict()
        self.make_conflict("King of Greed", sheet="plum", database="fig")

    def interrupted(self, words, *moments):
        """Ctrl-C at each moment, when that has been written. Gives the exit status and all that was
        written."""
        terminal = Terminal(words, 80, self.folder, self.environment)
        self.addCleanup(terminal.kill)
        for moment in moments:
            terminal.wait_for(moment)
            terminal.type("\x03")
        return terminal.wait(), terminal.written

    def everything(self):
        connection = self.connect()
        rows = list(connection.iterdump())
        connection.close()
        return rows, self.emulator.sheets()

    def test_at_a_question_nothing_is_done(self):
        before = self.everything()
        configuration = (self.folder / "sheetkeeper.toml").read_text()
        for words in (["resolve", "--all", "--mine"], ["resync", "--all"], ["undo", "--batch", "1"],
                      ["init", SPREADSHEET]):
            with self.subTest(words):
                status, written = self.interrupted(["sheetkeeper", *words], "] ")
                self.assertEqual(status, -2, written)
        self.assertEqual(self.everything(), before)
        self.assertEqual((self.folder / "sheetkeeper.toml").read_text(), configuration)

    def test_a_sync_ends_its_cycle_first_and_gives_it_up_at_the_second_time(self):
        self.set_bonus("Shark", "cake")
        self.use_proxy(lambda _, path, __: "silent" if "values:batchGet" in path else None)
        for words in (["sheetkeeper", "sync", "--now"], ["sync_worker", "--once"]):
            with self.subTest(words):
                status, written = self.interrupted(words, "asking for the values",
                                                   "shutting down gracefully")
                self.assertIn("the next start goes on from there", written)
                self.assertNotEqual(status, 0)


if __name__ == "__main__":
    unittest.main()
