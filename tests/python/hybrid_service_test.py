"""The Python module, over the shared library, a real worker and the emulator."""

import logging
import os
import pathlib
import subprocess
import sys
import threading
import unittest

ROOT = pathlib.Path(os.environ["SK_ROOT"])
sys.path[:0] = [str(ROOT / "tests" / "e2e"), str(ROOT / "python")]
from harness import BIN, PATIENCE_S, E2eTest, wait_until  # noqa: E402
import sheetkeeper  # noqa: E402

ALICE = 5938472011


class PythonTest(E2eTest):
    def setUp(self):
        super().setUp()
        # The sync program is a child of this process.
        for name, value in (self.environment | {"SHEETKEEPER_CONFIG": str(
                self.folder / "sheetkeeper.toml"), "SHEETKEEPER_LOG_FILE": str(
                    self.folder / "sync_worker.log")}).items():
            old = os.environ.get(name)
            os.environ[name] = value
            self.addCleanup(lambda name=name, old=old: os.environ.pop(name) if old is None
                            else os.environ.__setitem__(name, old))
        self.database = self.folder / "data" / "reference_data.db"

    def service(self, **options):
        service = sheetkeeper.HybridService(
            db_path=str(self.database), sync_command=f"{BIN}/sheetkeeper sync", **options)
        self.addCleanup(service.close)
        return service


class CallsTest(PythonTest):
    def test_the_calls_of_the_bot_answer_with_the_headers_of_the_sheet(self):
        service = self.service()
        self.assertEqual(service.get_employee_settings(ALICE),
                         {"Hourly wage": 15.0, "Sales commission": 8.0})
        self.assertIsNone(service.get_employee_settings(1))
        self.assertEqual(service.get_dynamic_rates()[1],
                         {"Min Amount": 400.0, "Max Amount": 699.99, "Percentage": 1.0})
        self.assertEqual(service.get_ranks()[5]["TEXT"], "There is nothing above ⚡")
        self.assertEqual(len(service.get_ranks()), 6)

    def test_rates_and_ranks_of_amounts(self):
        service = self.service()
        self.assertEqual([service.calculate_dynamic_rate(a) for a in (0, 399.995, 400, 1e6)],
                         [0.0, 0.0, 1.0, 0.0])
        self.assertEqual([service.determine_rank(a) for a in (5000, 5000.5, 5001, -1)],
                         ["Rookie", "Rookie", "Hustler", None])

    def test_the_initial_sync_and_its_log(self):
        with self.assertLogs("hybrid_service", logging.INFO) as log:
            self.service()
        self.assertEqual([record.getMessage() for record in log.records], [
            "Performing initial sync from Google Sheets...",
            "Initial sync completed: {'dynamic_rates': 4, 'employee_settings': 7, 'ranks': 6}",
            "Database schema initialized",
            "HybridService initialized (sync handled by alex12060-sync-worker service)"])

    def test_edits_go_both_ways(self):
        service = self.service()
        service.reader.execute("UPDATE employee_settings SET hourly_wage = :wage "
                               "WHERE employee_id = :id", wage=99.5, id=ALICE)
        self.emulator.type("EmployeeSettings", "C3", "9.25")
        self.assertEqual(service.get_sync_stats()["employee_settings"]["pending"], 1)
        self.assertEqual(service.force_push_to_sheets(),
                         {"dynamic_rates": 4, "employee_settings": 7, "ranks": 6})
        self.assertEqual(self.emulator.rows("EmployeeSettings")[1][1], 99.5)
        self.assertEqual(service.get_employee_settings(6120457783)["Sales commission"], 9.25)
        self.assertEqual(service.reader.wait_until_in_sheet("employee_settings", ALICE, 60),
                         "synced")
        self.assertLess(service.reader.freshness, PATIENCE_S)
        self.assert_equal_sides()

    def test_a_worker_that_runs_is_asked_for_its_cycle(self):
        worker = self.start_worker("--interval", "3600")
        worker.wait_for("Next sync at")
        service = self.service()
        self.emulator.type("EmployeeSettings", "B2", "16")
        generation = service.reader.generation
        service.force_sync_from_sheets()
        self.assertTrue(service.reader.wait_for_change(generation, 0))
        self.assertEqual(service.get_employee_settings(ALICE)["Hourly wage"], 16.0)
        worker.wait_for("Sync cycle #3 completed")  # the initial one, at the service's start, now
        self.assertEqual(worker.stop(), 0)

    def test_with_auto_sync_the_sheet_arrives_by_itself(self):
        service = self.service(auto_sync=True, sync_interval=0.05)
        generation = service.reader.generation
        self.emulator.type("EmployeeSettings", "B2", "17")
        while service.get_employee_settings(ALICE)["Hourly wage"] != 17.0:
            self.assertTrue(service.reader.wait_for_change(generation, PATIENCE_S))
            generation = service.reader.generation
        service.shutdown()


