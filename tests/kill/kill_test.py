"""The worker process is killed (SIGKILL) at random moments, again and again, while a person edits the
sheet and a program the database. In the end nothing is lost, nothing is doubled, and both are equal.

    SHEETKEEPER_TEST_SCALE=30   kills thirty times as often
    SHEETKEEPER_SEED=7          other edits and moments; the timing differs from run to run anyway

The worker's requests go through a proxy. There the process also dies at the very moment of a
request: before it goes on (then it may still land, some time later, as a request on its way does)
or before its answer comes back. People's edits fall between the worker's requests, never into one.
"""

import contextlib
import os
import random
import sqlite3
import subprocess
import threading
import time
import unittest
from pathlib import Path

from harness import BIN, PATIENCE_S, E2eTest
from ledger import Ledger
from proxy import Proxy

KILLS = max(1, int(30 * float(os.environ.get("SHEETKEEPER_TEST_SCALE", "1"))))
SEED = int(os.environ.get("SHEETKEEPER_SEED", "1"))
TAB, TABLE, COLUMNS = "Items", "items", ("a", "b")
FEW_ROWS, MANY_ROWS = 8, 30

CONFIGURATION = """
[google]
spreadsheet = "1Alex12060SampleSpreadsheetForTheEmulator_01"
read_quota = 1000000
write_quota = 1000000

[worker]
db_path = "data/reference_data.db"
log_file = "worker.log"
interval = 1
max_errors = 1000

[[table]]
name = "items"
sheet = "Items"
key = "id"
limits = { max_delete_percent = 100, max_change_percent = 100 }

  [[table.column]]
  name = "id"
  header = "Id"
  type = "integer"

  [[table.column]]
  name = "a"
  header = "A"
  type = "text"
  policy = "sheet"

  [[table.column]]
  name = "b"
  header = "B"
  type = "text"
  policy = "database"
"""

DOCUMENT = """{"spreadsheets": [{"id": "1Alex12060SampleSpreadsheetForTheEmulator_01",
  "title": "Kills", "locale": "en_US", "timeZone": "Etc/GMT",
  "sheets": [{"title": "Items", "cells": [["Id", "A", "B"]]}]}]}"""


class KillingProxy(Proxy):
    """Kills the worker at one of its requests, when asked to."""

    def __init__(self, upstream):
        super().__init__(upstream)
        self.between_requests = threading.Lock()  # held by a request, or by a person's edit
        self.kill_at = None  # (how many requests from now, "before", "late" or "after", how late)
        self.worker = None
        self.killed_at_request = 0
        self._late = 0  # requests of the dead that are still on their way
        self._late_changed = threading.Condition()
        self._server.handle_error = lambda *_: None  # the dead cannot be answered

    def _forward(self, handler, body):
        when, delay = self._dies_now()
        if when in ("before", "late"):
            self.worker.kill()
        if when == "before":
            raise ConnectionError("the worker is dead, and its request was lost")
        if when == "late":
            return self._forward_late(handler, body, delay)
        with self.between_requests:
            answer = super()._forward(handler, body)
        if when == "after":
            self.worker.kill()
        return answer

    def _forward_late(self, handler, body, delay):
        self._add_late(1)
        try:
            time.sleep(delay)
            with self.between_requests:
                return super()._forward(handler, body)
        finally:
            self._add_late(-1)

    def _add_late(self, count):
        with self._late_changed:
            self._late += count
            self._late_changed.notify_all()

    def wait_for_late_requests(self):
        with self._late_changed:
            self._late_changed.wait_for(lambda: self._late == 0)

    def _handle(self, handler):
        with contextlib.suppress(ConnectionError):
            return super()._handle(handler)
        handler.close_connection = True

    def _dies_now(self):
        if self.kill_at is None:
            return "", 0
        left, when, delay = self.kill_at
        self.kill_at = (left - 1, when, delay) if left > 1 else None
        if left > 1:
            return "", 0
        self.killed_at_request += 1
        return when, delay


