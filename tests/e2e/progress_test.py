"""Progress bars: on a terminal, and nowhere else."""

import json
import os
import pty
import random
import re
import subprocess
import unittest

from harness import BIN, PATIENCE_S, SPREADSHEET, E2eTest
from terminal import Screen, Terminal

ROWS = 6000
BARS = re.compile(r"\r([^\r\n\x1b]*)\x1b\[K")

CONFIG = f"""
[google]
spreadsheet = "{SPREADSHEET}"

[worker]
db_path = "data/reference_data.db"
log_file = "sync_worker.log"

[[table]]
name = "items"
sheet = "Old Items"
key = "id"
  [[table.column]]
  name = "id"
  type = "integer"
  [[table.column]]
  name = "price"
  type = "real"
"""


class ProgressTest(E2eTest):
    def prepare(self):
        (self.folder / "sheetkeeper.toml").write_text(CONFIG)
        # As much text in each row as arrives in several parts, however it is packed.
        noise = random.Random(7)
        cells = [["id", "price", "noise"], *([n, n / 4, f"{noise.getrandbits(2000):x}"]
                                             for n in range(1, ROWS + 1))]
        document = self.folder / "sheet.json"
        document.write_text(json.dumps({"spreadsheets": [{
            "id": SPREADSHEET, "title": "Items",
            "sheets": [{"title": "Old Items", "cells": cells}]}]}))
        return document

    def read_slowly(self):
        """Answers with values come in parts from here on, over three seconds."""
        proxy = self.use_proxy(lambda _, path, __: "slow" if "values:batchGet" in path else None)
        proxy.pause_s = 0.15

    def on_a_terminal(self, *words, status=0, width=100, **environment):
        terminal = Terminal(words, width, self.folder,
                            {**self.environment, "TZ": "UTC", **environment})
        self.addCleanup(terminal.kill)
        self.assertEqual(terminal.wait(), status, terminal.written)
        return terminal.written

    def assert_shown(self, written, what):
        """A bar with a rate and what is left was drawn, and none is left."""
        bars = BARS.findall(written)
        whole = what + r" \[#*\.*\] [\d,]+ of about [\d,]+ rows, [\d,]+/s, about \d+ s left"
        self.assertTrue([bar for bar in bars if re.fullmatch(whole, bar)], bars)
        self.assertFalse([bar for bar in bars if len(bar) > 99], bars)
        self.assertNotIn(" of about ", "\n".join(Screen(written).lines()))

    def test_a_long_read_is_shown_beside_the_log(self):
        self.read_slowly()
        written = self.on_a_terminal("sync_worker", "--once")
        self.assert_shown(written, "reading Old Items")
        log = [line for line in Screen(written).lines() if line]
        for line in log:
            self.assertRegex(line, r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} - \w+ - [A-Z]+ - .")
        self.assertEqual((self.folder / "sync_worker.log").read_text().splitlines(), log)

    def test_every_command_that_reads_the_sheet_shows_it(self):
        self.read_slowly()
        for words in (["plan"], ["diff"], ["doctor"], ["sync", "--now"]):
            with self.subTest(words):
                self.assert_shown(self.on_a_terminal("sheetkeeper", *words,
                                                     status=1 if words == ["diff"] else 0),
                                  "reading Old Items")
        (self.folder / "sheetkeeper.toml").unlink()
        self.assert_shown(self.on_a_terminal("sheetkeeper", "init", SPREADSHEET, "--yes"),
                          "reading Old Items")

    def test_writes_are_shown_and_so_is_what_is_taken_back(self):
        written = self.on_a_terminal("sync_worker", "--once")
        self.assertIn("asking for the values ...", BARS.findall(written))
        self.sql("UPDATE items SET price = 1 WHERE id < 500")
        written = self.on_a_terminal("sheetkeeper", "sync", "--now")
        batch = str(self.sql("SELECT max(batch) FROM _batches")[0][0])
        written = self.on_a_terminal("sheetkeeper", "undo", "--batch", batch, "--yes")
        self.assertIn("looking for what was changed ...", BARS.findall(written))
        self.assertIn("items '7': price becomes '1.75' again, is '1'", Screen(written).lines())

    def test_in_a_pipe_there_is_none(self):
        self.read_slowly()
        for words in (["sync", "--now"], ["plan"], ["undo", "--since", "1h", "--yes"]):
            run = self.run_worker(*words, program="sheetkeeper")
            self.assertNotIn("\r", run.stdout + run.stderr)
            self.assertNotIn("of about", run.stdout + run.stderr)
        run = self.run_worker("--once")
        self.assertNotIn("\r", run.stdout + run.stderr)

    def test_where_only_the_report_goes_to_a_file_it_is_drawn_all_the_same(self):
        # On standard error, so that what is redirected is the report alone.
        self.read_slowly()
        main, terminal = pty.openpty()
        with open(self.folder / "report", "wb") as report:
            run = subprocess.Popen([BIN / "sheetkeeper", "plan", "--json"], cwd=self.folder,
                                   stdout=report, stderr=terminal,
                                   env={"TERM": "xterm", **self.environment})
        os.close(terminal)
        written = b""
        try:
            while part := os.read(main, 65536):
                written += part
        except OSError:
            pass
        os.close(main)
        self.assertEqual(run.wait(PATIENCE_S), 0)
        self.assertIn(b"reading Old Items", written)
        json.loads((self.folder / "report").read_text())

    def test_a_dumb_terminal_gets_none(self):
        self.assertNotIn("\r", self.on_a_terminal("sheetkeeper", "plan", TERM="dumb")
                         .replace("\r\n", "\n"))

    def test_ctrl_c_in_the_middle_leaves_nothing_behind(self):
        self.sync()
        self.use_proxy(lambda _, path, __: "silent" if "values:batchGet" in path else None)
        scratch = self.folder / "scratch"
        scratch.mkdir()
        def contents():
            return {f.name: f.read_bytes() for f in (self.folder / "data").iterdir()
                    if not f.name.endswith("-shm")}

        before = contents()
        for words in (["plan"], ["diff"], ["doctor"]):
            with self.subTest(words):
                terminal = Terminal(["sheetkeeper", *words], 80, self.folder,
                                    {**self.environment, "TMPDIR": str(scratch)})
                self.addCleanup(terminal.kill)
                terminal.wait_for("asking for the values")
                self.assertTrue(list(scratch.iterdir()))
                terminal.type("\x03")
                self.assertEqual(terminal.wait(), -2, terminal.written)
                self.assertEqual(list(scratch.iterdir()), [])
        self.assertTrue(contents() == before)


if __name__ == "__main__":
    unittest.main()
