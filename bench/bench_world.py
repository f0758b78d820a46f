"""What bench/run measures in: a spreadsheet of so many rows, served by the emulator, and a worker."""

import json
import os
import signal
import sqlite3
import statistics
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / "build/release/bin"
SPREADSHEET = "bench"
TYPES = ["integer", "real", "text", "real", "text"]


def cells_of(row, columns):
    values = [row, row * 0.25, f"name {row}", row * 1.5, f"note {row % 1000}"]
    return values[:columns]


def write_spreadsheet(path, rows, columns):
    """The emulator's own format; `rows` rows below a header of `columns` columns."""
    with open(path, "w") as file:
        file.write('{"spreadsheets":[{"id":"%s","title":"Bench","sheets":[{"title":"Rows","cells":[' % SPREADSHEET)
        file.write(json.dumps([f"C{i + 1}" for i in range(columns)]))
        for row in range(1, rows + 1):
            file.write("," + json.dumps(cells_of(row, columns)))
        file.write("]}]}]}")


def write_config(path, columns, settings):
    lines = ['[google]', f'spreadsheet = "{SPREADSHEET}"', 'read_quota = 100000', 'write_quota = 100000',
             '[worker]', 'db_path = "bench.db"', *settings, '[[table]]', 'name = "rows"', 'sheet = "Rows"', 'key = "c1"']
    for i in range(columns):
        lines += ['[[table.column]]', f'name = "c{i + 1}"', f'header = "C{i + 1}"', f'type = "{TYPES[i]}"']
    path.write_text("\n".join(lines) + "\n")