class WithoutDatabaseTest(PythonTest):
    def test_the_sheet_answers_where_the_database_is_damaged_and_the_database_when_it_is_back(self):
        self.database.parent.mkdir()
        self.database.write_bytes(b"x" * 5000)
        service = self.service(initial_sync=False)
        self.assertEqual(service.get_employee_settings(ALICE)["Hourly wage"], 15.0)
        rows = service.reader.all_rows("ranks")
        self.assertEqual((rows.origin, len(rows)), ("sheet", 6))
        self.emulator.forget_requests()
        service.get_ranks()
        self.assertEqual(self.emulator.requests(), [])
        self.database.unlink()
        self.sync()
        self.assertEqual(service.reader.all_rows("ranks").origin, "database")
        self.assertFalse(any("POST" in r for r in self.emulator.requests() if "/v4/" in r))

    def test_with_neither_the_error_says_so(self):
        os.environ["SHEETKEEPER_API_BASE"] = "http://127.0.0.1:9"
        service = self.service(initial_sync=False)
        with self.assertRaisesRegex(sheetkeeper.NotFound, "the sheet cannot be read"):
            service.get_ranks()

    def test_with_neither_a_kept_answer_is_given(self):
        self.sync()
        service = self.service(initial_sync=False, cache_manager=True)
        first = service.get_ranks()
        os.environ["SHEETKEEPER_API_BASE"] = "http://127.0.0.1:9"
        generation = service.reader.generation
        for file in self.database.parent.iterdir():
            file.unlink()
        self.assertTrue(service.reader.wait_for_change(generation, PATIENCE_S))
        self.assertEqual(service.get_ranks(), first)


class ReaderTest(PythonTest):
    def test_errors_are_exceptions_of_their_kind(self):
        with sheetkeeper.Reader(self.database) as reader:
            with self.assertRaises(sheetkeeper.NotFound):
                reader.all_rows("ranks")
        self.sync()
        with sheetkeeper.Reader(self.database) as reader:
            with self.assertRaisesRegex(sheetkeeper.Invalid, "syntax error"):
                reader.query("SELEC")
            with self.assertRaises(sheetkeeper.ReaderError):
                reader.query("DELETE FROM ranks")
        with self.assertRaises(sheetkeeper.Invalid):
            sheetkeeper.Reader(self.database, no_such_setting=1)

    def test_the_example_with_sqlite3_alone(self):
        self.sync()
        example = ROOT / "python" / "examples" / "with_sqlite3_alone.py"
        run = subprocess.run([sys.executable, example, self.database, str(ALICE), "18.5"],
                             text=True, capture_output=True, timeout=PATIENCE_S, check=True)
        self.assertIn("wage 18.5, commission 8.0: pending", run.stdout)
        self.sync()
        self.assertEqual(self.emulator.rows("EmployeeSettings")[1][1], 18.5)


class ReadersTest(PythonTest):
    """While a worker's cycles run in both directions, each answer is from between two of them."""

    ROUNDS = 8

    def set_all_wages(self, wage):
        """One request, as somebody pastes over the column."""
        self.emulator.edit({"updateCells": {
            "start": {"sheetId": self.emulator.tab("EmployeeSettings")["sheetId"],
                      "rowIndex": 1, "columnIndex": 1},
            "rows": [{"values": [{"userEnteredValue": {"numberValue": wage}}]}] * 7,
            "fields": "userEnteredValue"}})

    def read(self):
        """What was wrong ends in self.wrong."""
        reader = sheetkeeper.Reader(str(self.database), busy_timeout=0)
        last = 0
        try:
            while not self.done.is_set():
                wages = {row["hourly_wage"] for row in reader.all_rows("employee_settings")}
                if len(wages) != 1 or min(wages) < last:
                    self.wrong.append(f"{wages} after {last}")
                    return
                last = wages.pop()
                self.reads += 1
        except sheetkeeper.ReaderError as error:
            self.wrong.append(str(error))
        finally:
            reader.close()

    def test_four_readers_and_a_worker_that_syncs(self):
        self.set_all_wages(1)
        worker = self.start_worker("--interval", "1")
        worker.wait_for("Next sync at")
        self.done, self.wrong, self.reads = threading.Event(), [], 0
        readers = [threading.Thread(target=self.read) for _ in range(4)]
        for reader in readers:
            reader.start()
        for wage in range(2, self.ROUNDS + 2):
            self.set_all_wages(wage)
            self.sql("UPDATE ranks SET bonus_3 = ?", f"round {wage}")
            wait_until(lambda wage=wage: self.wrong or self.wage_of(ALICE) == wage, "the wage")
        self.done.set()
        for reader in readers:
            reader.join()
        self.assertEqual(self.wrong, [])
        self.assertGreater(self.reads, 4 * self.ROUNDS)
        self.assertEqual(worker.stop(), 0)
        self.assertNotIn("Sync cycle failed", worker.log())


if __name__ == "__main__":
    unittest.main(verbosity=2)