class Actor(threading.Thread):
    """Does something again and again until it is stopped."""

    def __init__(self, seed):
        super().__init__()
        self.random = random.Random(seed)
        self.done = 0
        self.error = None
        self._over = threading.Event()

    def run(self):
        try:
            while not self._over.wait(self.random.expovariate(1 / 0.03)):
                self.act()
                self.done += 1
        except Exception as error:  # pylint: disable=broad-except # reported by stop()
            self.error = error

    def stop(self):
        self._over.set()
        self.join()
        if self.error:
            raise self.error


class Person(Actor):
    def __init__(self, seed, emulator, between_requests, ledger):
        super().__init__(seed)
        self._emulator = emulator
        self._between_requests = between_requests
        self._ledger = ledger
        self._next_key = 1
        self._sheet_id = emulator.tab(TAB)["sheetId"]

    def act(self):
        with self._between_requests:
            rows = self._emulator.rows(TAB)
            full = [i for i, row in enumerate(rows) if i > 0 and row and row[0] is not None]
            dice = self.random.random()
            if len(full) < FEW_ROWS or (dice < 0.1 and len(full) < MANY_ROWS):
                self._make_row()
            elif dice < 0.2 and len(full) > FEW_ROWS:
                self._delete_row(self.random.choice(full), rows)
            elif dice < 0.3:
                order = self.random.choice(("ASCENDING", "DESCENDING"))
                self._emulator.sort(TAB, self.random.randrange(3), order)
            elif dice < 0.4:
                self._emulator.insert_rows(TAB, self.random.randrange(1, len(rows) + 1))
                self._drop_blank_row()
            else:
                self._type(self.random.choice(full), rows)

    def _make_row(self):
        key = 1_000_000 + self._next_key
        self._next_key += 1
        values = [self._ledger.new_value("p", key, column) for column in COLUMNS]
        cells = [{"userEnteredValue": {"numberValue": key}}]
        cells += [{"userEnteredValue": {"stringValue": value}} for value in values]
        self._emulator.edit(
            {"insertDimension": {"range": {"sheetId": self._sheet_id, "dimension": "ROWS",
                                           "startIndex": 1, "endIndex": 2}}},
            {"updateCells": {
                "start": {"sheetId": self._sheet_id, "rowIndex": 1, "columnIndex": 0},
                "rows": [{"values": cells}], "fields": "userEnteredValue"}})

    def _delete_row(self, at, rows):
        self._ledger.deleted(int(rows[at][0]), cells_of(rows[at]))
        self._emulator.delete_rows(TAB, at)

    def _type(self, at, rows):
        key, column = int(rows[at][0]), self.random.choice(COLUMNS)
        value = self._ledger.new_value("p", key, column, cells_of(rows[at]).get(column))
        self._emulator.put_text(TAB, at, 1 + COLUMNS.index(column), value)

    # Else the sheet grows for ever.
    def _drop_blank_row(self):
        rows = self._emulator.rows(TAB)
        blank = [i for i, row in enumerate(rows) if not row]
        if len(blank) > 3:
            self._emulator.delete_rows(TAB, self.random.choice(blank))


class Program(Actor):
    def __init__(self, seed, path, ledger):
        super().__init__(seed)
        self._path = path
        self._ledger = ledger
        self._next_key = 1

    def act(self):
        connection = sqlite3.connect(self._path, isolation_level=None, timeout=PATIENCE_S)
        try:
            connection.execute("BEGIN IMMEDIATE")
            rows = connection.execute(f"SELECT id, a, b FROM {TABLE}").fetchall()
            dice = self.random.random()
            if len(rows) < FEW_ROWS or (dice < 0.1 and len(rows) < MANY_ROWS):
                self._make_row(connection)
            elif dice < 0.2 and len(rows) > FEW_ROWS:
                self._delete_row(connection, self.random.choice(rows))
            else:
                self._update(connection, self.random.choice(rows))
            connection.execute("COMMIT")
        finally:
            connection.close()

    def _make_row(self, connection):
        key = 2_000_000 + self._next_key
        self._next_key += 1
        values = [self._ledger.new_value("d", key, column) for column in COLUMNS]
        connection.execute(f"INSERT INTO {TABLE} VALUES (?, ?, ?)", (key, *values))

    def _delete_row(self, connection, row):
        self._ledger.deleted(row[0], cells_of(row))
        connection.execute(f"DELETE FROM {TABLE} WHERE id = ?", row[:1])

    def _update(self, connection, row):
        column = self.random.choice(COLUMNS)
        value = self._ledger.new_value("d", row[0], column, cells_of(row).get(column))
        connection.execute(f"UPDATE {TABLE} SET {column} = ? WHERE id = ?", (value, row[0]))


