"""What the end-to-end tests stand on: a folder with a configuration, the emulator with the sample
spreadsheet, and the worker as a process of its own.

The tests find the programs and the sources by SK_BIN and SK_ROOT, which ctest sets.
"""

import json
import os
import pathlib
import re
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
import unittest
import urllib.request

from proxy import Proxy

BIN = pathlib.Path(os.environ["SK_BIN"])
ROOT = pathlib.Path(os.environ["SK_ROOT"])
DEPLOYMENT = ROOT / "deploy" / "alex12060"
SPREADSHEET = "1Alex12060SampleSpreadsheetForTheEmulator_01"
PATIENCE_S = 180  # far more than anything takes; only a hanging program meets it


def wait_until(condition, what, patience=PATIENCE_S):
    deadline = time.monotonic() + patience
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"waited in vain for {what}")
        time.sleep(0.01)


class Emulator:
    """`sheetkeeper emulate` on a free port, and a person at the browser."""

    def __init__(self, folder, document, port=0):
        self.key_file = folder / "key.json"
        # One that takes the place of another accepts the same key.
        key = "--key" if self.key_file.exists() else "--key-out"
        self._process = subprocess.Popen(
            [BIN / "sheetkeeper", "emulate", "--load", document, "--port", str(port),
             key, self.key_file, "--check-tokens"],
            stdout=subprocess.PIPE, text=True)
        self.url = self._process.stdout.readline().strip()
        while not self._process.stdout.readline().startswith("spreadsheet"):
            assert self._process.poll() is None, "the emulator did not start"

    def close(self, how=signal.SIGTERM):
        if self._process.poll() is None:
            self._process.send_signal(how)
        self._process.wait(PATIENCE_S)
        self._process.stdout.close()

    def call(self, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        with urllib.request.urlopen(self.url + "/emulator/" + path, data, PATIENCE_S) as answer:
            return json.load(answer)

    def requests(self):
        """Those of the worker, oldest first: "GET /v4/..."."""
        return [f"{r['method']} {r['path']}" for r in self.call("requests")["requests"]]

    def forget_requests(self):
        self.call("requests/clear", {})

    # The person.

    def sheets(self):
        return self.call("dump")["spreadsheets"][0]["sheets"]

    def tab(self, title):
        return next(sheet for sheet in self.sheets() if sheet["title"] == title)

    def rows(self, title):
        """The rows of a tab as lists, the header's too; empty ends are cut."""
        rows = []
        for cells in self.tab(title)["cells"]:
            values = [c.get("value", c.get("formula")) if isinstance(c, dict) else c for c in cells]
            while values and values[-1] is None:
                values.pop()
            rows.append(values)
        while rows and not rows[-1]:
            rows.pop()
        return rows

    def edit(self, *requests):
        self.call("edit/" + SPREADSHEET, {"requests": list(requests)})

    def type(self, tab, cell, text):
        """As typed at the keyboard: "15.5" becomes a number."""
        self.call("edit/" + SPREADSHEET, {"type": {"tab": tab, "cell": cell, "text": text}})

    def put_text(self, tab, row, column, text):
        """Text that stays text, at a 0-based place."""
        self.edit({"updateCells": {
            "start": {"sheetId": self.tab(tab)["sheetId"], "rowIndex": row, "columnIndex": column},
            "rows": [{"values": [{"userEnteredValue": {"stringValue": text}}]}],
            "fields": "userEnteredValue"}})

    def _dimension(self, tab, start, end):
        return {"sheetId": self.tab(tab)["sheetId"], "dimension": "ROWS",
                "startIndex": start, "endIndex": end}

    def insert_rows(self, tab, at, count=1):
        self.edit({"insertDimension": {"range": self._dimension(tab, at, at + count)}})

    def delete_rows(self, tab, at, count=1):
        self.edit({"deleteDimension": {"range": self._dimension(tab, at, at + count)}})

    def sort(self, tab, column, order="DESCENDING"):
        self.edit({"sortRange": {
            "range": {"sheetId": self.tab(tab)["sheetId"], "startRowIndex": 1},
            "sortSpecs": [{"dimensionIndex": column, "sortOrder": order}]}})


class RunningWorker:
    def __init__(self, process, output):
        self._process = process
        self._output = output

    def log(self):
        return self._output.read_text(encoding="utf-8")

    def wait_for(self, text, times=1, patience=PATIENCE_S):
        wait_until(lambda: self.log().count(text) >= times or self._process.poll() is not None,
                   f"{times} x {text!r}", patience)
        assert self.log().count(text) >= times, f"ended without {text!r}:\n{self.log()}"

    def signal(self, number):
        self._process.send_signal(number)

    def peak_mib(self):
        """What it held in memory at most. (What wait4 tells would count this process, too.)"""
        status = pathlib.Path(f"/proc/{self._process.pid}/status").read_text(encoding="utf-8")
        return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) / 1024

    def wait(self):
        return self._process.wait(PATIENCE_S)

    def stop(self):
        """SIGTERM; gives the exit status."""
        self.signal(signal.SIGTERM)
        return self.wait()

    def close(self):
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()


