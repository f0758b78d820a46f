"""What an operator asks of a worker: status, health, statistics, metrics, a cycle now."""

import fcntl
import http.server
import json
import signal
import subprocess
import threading
import unittest
import urllib.error
import urllib.request

from harness import BIN, PATIENCE_S, E2eTest, wait_until


class CommandTest(E2eTest):
    def ask(self, *words, status=0):
        run = self.run_worker(*words, program="sheetkeeper")
        self.assertEqual(run.returncode, status, run.stdout + run.stderr)
        return run

    def status(self, status=0):
        return json.loads(self.ask("status", "--json", status=status).stdout)

    def test_in_sync(self):
        self.sync()
        self.assertTrue(self.ask("status").stdout.startswith("In sync.\n"))
        told = self.status()
        self.assertTrue(told["in_sync"])
        self.assertEqual([(t["name"], t["rows"]) for t in told["tables"]],
                         [("dynamic_rates", 4), ("employee_settings", 7), ("ranks", 6)])
        self.assertIsNone(told["worker"])

    def test_what_waits_is_said(self):
        self.sync()
        self.sql("UPDATE ranks SET bonus_1 = 'cake' WHERE rank_name = 'Shark'")
        self.assertIn("1 changed row waits to reach the sheet", self.ask("status", status=1).stdout)
        self.emulator.type("EmployeeSettings", "B2", "much")
        self.sync()
        told = self.status(status=1)
        self.assertEqual(told["health"], "attention")
        self.assertEqual(told["reasons"],
                         ["employee_settings: 1 row of the sheet does not fit "
                          "(sheetkeeper rejected)"])
        self.assertRegex(self.ask("health", status=1).stdout, r"^attention: last complete cycle ")

    def test_health_goes_by_the_age_of_the_last_complete_cycle(self):
        self.sync()
        self.assertRegex(self.ask("health").stdout, r"^good: last complete cycle \d+ s ago\n$")
        self.sql("UPDATE _cycles SET finished = '2026-01-01T00:00:00.000Z'")
        self.assertRegex(self.ask("health", status=2).stdout, r"^bad: .*it may be 10 min 0 s old")
        self.ask("health", "--max-age", "36500d")

    def test_before_the_first_cycle_nothing_can_be_told(self):
        run = self.ask("health", status=2)
        self.assertEqual(run.stdout, "")
        self.assertIn("there is no database data/reference_data.db", run.stderr)

    def test_a_database_is_found_without_a_configuration(self):
        self.sync()
        (self.folder / "sheetkeeper.toml").unlink()
        self.ask("status", "--db-path", "data/reference_data.db")

    def test_stats_count_what_happened(self):
        self.sync()
        answers = [403]
        self.use_proxy(lambda *_: answers.pop() if answers else None)
        self.sync(status=1)
        self.sql("UPDATE ranks SET bonus_1 = 'cake' WHERE rank_name = 'Shark'")
        self.emulator.type("EmployeeSettings", "B2", "99")
        self.sync()
        told = json.loads(self.ask("stats", "--json").stdout)
        self.assertEqual((told["cycles"], told["failed"]), (3, 1))
        self.assertAlmostEqual(told["error_rate"], 1 / 3, places=5)
        self.assertIn({"table": "ranks", "side": "sheet", "rows": 1, "cells": 1}, told["moved"])
        self.assertGreater(told["requests"], 3)
        self.assertGreaterEqual(told["duration_ms"]["max"], told["duration_ms"]["p50"])
        self.assertIn("Failed:     1 (33.3 %)", self.ask("stats", "--since", "1h").stdout)

    def test_wrong_words_are_usage_errors(self):
        for words, said in [(["status", "--jsn"], "did you mean --json?"),
                            (["health", "--max-age", "soon"], "is not a time such as"),
                            (["stats", "--since"], "needs a value"),
                            (["sync", "--nwo"], "did you mean --now?")]:
            self.assertIn(said, self.ask(*words, status=64).stderr)

    def test_sync_now_without_a_worker_runs_a_cycle_itself(self):
        run = self.ask("sync", "--now", "--json")
        self.assertEqual(json.loads(run.stdout),
                         {"completed": True, "by": "this process", "error": ""})
        self.assertIn("Sync cycle #1 completed", run.stderr)
        self.assert_equal_sides()

    def test_several_that_sync_at_once_all_have_their_cycle(self):
        command = [BIN / "sheetkeeper", "sync", "--now", "--wait", str(PATIENCE_S)]
        for _ in range(4):
            runs = [subprocess.Popen(command, cwd=self.folder, env=self.environment, text=True,
                                     stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
                    for _ in range(4)]
            for run in runs:
                said = run.communicate(timeout=2 * PATIENCE_S)[1]
                self.assertEqual(run.returncode, 0, said)
        self.assert_equal_sides()

    def test_sync_now_asks_the_worker_and_waits_for_it(self):
        worker = self.start_worker("--interval", "300")
        worker.wait_for("Next sync at")
        self.sql("UPDATE ranks SET bonus_1 = 'cake' WHERE rank_name = 'Shark'")
        run = self.ask("sync", "--now", "--json")
        self.assertRegex(json.loads(run.stdout)["by"], r"^process \d+ \(.*--interval 300\)$")
        self.assert_equal_sides()
        self.assertRegex(self.status()["worker"], r"^process \d+ ")
        self.assertEqual(worker.stop(), 0)

    def test_sync_now_does_not_wait_longer_than_it_is_told_for_a_lock_without_a_name(self):
        (self.folder / "data").mkdir(exist_ok=True)
        with open(self.folder / "data" / "reference_data.db.lock", "w") as lock:
            fcntl.lockf(lock, fcntl.LOCK_EX)
            said = self.ask("sync", "--now", "--wait", "1", status=2).stderr
        self.assertIn("another process", said)

    def test_sync_now_tells_that_the_cycle_failed(self):
        answers = []
        self.use_proxy(lambda *_: answers[0] if answers else None)
        worker = self.start_worker("--interval", "300")
        worker.wait_for("Next sync at")
        answers.append(403)
        self.assertIn("403", self.ask("sync", "--now", status=1).stderr)


class RecordTest(E2eTest):
    def test_cycles_are_recorded_once_a_minute_and_counted_all(self):
        worker = self.start_worker("--interval", "1")
        worker.wait_for("Next sync at", times=4)
        self.assertEqual(len(self.sql("SELECT * FROM _cycles")), 1)
        self.assertEqual(worker.stop(), 0)
        cycles = worker.log().count("completed in")
        self.assertEqual(self.sql("SELECT number, cycles, failed FROM _cycles ORDER BY number"),
                         [(1, 1, 0), (cycles, cycles - 1, 0)])

    def test_a_quiet_cycle_between_records_writes_nothing_at_all(self):
        worker = self.start_worker("--interval", "1")
        worker.wait_for("Next sync at", times=2)
        before = {f.name: (f.stat().st_mtime_ns, f.read_bytes())
                  for f in (self.folder / "data").glob("*.db*") if not f.name.endswith("-shm")}
        worker.wait_for("Next sync at", times=4)
        after = {f.name: (f.stat().st_mtime_ns, f.read_bytes())
                 for f in (self.folder / "data").glob("*.db*") if not f.name.endswith("-shm")}
        self.assertEqual(before, after)
        worker.stop()


class MonitoringTest(E2eTest):
    PORT = 0

    def setUp(self):
        super().setUp()
        import socket
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    def page(self, path):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as page:
                return page.status, page.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def test_the_pages_tell_the_state(self):
        worker = self.start_worker("--interval", "1", "--status-port", str(self.port))
        worker.wait_for("Next sync at")
        self.assertEqual(self.page("/healthz"), (200, "good\n"))
        self.assertTrue(json.loads(self.page("/status")[1])["in_sync"])
        status, metrics = self.page("/metrics")
        self.assertEqual(status, 200)
        self.assertRegex(metrics, r'sheetkeeper_cycles_total\{result="good"\} [1-9]')
        self.assertRegex(metrics, r"sheetkeeper_requests_total [1-9]")
        self.assertIn("sheetkeeper_in_sync 1\n", metrics)
        self.assertEqual(self.page("/other")[0], 404)
        self.assertEqual(worker.stop(), 0)

    def test_a_stall_is_an_alarm_and_over_when_a_cycle_completes(self):
        self.sync()
        self.sql("UPDATE ranks SET bonus_1 = 'cake' WHERE rank_name = 'Shark'")
        self.sql("UPDATE _cycles SET finished = '2026-01-01T00:00:00.000Z'")
        answers = [403]
        self.use_proxy(lambda *_: answers[0] if answers else None)
        worker = self.start_worker("--interval", "1", "--max-errors", "100",
                                   "--status-port", str(self.port))
        worker.wait_for("STALLED: 1 changed rows wait")
        worker.wait_for("error count: 3/100")
        self.assertEqual(worker.log().count("STALLED"), 1, "said once")
        status, text = self.page("/healthz")
        self.assertEqual(status, 503)
        self.assertIn("stalled: 1 changed row waits to reach the sheet", text)
        answers.clear()
        worker.wait_for("No longer stalled")
        self.assertEqual(worker.stop(), 0)

    def test_metrics_file_and_heartbeat(self):
        beats = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def do_GET(self):
                beats.append(self.path)
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

        server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        url = "http://127.0.0.1:%d/beat/secret" % server.server_address[1]
        answers = [403]
        self.use_proxy(lambda *_: answers[0] if answers else None)
        worker = self.start_worker("--interval", "1", "--heartbeat-url", url,
                                   "--metrics-file", "sheetkeeper.prom")
        worker.wait_for("error count: 2/5")
        self.assertEqual(beats, [], "only a good cycle counts")
        answers.clear()
        wait_until(lambda: beats, "a heartbeat")
        self.assertEqual(beats[0], "/beat/secret")
        self.assertIn("sheetkeeper_cycles_total",
                      (self.folder / "sheetkeeper.prom").read_text(encoding="utf-8"))
        self.assertEqual(worker.stop(), 0)
        self.assertNotIn("secret", worker.log())

    def test_a_taken_port_is_a_configuration_error(self):
        worker = self.start_worker("--interval", "1", "--status-port", str(self.port))
        worker.wait_for("Next sync at")
        run = self.run_worker("--db-path", "other.db", "--status-port", str(self.port))
        self.assertEqual(run.returncode, 78, run.stdout)
        self.assertIn(f"port {self.port}", run.stdout)
        worker.stop()


class LogTest(E2eTest):
    def test_json_lines(self):
        log = self.sync(SHEETKEEPER_LOG_FORMAT="json")
        lines = [json.loads(line) for line in log.splitlines()]
        [completed] = [line for line in lines if "duration_ms" in line]
        self.assertRegex(completed["message"], r"^Sync cycle #1 completed in ")
        self.assertEqual(completed["level"], "INFO")

    def test_a_line_break_that_a_server_sends_does_not_break_the_log(self):
        body = json.dumps({"error": {"code": 403, "status": "PERMISSION_DENIED",
                                     "message": "no\n2025-01-01 00:00:00,000 - x - INFO - forged"}})
        self.use_proxy(lambda *_: (403, "application/json", body))
        for line in self.sync(status=1).splitlines():
            self.assertRegex(line, r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} - (sync_worker|sync_man)")

    def test_a_cycle_that_pushes_says_so_in_order(self):
        self.sync()
        self.sql("UPDATE ranks SET bonus_1 = 'cake' WHERE rank_name = 'Shark'")
        log = self.sync()
        self.assert_in_order(log, [
            "Pulling changes from Google Sheets...", "Pull completed: {",
            "Pushing changes to Google Sheets...",
            "Push completed: {'employee_settings': 0, 'dynamic_rates': 0, 'ranks': 1}"])
        self.assertEqual(log.count("Pushing changes to Google Sheets..."), 1)
        self.assertNotIn("Pushing changes", self.sync())

    def test_the_level_debug_tells_of_each_request(self):
        self.assertNotIn("DEBUG", self.sync())
        log = self.sync(SHEETKEEPER_LOG_LEVEL="debug")
        self.assertRegex(log, r"DEBUG - POST http://\S+/token: HTTP 200, \d+ ms\n")
        self.assertRegex(log, r"DEBUG - GET http://\S+/v4/\S+:batchGet: HTTP 200, \d+ ms\n")

    def test_no_line_holds_the_contents_of_a_cell_a_token_or_a_key(self):
        log = self.a_bad_day()
        key = json.loads(self.emulator.key_file.read_text(encoding="utf-8"))
        for secret in ["SECRET", "5938472011", key["private_key_id"], "Bearer", "assertion",
                       *key["private_key"].splitlines()[1:-1]]:
            self.assertNotIn(secret, log)
        for said in ("is held (header)", "is held back", "cannot be sent", "Push completed",
                     "Sync cycle failed", "HTTP 403"):
            self.assertIn(said, log)

    def a_bad_day(self):
        """All that a log line is written for, with values that are known; gives what was said."""
        self.environment["SHEETKEEPER_LOG_LEVEL"] = "debug"
        self.emulator.put_text("Ranks", 1, 6, "SECRET text")
        self.emulator.put_text("Ranks", 2, 0, "SECRET key")
        said = self.sync()
        self.sql("UPDATE ranks SET bonus_1 = 'SECRET ours', bonus_2 = 'SECRET edit' "
                 "WHERE rank_name = 'SECRET key'")
        self.emulator.put_text("Ranks", 2, 3, "SECRET theirs")
        self.sql("UPDATE ranks SET text = 'SECRET' || hex(zeroblob(30000)) WHERE rank_name = 'Shark'")
        said += self.sync()
        self.emulator.put_text("EmployeeSettings", 1, 1, "SECRET wage")
        self.emulator.put_text("Ranks", 3, 0, "SECRET key")
        said += self.sync()
        self.emulator.delete_rows("EmployeeSettings", 0)
        said += self.sync(status=1)
        answers = [403]
        self.use_proxy(lambda *_: answers.pop() if answers else None)
        return said + self.sync(status=1)


class ReloadTest(E2eTest):
    def test_a_new_table_is_kept_after_a_reload(self):
        file = self.folder / "sheetkeeper.toml"
        whole = file.read_text(encoding="utf-8")
        at = whole.rindex("[[table]]\nname = \"ranks\"")
        file.write_text(whole[:at], encoding="utf-8")
        worker = self.start_worker("--interval", "300")
        worker.wait_for("Next sync at")
        self.assertEqual(self.sql("SELECT name FROM sqlite_master WHERE name = 'ranks'"), [])
        file.write_text(whole.replace("interval = 300", "interval = 200"), encoding="utf-8")
        worker.signal(signal.SIGHUP)
        worker.wait_for("Pulled 6 Ranks records")
        worker.wait_for("Next sync at", times=2)
        self.assertEqual(worker.stop(), 0)
        self.assert_equal_sides()

    def test_a_key_that_was_replaced_is_read_by_a_reload(self):
        worker = self.start_worker("--interval", "300")
        worker.wait_for("Next sync at")
        self.emulator.key_file.rename(self.folder / "moved.json")
        worker.signal(signal.SIGHUP)
        worker.wait_for("there is no key file")
        worker.wait_for("Next sync at", times=2)
        (self.folder / "moved.json").rename(self.emulator.key_file)
        worker.signal(signal.SIGHUP)
        worker.wait_for("completed in", times=2)
        self.assertEqual(worker.stop(), 0)


if __name__ == "__main__":
    unittest.main()
