"""The fault table of docs/OPERATIONS.md: what the operator sees, and that it heals by itself."""

import http.server
import json
import os
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import threading
import time
import unittest

from harness import BIN, DEPLOYMENT, PATIENCE_S, Emulator, E2eTest, wait_until
from proxy import Proxy


def refusal(code, status, message, reason=None):
    """An error as Google words it."""
    error = {"code": code, "status": status, "message": message}
    if reason is not None:
        error["details"] = [{"@type": "type.googleapis.com/google.rpc.ErrorInfo",
                             "reason": reason, "domain": "googleapis.com"}]
    return code, "application/json", json.dumps({"error": error})


class SignIn:
    """A token endpoint that refuses, and whose clock is off."""

    def __init__(self, offset_s):
        date = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() + offset_s))

        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def date_time_string(self, *_):
                return date

            def do_POST(self):
                body = json.dumps({
                    "error": "invalid_grant",
                    "error_description": "Invalid JWT: Token must be a short-lived token (60 "
                    "minutes) and in a reasonable timeframe."}).encode()
                self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(400)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        self._server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        self.url = "http://127.0.0.1:%d/token" % self._server.server_address[1]

    def close(self):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class FaultTest(E2eTest):
    def expect_failure(self, said, **environment):
        log = self.sync(status=1, **environment)
        self.assertRegex(log, r"Sync cycle failed \(error count: 1/5\): .*" + said)
        self.assertNotIn("BEGIN", log)
        return log

    def expect_healed(self):
        self.sync()
        self.assert_equal_sides()

    def test_no_network_at_the_start(self):
        proxy = Proxy(self.emulator.url)
        proxy.close()
        port = int(proxy.url.rsplit(":", 1)[1])
        worker = self.start_worker("--interval", "1", SHEETKEEPER_API_BASE=proxy.url)
        worker.wait_for(f"cannot connect to 127.0.0.1:{port}")
        again = Proxy(self.emulator.url, port)
        self.addCleanup(again.close)
        worker.wait_for("Sync cycle #2 completed")
        self.assertEqual(worker.stop(), 0)
        self.assert_equal_sides()

    def test_no_network_later(self):
        cable = ["plugged"]
        self.use_proxy(lambda *_: None if cable else "cut")
        worker = self.start_worker("--interval", "1")
        worker.wait_for("Next sync at")
        cable.clear()
        worker.wait_for("Sync cycle failed (error count: 1/5)")
        self.emulator.type("EmployeeSettings", "B2", "99")
        self.sql("UPDATE ranks SET bonus_1 = 'cake' WHERE rank_name = 'Shark'")
        cable.append("plugged")
        worker.wait_for("completed in", times=worker.log().count("completed in") + 2)
        self.assertEqual(worker.stop(), 0)
        self.assert_equal_sides()

    def test_asleep_at_any_moment_it_goes_on_when_it_wakes(self):
        """Stopped, as all processes of a laptop are: while it waits, and with a request under way
        whose connection is gone when it wakes."""
        fall_asleep = []
        proxy = self.use_proxy()
        worker = self.start_worker("--interval", "1")
        worker.wait_for("Next sync at")

        def sleep_at(_, path, __):
            if fall_asleep and "/v4/" in path:
                fall_asleep.clear()
                worker.signal(signal.SIGSTOP)
                return "cut"
            return None

        proxy.on_request = sleep_at
        worker.signal(signal.SIGSTOP)
        self.emulator.type("EmployeeSettings", "B2", "98")
        time.sleep(2)
        worker.signal(signal.SIGCONT)
        wait_until(lambda: self.wage_of(5938472011) == 98, "the edit made while it slept")

        fall_asleep.append("now")
        wait_until(lambda: not fall_asleep, "a request")
        self.emulator.type("EmployeeSettings", "B2", "99")
        time.sleep(2)
        worker.signal(signal.SIGCONT)
        wait_until(lambda: self.wage_of(5938472011) == 99, "the edit made while it slept")
        self.assertEqual(worker.stop(), 0)
        self.assert_equal_sides()

    def test_no_name_server(self):
        self.expect_failure("cannot find the address of no-such-host.invalid",
                            SHEETKEEPER_API_BASE="http://no-such-host.invalid")
        self.expect_healed()

    def test_a_proxy_that_is_not_there(self):
        self.expect_failure("cannot (find the proxy|connect)", http_proxy="http://127.0.0.1:1",
                            SHEETKEEPER_API_BASE="http://sheets.invalid")
        self.expect_healed()

    def test_a_wrong_clock_is_said_by_name(self):
        sign_in = SignIn(7200)
        self.addCleanup(sign_in.close)
        self.expect_failure("clock", SHEETKEEPER_TOKEN_URL=sign_in.url)
        self.expect_healed()

    def test_a_revoked_key(self):
        other = pathlib.Path(tempfile.mkdtemp(prefix="sk_other_"))
        self.addCleanup(shutil.rmtree, other)
        stranger = Emulator(other, DEPLOYMENT / "sample-spreadsheet.json")
        self.addCleanup(stranger.close)
        log = self.expect_failure("sheetkeeper@emulator.iam.gserviceaccount.com",
                                  SHEETKEEPER_KEY_FILE=str(stranger.key_file),
                                  SHEETKEEPER_TOKEN_URL=self.emulator.url + "/token")
        self.assertIn("key", log)
        self.expect_healed()

    def test_what_google_refuses_is_said_with_the_next_step(self):
        link = "https://console.developers.google.com/apis/api/sheets.googleapis.com/overview"
        for answer, said in [
                (refusal(403, "PERMISSION_DENIED", "Google Sheets API has not been used in project "
                         f"1 before or it is disabled. Enable it by visiting {link}?project=1 "
                         "then retry.", "SERVICE_DISABLED"), link),
                (refusal(403, "PERMISSION_DENIED", "The caller does not have permission"),
                 "[Ss]hare")]:
            with self.subTest(said=said):
                proxy = self.use_proxy(lambda *_, answer=answer: answer)
                self.expect_failure(said)
                proxy.on_request = None
                self.expect_healed()

    def test_a_share_for_reading_only_loses_nothing(self):
        """Whether such an account may look for developer metadata is not known."""
        proxy = self.use_proxy()
        for search_is_refused in (False, True):
            with self.subTest(search_is_refused=search_is_refused):
                proxy.on_request = None
                self.sync()

                def refuse(method, path, _, search_is_refused=search_is_refused):
                    if method == "GET" or "developerMetadata:search" in path and not search_is_refused:
                        return None
                    return refusal(403, "PERMISSION_DENIED", "The caller does not have permission")

                proxy.on_request = refuse
                cake = f"cake {search_is_refused}"
                self.sql("UPDATE ranks SET bonus_1 = ? WHERE rank_name = 'Shark'", cake)
                for wage in (97, 98, 99):
                    self.emulator.type("EmployeeSettings", "B2", str(wage))
                    self.expect_failure("Share, and add that address as Editor")
                    if not search_is_refused:
                        self.assertEqual(self.wage_of(5938472011), wage)
                proxy.on_request = None
                self.expect_healed()
                self.assertEqual(self.wage_of(5938472011), 99)
                self.assertIn(cake, sum(self.emulator.rows("Ranks"), []))

    def test_a_spreadsheet_that_is_gone_deletes_nothing(self):
        self.sync()
        before = self.sql("SELECT * FROM employee_settings")
        proxy = self.use_proxy(
            lambda *_: refusal(404, "NOT_FOUND", "Requested entity was not found."))
        self.expect_failure("1Alex12060SampleSpreadsheetForTheEmulator_01")
        self.assertEqual(self.sql("SELECT * FROM employee_settings"), before)
        proxy.on_request = None
        self.expect_healed()

    def test_pages_instead_of_answers(self):
        answers = [(200, "text/html", "<html><title>Sign in to the network</title></html>")]
        self.use_proxy(lambda *_: answers[0] if answers else None)
        log = self.sync(status=1)
        self.assertRegex(log, r"Sync cycle failed .*")
        answers.clear()
        self.expect_healed()

    def test_a_database_with_damaged_pages_is_left_as_it_is(self):
        self.sync()
        file = self.folder / "data" / "reference_data.db"
        good = file.read_bytes()
        noise = bytearray(good)
        for page in range(4096, len(noise), 4096):
            noise[page:page + 200] = b"\xff" * 200
        self.leave_alone(file, bytes(noise), "reference_data.db is damaged")
        file.write_bytes(good)
        self.expect_healed()

    def test_a_database_that_is_none_is_left_as_it_is(self):
        self.sync()
        file = self.folder / "data" / "reference_data.db"
        good = file.read_bytes()
        self.leave_alone(file, b"not a database, but a long text" * 200,
                         "is not an SQLite database")
        file.write_bytes(good)
        self.expect_healed()

    def leave_alone(self, file, bad, said):
        for leftover in self.folder.glob("data/*-*"):
            leftover.unlink()
        file.write_bytes(bad)
        worker = self.start_worker("--interval", "1")
        self.assertEqual(worker.wait(), 65, "it does not go on")
        self.assertIn(said, worker.log())
        self.assertEqual(file.read_bytes(), bad)
        for leftover in self.folder.glob("data/*-*"):
            leftover.unlink()