class Emulator:
    """The emulator with one spreadsheet, and a folder beside it to sync into."""

    def __init__(self, folder, rows, columns, settings=()):
        self.folder = Path(folder)
        self.rows = rows
        self.columns = columns
        write_spreadsheet(self.folder / "sheet.json", rows, columns)
        write_config(self.folder / "sheetkeeper.toml", columns, settings)
        log = self.folder / "emulator.log"
        self.process = subprocess.Popen(
            [BIN / "sheetkeeper", "emulate", "--load", "sheet.json", "--port", "0", "--key-out", "key.json",
             "--read-quota", "1000000", "--write-quota", "1000000"],
            cwd=self.folder, stdout=open(log, "w"), stderr=subprocess.STDOUT)
        while "\nspreadsheet" not in log.read_text():
            if self.process.poll() is not None:
                sys.exit("the emulator did not start:\n" + log.read_text())
            time.sleep(0.05)
        self.base = log.read_text().splitlines()[0]
        query = urllib.parse.urlencode(
            {"prettyPrint": "false", "valueRenderOption": "UNFORMATTED_VALUE",
             "dateTimeRenderOption": "SERIAL_NUMBER", "fields": "valueRanges(range,values)", "ranges": "'Rows'"},
            safe="(),")
        self.url = f"{self.base}/v4/spreadsheets/{SPREADSHEET}/values:batchGet?{query}"
        self.env = dict(os.environ, SHEETKEEPER_API_BASE=self.base, SHEETKEEPER_KEY_FILE="key.json")
        self.encode()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def requests(self, since=0):
        """The requests after that number: each has its number, target, method and time (atMs)."""
        with urllib.request.urlopen(f"{self.base}/emulator/requests?since={since}") as answer:
            return json.load(answer)["requests"]

    def writes(self, since=0):
        return [request for request in self.requests(since) if request["target"].split("?")[0].endswith(":batchUpdate")
                and "/values:" not in request["target"]]

    def last_request(self):
        return self.requests()[-1]["number"]

    def encode(self):
        """Has the emulator encode its answer to the very read that the worker makes, which it then keeps."""
        reads = [request["target"] for request in self.requests() if "values:batchGet" in request["target"]
                 and "UNFORMATTED" in request["target"] and request["responseBytes"] > 10_000]
        if reads:
            self.url = self.base + reads[-1]
        urllib.request.urlopen(self.url).read()

    def forget_database(self):
        for path in self.folder.glob("*.db*"):
            path.unlink()

    def run(self, *command):
        """Wall seconds and peak resident MiB of a command, and what it printed."""
        run = subprocess.run([str(part) for part in (BIN / "floors", "run", *command)], cwd=self.folder,
                             env=self.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if run.returncode != 0:
            sys.exit(f"{command} ended with {run.returncode}:\n{run.stdout[-2000:]}{run.stderr[-2000:]}")
        seconds, mib = run.stderr.split()[-2:]
        return float(seconds), float(mib), run.stdout

    def sync_once(self):
        return self.run(BIN / "sync_worker", "--once")

    def database(self):
        return sqlite3.connect(self.folder / "bench.db", timeout=30, isolation_level=None)

    def edit_sheet(self, ranges_and_values, encode=True):
        data = [{"range": name, "values": values} for name, values in ranges_and_values]
        body = json.dumps({"valueInputOption": "RAW", "data": data}).encode()
        url = f"{self.base}/v4/spreadsheets/{SPREADSHEET}/values:batchUpdate"
        urllib.request.urlopen(urllib.request.Request(url, body, {"Content-Type": "application/json"})).read()
        if encode:
            self.encode()

    def download_ms(self, count=5):
        _, _, text = self.run(BIN / "floors", "download", self.url, count)
        return statistics.median(float(line) for line in text.split()[1:])


class Worker:
    """A worker that runs, and does a cycle when it is told to, or every `interval` seconds. Its log stands in memory,
    so that what it writes to the disk is its database's."""

    def __init__(self, emulator, interval=86400):
        self.emulator = emulator
        self.log = Path(f"/dev/shm/sheetkeeper-bench-{os.getpid()}.log")
        self.process = subprocess.Popen(
            [BIN / "sync_worker", "--interval", str(interval), "--log-format", "json"],
            cwd=emulator.folder, env=emulator.env, stdout=open(self.log, "w"), stderr=subprocess.STDOUT)
        self.wait_for_cycle(1)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        self.log.unlink()

    def whole_lines(self):
        return self.log.read_text().rpartition("\n")[0].splitlines()

    def cycles(self):
        """Durations in ms of the cycles so far."""
        lines = [json.loads(line) for line in self.whole_lines() if line.startswith("{")]
        failed = [line["message"] for line in lines if line["level"] in ("error", "critical")]
        if failed:
            sys.exit("the worker failed: " + failed[0])
        return [float(line["duration_ms"]) for line in lines if "duration_ms" in line]

    def wait_for_cycle(self, number):
        while len(self.cycles()) < number:
            if self.process.poll() is not None:
                sys.exit("the worker ended:\n" + self.log.read_text()[-2000:])
            time.sleep(0.005)
        return self.cycles()[number - 1]

    def cycle(self):
        number = len(self.cycles()) + 1
        self.process.send_signal(signal.SIGUSR1)
        return self.wait_for_cycle(number)

    def cpu_ms(self):
        total = 0
        for task in Path(f"/proc/{self.process.pid}/task").iterdir():
            total += int((task / "schedstat").read_text().split()[0])
        return total / 1e6

    def written_bytes(self):
        """What went to the disk, or is to go there."""
        for line in Path(f"/proc/{self.process.pid}/io").read_text().splitlines():
            if line.startswith("write_bytes:"):
                return int(line.split()[1])
        raise KeyError("write_bytes")

    def status(self, name):
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith(name + ":"):
                return int(line.split()[1])
        raise KeyError(name)

    def peak_mib(self):
        return self.status("VmHWM") / 1024

    def resident_mib(self):
        return self.status("VmRSS") / 1024

    def wake_ups(self, seconds):
        def switches():
            total = 0
            for task in Path(f"/proc/{self.process.pid}/task").iterdir():
                for line in (task / "status").read_text().splitlines():
                    if line.startswith("voluntary_ctxt_switches:"):
                        total += int(line.split()[1])
            return total
        before = switches()
        time.sleep(seconds)
        return switches() - before