def cells_of(row):
    return {column: value for column, value in zip(COLUMNS, row[1:]) if value is not None}


class KillTest(E2eTest):
    def prepare(self):
        (self.folder / "sheetkeeper.toml").write_text(CONFIGURATION, encoding="utf-8")
        document = self.folder / "document.json"
        document.write_text(DOCUMENT, encoding="utf-8")
        return document

    def setUp(self):
        super().setUp()
        self.proxy = KillingProxy(self.emulator.url)
        self.addCleanup(self.proxy.close)
        self.environment["SHEETKEEPER_API_BASE"] = self.proxy.url
        self.database = self.folder / "data" / "reference_data.db"
        self.random = random.Random(SEED)
        self.ledger = Ledger()
        self.open_intents = 0

    def test_nothing_is_lost_or_doubled(self):
        self.sync()
        actors = [Person(SEED, self.emulator, self.proxy.between_requests, self.ledger),
                  Program(SEED, self.database, self.ledger)]
        for actor in actors:
            actor.start()
        try:
            for _ in range(KILLS):
                self.kill_once()
        finally:
            for actor in actors:
                actor.stop()
        self.proxy.wait_for_late_requests()
        for _ in range(3):
            self.sync()
        self.report(actors)
        self.assertEqual(self.wrongs(), [])
        self.assert_quiet()

    def kill_once(self):
        """Starts the worker and kills it, at a request or at any time."""
        with open(self.folder / "output.log", "a", encoding="utf-8") as output:
            worker = subprocess.Popen([BIN / "sync_worker"], cwd=self.folder, stdout=output,
                                      stderr=output, env=self.environment)
        self.proxy.worker = worker
        if self.random.random() < 0.7:
            self.proxy.kill_at = (self.random.randrange(1, 7),
                                  self.random.choice(("before", "late", "after", "after")),
                                  self.random.random() * 0.5)
            with contextlib.suppress(subprocess.TimeoutExpired):
                worker.wait(2.5)
            self.proxy.kill_at = None
        else:
            time.sleep(self.random.random() * 0.3)
        worker.kill()
        worker.wait()
        self.open_intents += self.sql("SELECT count(*) > 0 FROM _intents")[0][0]

    def in_sheet(self):
        """The rows by key, and what is wrong with them."""
        rows = [row for row in self.emulator.rows(TAB)[1:] if row]
        wrongs = [f"a row without a key: {row}" for row in rows if row[0] is None]
        keys = [int(row[0]) for row in rows if row[0] is not None]
        wrongs += [f"doubled: row {key}" for key in set(keys) if keys.count(key) > 1]
        return {int(row[0]): cells_of(row) for row in rows if row[0] is not None}, wrongs

    def wrongs(self):
        database = {row[0]: cells_of(row) for row in self.sql(f"SELECT id, a, b FROM {TABLE}")}
        conflicts = self.sql("SELECT base_value, sheet_value, database_value FROM _conflicts")
        history = self.sql("SELECT old_value, new_value FROM _history")
        sheet, wrongs = self.in_sheet()
        wrongs += self.ledger.wrongs(sheet, database, {v for row in conflicts for v in row},
                                     {v for row in history for v in row})
        integrity = self.sql("PRAGMA integrity_check")[0][0]
        return wrongs + ([] if integrity == "ok" else [integrity])

    def report(self, actors):
        log = Path(self.folder / "output.log").read_text(encoding="utf-8")
        print(f"{KILLS} kills, {self.proxy.killed_at_request} of them at a request; "
              f"{self.open_intents} left a write open, "
              f"{log.count('turned out to have reached the sheet')} of these had reached the sheet; "
              f"{log.count('Rows moved in the sheet while')} misplaced writes; "
              f"{sum(actor.done for actor in actors)} edits, {self.ledger.written()} values, "
              f"{self.sql('SELECT count(*) FROM _conflicts')[0][0]} conflicts")


if __name__ == "__main__":
    unittest.main()