@unittest.skipUnless(os.geteuid() == 0, "mounting a small disk needs root")
class DiskTest(E2eTest):
    """A disk of its own for the database."""

    def setUp(self):
        super().setUp()
        self.data = self.folder / "data"
        self.data.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", self.data],
                          check=False, capture_output=True).returncode != 0:
            self.skipTest("mounting is not allowed here")
        self.addCleanup(subprocess.run, ["umount", "-l", self.data], check=True)
        self.sync()

    def test_a_full_disk(self):
        filler = os.open(self.data / "filler", os.O_WRONLY | os.O_CREAT)
        try:
            while True:
                os.write(filler, b"x" * 4096)
        except OSError:
            os.close(filler)
        for row in range(1, 7):
            self.emulator.put_text("Ranks", row, 6, "x" * 5000)
        log = self.sync(status=1)
        self.assertRegex(log, r"Sync cycle failed .*reference_data\.db")
        self.assertIn("no room to grow", log)
        (self.data / "filler").unlink()
        self.emulator.put_text("Ranks", 2, 6, "short")
        self.sync()

    def test_a_read_only_disk(self):
        subprocess.run(["mount", "-o", "remount,ro", self.data], check=True)
        self.emulator.type("EmployeeSettings", "B2", "99")
        run = self.run_worker("--once")
        self.assertEqual(run.returncode, 1, run.stdout)
        self.assertRegex(run.stdout, r"Read-only file system|cannot be (written|opened)")
        subprocess.run(["mount", "-o", "remount,rw", self.data], check=True)
        self.sync()
        self.assert_equal_sides()


