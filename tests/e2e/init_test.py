"""`sheetkeeper init`: from a spreadsheet's address to the first cycle."""

import sqlite3
import unittest

from harness import SPREADSHEET, E2eTest
from terminal import Terminal

URL = f"https://docs.google.com/spreadsheets/d/{SPREADSHEET}/edit#gid=0"


class InitTest(E2eTest):
    def setUp(self):
        super().setUp()
        (self.folder / "sheetkeeper.toml").unlink()

    def ask(self, *words, status=0):
        run = self.run_worker(*words, program="sheetkeeper")
        self.assertEqual(run.returncode, status, f"{words}\n{run.stdout}{run.stderr}")
        return run

    def init(self, *words, status=0):
        return self.ask("init", URL, *words, status=status)

    def at_terminal(self, words, answers):
        """Each answer is given when the question before it has been shown."""
        terminal = Terminal(["sheetkeeper", *words], 80, self.folder, self.environment)
        self.addCleanup(terminal.kill)
        for number, answer in enumerate(answers, 1):
            terminal.wait_for("] ", number)
            terminal.type(answer + "\n")
        status = terminal.wait()
        return terminal.written, status

    def test_from_an_address_to_the_first_synced_row(self):
        shown = self.init("--yes").stdout
        self.assertRegex(shown, r"(?m)^employee_settings +[1-9]\d* +0 +0 +0$")
        self.assertFalse((self.folder / "data").exists(), "nothing is synced yet")
        self.sync()
        connection = sqlite3.connect(self.folder / "data" / "sheetkeeper.db")
        self.addCleanup(connection.close)
        self.assertCountEqual([tuple(row) for row in self.emulator.rows("Ranks")[1:] if row],
                              connection.execute("SELECT * FROM ranks").fetchall())

    def test_what_is_doubtful_is_explained_with_addresses(self):
        self.emulator.put_text("Ranks", 1, 1, "007")
        self.emulator.type("Ranks", "C3", "=B3+1")
        self.emulator.type("EmployeeSettings", "A3", "5938472011")
        self.emulator.type("DynamicRates", "C3", "n/a")
        shown = self.init("--yes").stdout
        for words in ("leading zeros count: '007' at Ranks!B2", "1 formula (Ranks!C3 is one)",
                      "'EmployeeId' cannot be the key: '5938472011' stands at EmployeeSettings!A2 "
                      "and EmployeeSettings!A3", "1 text ('n/a' at DynamicRates!C3)"):
            self.assertIn(words, shown)
        written = (self.folder / "sheetkeeper.toml").read_text()
        self.assertIn("# text, as leading zeros count: '007' at Ranks!B2", written)

    def test_flags_choose_tabs_and_keys(self):
        self.init("--tab", "Ranks", "--key", "Ranks=Min Amount", "--output", "other.toml", "--yes")
        written = (self.folder / "other.toml").read_text()
        self.assertEqual(written.count("[[table]]"), 1)
        self.assertIn('key = "min_amount"', written)
        self.assertIn("there is no column 'Nonsense'",
                      self.init("--tab", "Ranks", "--key", "Ranks=Nonsense", "--yes",
                                status=1).stdout)

    def test_it_asks_at_a_terminal(self):
        shown, status = self.at_terminal(["init", URL], ["n", "", "Min Amount", "y"])
        self.assertEqual(status, 0, shown)
        written = (self.folder / "sheetkeeper.toml").read_text()
        self.assertEqual(written.count("[[table]]"), 2)
        self.assertNotIn("EmployeeSettings", written)
        self.assertIn('name = "ranks"\nsheet = "Ranks"\nkey = "min_amount"', written)

    def test_a_file_that_is_there_is_not_replaced_unasked(self):
        (self.folder / "sheetkeeper.toml").write_text("mine")
        self.assertIn("is there already", self.ask("init", URL, status=1).stderr)
        self.assertEqual((self.folder / "sheetkeeper.toml").read_text(), "mine")
        self.init("--yes")

    def test_every_wrong_turn_is_answered(self):
        self.assertIn("which spreadsheet?", self.ask("init", status=64).stderr)
        self.assertIn("example.com", self.ask("init", "https://example.com/x", status=64).stderr)
        self.assertIn("no key file", self.init("--key-file", "no.json", "--yes", status=1).stderr)
        self.assertIn("there is no spreadsheet",
                      self.ask("init", "1" + "x" * 43, "--yes", status=1).stderr)


if __name__ == "__main__":
    unittest.main()
