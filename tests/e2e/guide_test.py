"""The log lines, files and exit statuses that the deployment guide promises, word for word."""

import datetime
import re
import signal
import subprocess
import unittest

from harness import BIN, PATIENCE_S, E2eTest

STEP_4 = [
    "StandaloneSyncWorker initialized (interval: 300s)",
    "Running sync worker in ONCE mode",
    "Database schema initialized",
    "Starting sync cycle #1",
    "Pulling changes from Google Sheets...",
    "Pulled 7 EmployeeSettings records",
    "Pulled 4 DynamicRates records",
    "Pulled 6 Ranks records",
    "Pull completed: {'employee_settings': 7, 'dynamic_rates': 4, 'ranks': 6}",
    "Sync cycle #1 completed in ",
    "Sync completed successfully",
]

STEP_8 = [
    "SYNC WORKER STARTING",
    "Mode: CONTINUOUS",
    "Interval: 1 seconds",
    "Database: data/reference_data.db",
    "Initializing Google Sheets service...",
    "Initializing sync manager...",
    "Services initialized successfully",
    "Performing initial sync...",
    "Starting sync cycle #1",
    "Sync cycle #1 completed in ",
    "Entering continuous sync loop...",
    "Next sync at ",
]


class GuideTest(E2eTest):
    def test_once_prints_the_lines_of_step_4(self):
        run = self.run_worker("--once")
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        self.assert_in_order(run.stdout, STEP_4)
        self.assertRegex(run.stdout, r"Sync cycle #1 completed in \d+\.\d\ds\n")
        self.assertEqual(run.stderr, "")
        self.assert_equal_sides()

    def test_continuous_mode_prints_the_lines_of_step_8(self):
        worker = self.start_worker("--interval", "1")
        worker.wait_for("Sync cycle #2 completed")
        self.assertEqual(worker.stop(), 0)
        self.assert_in_order(worker.log(), STEP_8)
        self.assertRegex(worker.log(), r"Next sync at \d\d:\d\d:\d\d \(1s\)\n")

    def test_every_cycle_of_continuous_mode_says_when_the_next_one_is(self):
        worker = self.start_worker("--interval", "1")
        worker.wait_for("Next sync at ", times=3)
        worker.stop()
        self.assert_in_order(worker.log(), [
            "Sync cycle #1 completed", "Next sync at", "Sync cycle #2 completed", "Next sync at"])

    def test_every_line_has_time_name_and_level(self):
        log = self.sync()
        for line in log.splitlines():
            self.assertRegex(line, r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} - \w+ - [A-Z]+ - .")
        stamp = datetime.datetime.strptime(log[:19], "%Y-%m-%d %H:%M:%S")
        self.assertLess(abs(datetime.datetime.now() - stamp), datetime.timedelta(minutes=5))

    def test_the_log_file_holds_what_standard_output_holds(self):
        log = self.sync()
        self.assertEqual((self.folder / "sync_worker.log").read_text(encoding="utf-8"), log)

    def test_where_standard_output_is_the_log_file_each_line_stands_there_once(self):
        # As a unit with StandardOutput=append: runs it.
        log = self.folder / "sync_worker.log"
        with open(log, "a", encoding="utf-8") as out:
            subprocess.run([BIN / "sync_worker", "--once"], cwd=self.folder, stdout=out, stderr=out,
                           env=self.environment, timeout=PATIENCE_S, check=True)
        text = log.read_text(encoding="utf-8")
        self.assertEqual(len(re.findall(r"Sync cycle #1 completed", text)), 1, text)

    def test_a_second_run_appends_to_the_log_file(self):
        self.sync()
        self.sync()
        text = (self.folder / "sync_worker.log").read_text(encoding="utf-8")
        self.assertEqual(text.count("Sync completed successfully"), 2)

    def test_the_counts_of_the_guide_count_cycles_and_failures(self):
        # grep -c "Sync cycle.*completed", grep -c "Sync cycle failed", grep "error count"
        answers = [403, 403]
        self.use_proxy(lambda *_: answers.pop() if answers else None)
        worker = self.start_worker("--interval", "1")
        worker.wait_for("Sync cycle #4 completed")
        worker.stop()
        lines = worker.log().splitlines()
        begun = sum("Starting sync cycle" in line for line in lines)
        completed = sum(bool(re.search("Sync cycle.*completed", line)) for line in lines)
        self.assertEqual(sum("Sync cycle failed" in line for line in lines), 2)
        self.assertEqual(sum("error count" in line for line in lines), 2)
        self.assertEqual(completed, begun - 2)

    def test_the_database_file_is_touched_by_every_cycle(self):
        # The guide looks at its modification time.
        self.sync()
        database = self.folder / "data" / "reference_data.db"
        before = database.stat().st_mtime_ns
        self.sync()
        self.assertGreater(database.stat().st_mtime_ns, before)
        self.assertEqual(self.sql("SELECT number, good, error FROM _cycles"),
                         [(1, 1, ""), (2, 1, "")])

    def test_the_interval_can_be_set_by_the_environment(self):
        run = self.run_worker("--once", SHEETKEEPER_INTERVAL="600")
        self.assertIn("StandaloneSyncWorker initialized (interval: 600s)", run.stdout)

    def test_both_signals_end_it_with_its_totals(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            with self.subTest(signal=number):
                worker = self.start_worker("--interval", "300")
                worker.wait_for("Next sync at")
                worker.signal(number)
                self.assertEqual(worker.wait(), 0)
                self.assert_in_order(worker.log(), [
                    f"Received signal {int(number)}, shutting down gracefully...",
                    "SYNC WORKER STOPPED", "Total cycles: 1, failed: 0"])


if __name__ == "__main__":
    unittest.main()