class E2eTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="sk_e2e_"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.emulator = Emulator(self.folder, self.prepare())
        self.addCleanup(self.emulator.close)
        self.environment = {
            "PATH": os.environ["PATH"],
            "SHEETKEEPER_KEY_FILE": str(self.emulator.key_file),
            "SHEETKEEPER_API_BASE": self.emulator.url,
        }

    def prepare(self):
        """Puts the configuration into the folder and gives the spreadsheet to load."""
        shutil.copy(DEPLOYMENT / "sheetkeeper.toml", self.folder)
        return DEPLOYMENT / "sample-spreadsheet.json"

    def use_proxy(self, on_request=None):
        """From here on the worker's API requests (not its sign-in) go through a proxy."""
        proxy = Proxy(self.emulator.url)
        self.addCleanup(proxy.close)
        proxy.on_request = on_request
        self.environment["SHEETKEEPER_API_BASE"] = proxy.url
        return proxy

    # The worker.

    def run_worker(self, *flags, program="sync_worker", **environment):
        return subprocess.run([BIN / program, *flags], cwd=self.folder, text=True,
                              capture_output=True, env=self.environment | environment,
                              timeout=PATIENCE_S, check=False)

    def start_worker(self, *flags, **environment):
        output = self.folder / "stdout.log"
        with open(output, "w", encoding="utf-8") as out:
            process = subprocess.Popen([BIN / "sync_worker", *flags], cwd=self.folder, stdout=out,
                                       stderr=out, env=self.environment | environment)
        worker = RunningWorker(process, output)
        self.addCleanup(worker.close)
        return worker

    def sync(self, status=0, **environment):
        """One cycle; gives its log."""
        run = self.run_worker("--once", **environment)
        self.assertEqual(run.returncode, status, run.stdout + run.stderr)
        return run.stdout

    # The database.

    def connect(self):
        connection = sqlite3.connect(self.folder / "data" / "reference_data.db",
                                     isolation_level=None)
        self.addCleanup(connection.close)
        return connection

    def sql(self, statement, *values):
        connection = self.connect()
        rows = connection.execute(statement, values).fetchall()
        connection.close()
        return rows

    def wage_of(self, employee):
        return self.sql("SELECT hourly_wage FROM employee_settings WHERE employee_id = ?",
                        employee)[0][0]

    # What is expected.

    TABLES = {"EmployeeSettings": "employee_settings", "DynamicRates": "dynamic_rates",
              "Ranks": "ranks"}

    def assert_equal_sides(self):
        for tab, table in self.TABLES.items():
            in_sheet = [tuple(row) for row in self.emulator.rows(tab)[1:] if row]
            in_database = self.sql(f"SELECT * FROM {table}")
            self.assertCountEqual(in_sheet, in_database, tab)

    def assert_quiet(self):
        """A cycle on equal sides reads once and writes nothing."""
        self.emulator.forget_requests()
        self.sync()
        reads = [r for r in self.emulator.requests() if "/v4/" in r]
        self.assertEqual(len(reads), 1, reads)
        self.assertTrue(reads[0].startswith("GET "), reads)

    def assert_in_order(self, text, lines):
        at = 0
        for line in lines:
            found = text.find(line, at)
            self.assertGreaterEqual(found, 0, f"{line!r} is missing, or too early, in:\n{text}")
            at = found + len(line)