class TwoMachinesTest(E2eTest):
    WAGE = "UPDATE employee_settings SET hourly_wage = ? WHERE employee_id = 5938472011"

    def set_up_the_other_machine(self):
        self.other = self.folder / "other"
        self.other.mkdir()
        shutil.copy(self.folder / "sheetkeeper.toml", self.other)

    def sync_on_the_other_machine(self, status=0):
        run = subprocess.run([BIN / "sync_worker", "--once"], cwd=self.other, env=self.environment,
                             capture_output=True, text=True, timeout=PATIENCE_S, check=False)
        self.assertEqual(run.returncode, status, run.stdout + run.stderr)
        return run.stdout

    def test_a_claim_stops_the_other_before_it_has_written_anything(self):
        self.environment["SHEETKEEPER_LEASE"] = "3600"
        self.sync()
        self.set_up_the_other_machine()
        log = self.sync_on_the_other_machine(status=1)
        self.assertRegex(log, "another database .* claims the spreadsheet until")

    def test_the_worker_that_wrote_before_another_is_held(self):
        self.set_up_the_other_machine()
        self.sync()
        self.sync_on_the_other_machine()
        self.sql(self.WAGE, 31)
        self.sync()
        # What the other reads is an edit of the sheet like any other.
        self.sync_on_the_other_machine()
        with sqlite3.connect(self.other / "data" / "reference_data.db") as database:
            database.execute(self.WAGE, (32,))
        database.close()
        self.sync_on_the_other_machine()
        log = self.sync(status=1)
        self.assertIn("a worker with another database", log)
        self.assertIn("stop one of the two", log)
        self.assertEqual(self.wage_of(5938472011), 31, "nothing is taken over unseen")
        for table in self.TABLES.values():
            approved = self.run_worker("approve", "--table", table, program="sheetkeeper")
            self.assertEqual(approved.returncode, 0, approved.stderr)
        self.sync()
        self.assertEqual(self.wage_of(5938472011), 32)
        self.assert_equal_sides()


if __name__ == "__main__":
    unittest.main()
