"""How the worker ends, and how it does not: signals, failures, locks, silent servers."""

import fcntl
import os
import signal
import sqlite3
import subprocess
import threading
import time
import unittest

from harness import BIN, PATIENCE_S, E2eTest, wait_until

# A request ends by itself after so long without a byte (http/curl_transport.h).
SILENCE_ENDS_REQUEST_S = 120


class StopTest(E2eTest):
    def test_a_signal_during_the_initial_sync_finishes_it_and_ends(self):
        arrived, released = threading.Event(), threading.Event()

        def hold(*_):
            arrived.set()
            released.wait(PATIENCE_S)

        self.use_proxy(hold)
        worker = self.start_worker("--interval", "1")
        self.assertTrue(arrived.wait(PATIENCE_S))
        worker.signal(signal.SIGTERM)
        worker.wait_for("Received signal 15, shutting down gracefully...")
        released.set()
        self.assertEqual(worker.wait(), 0)
        self.assert_in_order(worker.log(), [
            "Received signal 15", "Sync cycle #1 completed", "SYNC WORKER STOPPED",
            "Total cycles: 1, failed: 0"])
        self.assertNotIn("Next sync at", worker.log())
        self.assert_equal_sides()

    def test_a_silent_server_does_not_outlive_the_grace(self):
        proxy = self.use_proxy(lambda *_: "silent")
        worker = self.start_worker()
        wait_until(lambda: proxy.requests, "a request")
        asked = time.monotonic()
        self.assertEqual(worker.stop(), 0)
        self.assertLess(time.monotonic() - asked, SILENCE_ENDS_REQUEST_S, "silence ended it")
        self.assert_in_order(worker.log(), [
            "Received signal 15", "Cycle #1 was given up", "SYNC WORKER STOPPED"])
        self.assertNotIn("Sync cycle failed", worker.log())

    def test_a_second_signal_ends_the_grace(self):
        proxy = self.use_proxy(lambda *_: "silent")
        worker = self.start_worker("--once")
        wait_until(lambda: proxy.requests, "a request")
        worker.signal(signal.SIGINT)
        worker.wait_for("Received signal 2")
        worker.signal(signal.SIGINT)
        self.assertEqual(worker.wait(), 1, "once, and not done")
        proxy.on_request = None
        self.sync()
        self.assert_equal_sides()


class FailureTest(E2eTest):
    def test_five_failed_cycles_in_a_row_end_it(self):
        self.use_proxy(lambda *_: 403)
        worker = self.start_worker("--interval", "1")
        self.assertEqual(worker.wait(), 1)
        self.assert_in_order(worker.log(), [
            "Sync cycle failed (error count: 1/5)", "Next sync at",
            "Sync cycle failed (error count: 5/5)", "Too many consecutive errors (5), exiting",
            "Total cycles: 5, failed: 5"])

    def test_how_many_is_configurable(self):
        self.use_proxy(lambda *_: 403)
        worker = self.start_worker("--interval", "1", "--max-errors", "1")
        self.assertEqual(worker.wait(), 1)
        self.assertIn("error count: 1/1", worker.log())

    def test_a_failure_at_the_start_does_not_end_it(self):
        answers = [403]
        self.use_proxy(lambda *_: answers.pop() if answers else None)
        worker = self.start_worker("--interval", "1")
        worker.wait_for("Sync cycle #2 completed")
        self.assertIn("error count: 1/5", worker.log())
        self.assertEqual(worker.stop(), 0)
        self.assert_equal_sides()

    def test_once_reports_a_failure_by_its_status(self):
        self.use_proxy(lambda *_: 403)
        self.assertIn("Sync cycle failed (error count: 1/5)", self.sync(status=1))

    def test_a_passing_503_or_429_fails_no_cycle(self):
        for status in (503, 429):
            with self.subTest(status=status):
                answers = [status]
                self.use_proxy(lambda *_: answers.pop() if answers else None)
                log = self.sync()
                self.assertNotIn("failed", log)
                self.assertEqual(answers, [])

    def test_an_expired_token_is_renewed(self):
        self.sync()
        answers = [401]
        self.use_proxy(lambda *_: answers.pop() if answers else None)
        self.emulator.forget_requests()
        self.assertNotIn("failed", self.sync())
        tokens = [r for r in self.emulator.requests() if "/v4/" not in r]
        self.assertEqual(len(tokens), 2, "one at the start, one after the 401")

    def test_an_unknown_spreadsheet_is_a_clear_sentence(self):
        log = self.sync(status=1, SHEETKEEPER_SPREADSHEET="1NoSuchSpreadsheet")
        self.assertIn("1NoSuchSpreadsheet", log)

    def test_a_reader_of_its_words_that_goes_away_does_not_abort_it(self):
        for words, status in ((["sync", "--now"], 0), (["sync", "--now", "--config", "no.toml"], 1)):
            reader, writer = os.pipe()
            os.close(reader)
            run = subprocess.run([BIN / "sheetkeeper", *words], cwd=self.folder, stdout=writer,
                                 stderr=writer, env=self.environment, timeout=PATIENCE_S,
                                 check=False)
            os.close(writer)
            self.assertIn(run.returncode, (status, -signal.SIGPIPE))
        self.assert_equal_sides()


class LockedDatabaseTest(E2eTest):
    def lock(self):
        (self.folder / "data").mkdir(exist_ok=True)
        writer = sqlite3.connect(self.folder / "data" / "reference_data.db", isolation_level=None)
        self.addCleanup(writer.close)
        writer.execute("BEGIN IMMEDIATE")
        return writer

    def test_a_database_locked_at_the_start_is_a_failed_cycle_and_no_end(self):
        writer = self.lock()
        worker = self.start_worker("--interval", "1")
        worker.wait_for("Sync cycle failed (error count: 1/5)")
        self.assertIn("locked", worker.log())
        writer.execute("ROLLBACK")
        worker.wait_for("Sync cycle #1 completed")
        self.assertEqual(worker.stop(), 0)
        self.assert_equal_sides()

    def test_a_database_locked_during_a_cycle_costs_that_cycle_only(self):
        self.sync()
        self.emulator.type("EmployeeSettings", "B2", "99")
        writer = self.lock()
        worker = self.start_worker("--interval", "1")
        worker.wait_for("Sync cycle failed (error count: 1/5)")
        writer.execute("ROLLBACK")
        worker.wait_for("completed")
        self.assertEqual(worker.stop(), 0)
        self.assert_equal_sides()


class OneInstanceTest(E2eTest):
    def test_a_second_worker_for_a_database_says_who_is_there(self):
        first = self.start_worker("--interval", "300")
        first.wait_for("Next sync at")
        second = self.run_worker("--once")
        self.assertEqual(second.returncode, 1)
        self.assertIn("sync_worker --interval 300", second.stdout)
        self.assertEqual(first.stop(), 0)
        self.sync()

    def test_a_worker_waits_for_who_syncs_once(self):
        self.sync()
        with open(self.folder / "data" / "reference_data.db.lock", "r+b") as other:
            fcntl.lockf(other, fcntl.LOCK_EX)
            worker = self.start_worker("--interval", "300")
            time.sleep(0.5)
            self.assertNotIn("SYNC WORKER STARTING", worker.log())
        worker.wait_for("Next sync at")
        self.assertEqual(worker.stop(), 0)

    def test_a_second_worker_that_is_to_go_on_does_not_wait_for_ever(self):
        first = self.start_worker("--interval", "300")
        first.wait_for("Next sync at")
        second = self.run_worker("--interval", "300")
        self.assertEqual(second.returncode, 1)
        self.assertIn("sync_worker --interval 300", second.stdout)
        self.assertEqual(first.stop(), 0)

    def test_a_killed_worker_leaves_no_lock(self):
        first = self.start_worker("--interval", "300")
        first.wait_for("Next sync at")
        first.signal(signal.SIGKILL)
        first.wait()
        self.sync()


if __name__ == "__main__":
    unittest.main()
