"""Each finding of `sheetkeeper doctor`, made on purpose and recognised."""

import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import tempfile
import unittest

from commands_test import CommandsTest
from faults_test import SignIn, refusal
from harness import DEPLOYMENT, ROOT, SPREADSHEET, Emulator
from proxy import Proxy

made = set()  # the codes that a test has seen


class DoctorTest(CommandsTest):
    def setUp(self):
        super().setUp()
        self.emulator.key_file.chmod(0o600)

    def findings(self, status=1, **environment):
        """code -> finding, without what is good; checked against the schema."""
        run = self.run_worker("doctor", "--json", program="sheetkeeper", **environment)
        self.assertEqual(run.returncode, status, run.stdout + run.stderr)
        told = json.loads(run.stdout)
        self.assertEqual(told["sound"], status == 0)
        found = {it["code"]: it for it in told["findings"] if it["level"] != "good"}
        made.update(found)
        return found

    def expect(self, code, said, status=1, **environment):
        found = self.findings(status, **environment)
        self.assertIn(code, found)
        self.assertRegex(found[code]["cause"], said)
        self.assertTrue(found[code]["remedy"])
        return found[code]

    def test_a_sound_deployment(self):
        self.sync()
        told = self.ask_json("doctor")
        self.assertTrue(told["sound"])
        self.assertLessEqual({it["code"] for it in told["findings"]}, {"ok", "worker-none"})
        checks = [it["check"] for it in told["findings"]]
        for check in ("configuration", "key", "sign-in", "spreadsheet", "writing", "database",
                      "table ranks"):
            self.assertIn(check, checks)
        self.assertRegex(self.ask("doctor").stdout, r"(?m)^ok +sign-in: signed in as sheetkeeper@")

    def test_it_changes_nothing(self):
        self.sync()
        before = self.emulator.sheets(), self.sql("SELECT * FROM _history")
        self.findings(status=0)
        self.assertEqual((self.emulator.sheets(), self.sql("SELECT * FROM _history")), before)

    # The configuration.

    def test_no_configuration(self):
        (self.folder / "sheetkeeper.toml").unlink()
        self.expect("config-missing", "sheetkeeper.toml")

    def test_a_wrong_configuration(self):
        file = self.folder / "sheetkeeper.toml"
        file.write_text(file.read_text().replace('policy = "manual"', 'polcy = "manual"'))
        self.expect("config-wrong", "policy")

    # The key file.

    def key_file(self, change):
        file = self.folder / "broken.json"
        file.write_text(change(self.emulator.key_file.read_text()))
        file.chmod(0o600)
        return {"SHEETKEEPER_KEY_FILE": str(file)}

    def test_what_people_do_to_key_files(self):
        def change_key(change):
            def changed(text):
                key = json.loads(text)
                key["private_key"] = change(key["private_key"])
                return json.dumps(key)
            return changed

        for code, change in {
                "key-cut": lambda text: text[:len(text) // 2],
                "key-not-json": lambda text: "key = " + text,
                "key-line-breaks": lambda text: text.replace("\\n", "\n"),
                "key-wrong-kind": lambda text: '{"installed": {"client_id": "x"}}',
                "key-damaged": change_key(lambda pem: pem.replace("MII", "IIM", 1)),
        }.items():
            with self.subTest(code):
                self.expect(code, "broken.json", **self.key_file(change))
        with self.subTest("lost line breaks"):
            self.expect("key-line-breaks", "were lost",
                        **self.key_file(change_key(lambda pem: pem.replace("\n", " "))))
        with self.subTest("a literal \\n is repaired"):
            self.expect("key-literal-newlines", "two characters", status=0,
                        **self.key_file(change_key(lambda pem: pem.replace("\n", "\\n"))))

    def test_no_key_file_and_one_that_everybody_may_read(self):
        self.expect("key-missing", "there is no key file", SHEETKEEPER_KEY_FILE="no.json")
        environment = self.key_file(lambda text: text)
        os.chmod(environment["SHEETKEEPER_KEY_FILE"], 0o644)
        self.expect("key-open", "everybody", status=0, **environment)

    def test_a_key_file_that_cannot_be_read(self):
        self.expect("key-unreadable", "cannot be read|may not be read",
                    SHEETKEEPER_KEY_FILE=str(self.folder))

    # The way to Google.

    def test_the_network(self):
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            port = unused.getsockname()[1]
        self.expect("network", "cannot connect", SHEETKEEPER_API_BASE=f"http://127.0.0.1:{port}")
        self.expect("dns", "no-such-host.invalid",
                    SHEETKEEPER_API_BASE="http://no-such-host.invalid")
        self.expect("proxy", "proxy", http_proxy="http://no-such-proxy.invalid:1",
                    SHEETKEEPER_API_BASE="http://sheets.invalid")
        self.expect("tls", "no secure connection",
                    SHEETKEEPER_API_BASE=self.emulator.url.replace("http:", "https:"))
        self.expect("bad-address", "not the address",
                    SHEETKEEPER_API_BASE="http://127.0.0.1:99999")

    def test_the_clock(self):
        sign_in = SignIn(7200)
        self.addCleanup(sign_in.close)
        self.expect("clock", "2 h 0 min behind", SHEETKEEPER_TOKEN_URL=sign_in.url)

    def test_a_clock_that_is_not_yet_wrong_enough_for_google(self):
        self.emulator.call("settings", {"clockSkewMs": 150_000})
        self.expect("clock", "15[0-9] s behind|149 s behind")

    def test_a_key_that_was_deleted(self):
        other = pathlib.Path(tempfile.mkdtemp(prefix="sk_other_"))
        self.addCleanup(shutil.rmtree, other)
        stranger = Emulator(other, DEPLOYMENT / "sample-spreadsheet.json")
        self.addCleanup(stranger.close)
        self.expect("key-refused", "does not accept the key",
                    SHEETKEEPER_KEY_FILE=str(stranger.key_file),
                    SHEETKEEPER_TOKEN_URL=self.emulator.url + "/token")

    # What Google answers.

    def test_refusals(self):
        link = "https://console.developers.google.com/apis/api/sheets.googleapis.com/overview"
        account = "sheetkeeper@emulator.iam.gserviceaccount.com"
        for code, answer, said in [
                ("api-disabled", refusal(403, "PERMISSION_DENIED", "Google Sheets API has not been "
                 f"used in project 1 before or it is disabled. Enable it by visiting {link}?"
                 "project=1 then retry.", "SERVICE_DISABLED"), re.escape(link)),
                ("not-shared", refusal(403, "PERMISSION_DENIED",
                                       "The caller does not have permission"), account),
                ("forbidden", refusal(403, "PERMISSION_DENIED", "Your domain says no"), "domain"),
                ("no-spreadsheet", refusal(404, "NOT_FOUND", "Requested entity was not found."),
                 SPREADSHEET),
                ("not-native", refusal(400, "FAILED_PRECONDITION", "This operation is not supported "
                                       "for this document. The document must not be an Office "
                                       "file."), "Excel"),
                ("quota", refusal(429, "RESOURCE_EXHAUSTED", "Quota exceeded for quota metric"),
                 "quota"),
                ("sign-in-refused", refusal(401, "UNAUTHENTICATED", "Request had invalid "
                                            "authentication credentials."), account),
                ("server", (200, "text/html", "<html>Sign in to the hotel</html>"),
                 "cannot be read"),
        ]:
            with self.subTest(code):
                self.use_proxy(lambda *_, answer=answer: answer)
                self.expect(code, said)

    def test_a_share_for_reading_only(self):
        self.use_proxy(lambda method, *_: refusal(
            403, "PERMISSION_DENIED",
            "The caller does not have permission") if method == "POST" else None)
        self.expect("read-only", "sheetkeeper@emulator.iam.gserviceaccount.com")

    def test_a_protected_range(self):
        self.use_proxy(lambda method, *_: refusal(
            400, "INVALID_ARGUMENT", "You are trying to edit a protected cell or object.")
            if method == "POST" else None)
        self.expect("protected-range", "protected range")

    # The tables.

    def test_tabs_headers_and_cells(self):
        self.emulator.type("EmployeeSettings", "B2", "much")
        self.emulator.type("DynamicRates", "A1", "Something")
        self.sync(status=1)
        self.set_bonus("Shark", "x" * 50001)
        found = self.findings()
        self.assertIn("EmployeeSettings!B2", found["cell-unfit"]["cause"])
        self.assertIn("'much' is not a number", found["cell-unfit"]["cause"])
        self.assertIn("Min Amount", found["header"]["cause"])
        self.assertIn("Shark", found["row-unfit"]["cause"])

    def test_a_tab_that_is_missing(self):
        file = self.folder / "sheetkeeper.toml"
        file.write_text(file.read_text().replace('sheet = "Ranks"', 'sheet = "Rank"'))
        self.expect("tab-missing", "Rank")

    def test_a_table_that_is_held(self):
        self.sync()
        self.ask("pause", "--table", "ranks", "--reason", "new season")
        self.expect("table-held", "new season", status=0)

    # The machine.

    def test_the_database(self):
        self.assertIn("database-none", self.findings(status=0))
        self.sync()
        database = self.folder / "data" / "reference_data.db"
        database.chmod(0o644)
        (self.folder / "data" / "reference_data.db-wal").chmod(0o600)
        self.expect("wal-rights", "-wal may not be read", status=0)
        for leftover in self.folder.glob("data/*-*"):
            leftover.unlink()
        database.write_bytes(b"not a database, but a long text" * 200)
        self.expect("database-wrong", "is not an SQLite database")

    @unittest.skipUnless(os.geteuid() == 0, "mounting needs root")
    def test_the_disk(self):
        self.sync()
        data = self.folder / "data"
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", data], check=False,
                          capture_output=True).returncode != 0:
            self.skipTest("mounting is not allowed here")
        self.addCleanup(subprocess.run, ["umount", "-l", data], check=True)
        self.expect("disk-low", "MB are left", status=0)
        subprocess.run(["mount", "-o", "remount,ro", data], check=True)
        self.expect("database-rights", "may not write")

    def test_the_worker_and_its_unit(self):
        tools = self.folder / "tools"
        tools.mkdir()
        systemctl = tools / "systemctl"
        path = f"{tools}:{os.environ['PATH']}"

        def unit(active, file):
            systemctl.write_text(f"#!/bin/sh\necho LoadState=loaded\necho ActiveState={active}\n"
                                 f"echo UnitFileState={file}\n")
            systemctl.chmod(0o755)

        self.sync()
        self.use_proxy(lambda *_: refusal(404, "NOT_FOUND", "Requested entity was not found."))
        self.run_worker("--once")
        self.environment["SHEETKEEPER_API_BASE"] = self.emulator.url
        unit("failed", "enabled")
        found = self.findings(PATH=path)
        self.assertIn("sheetkeeper.service has failed", found["unit-failed"]["cause"])
        self.assertIn("worker-none", found)
        self.assertIn("there is no spreadsheet", found["cycle-failed"]["cause"])
        unit("active", "disabled")
        self.expect("unit-disabled", "not enabled", status=0, PATH=path)
        unit("active", "enabled")
        worker = self.start_worker()
        worker.wait_for("completed in")
        self.assertEqual(self.findings(status=0, PATH=path), {})


class ZDocumentTest(CommandsTest):
    """Last by its name: all codes are documented, and each was made above."""

    def test_every_code_is_documented_and_was_made(self):
        codes = self.ask_json("doctor", "--codes")["codes"]
        text = (ROOT / "docs" / "OPERATIONS.md").read_text()
        section = text.split("## What the doctor finds")[1].split("\n## ")[0]
        rows = re.findall(r"(?m)^\| `([a-z-]+)` \| (\w+) \| (.*) \| (.*) \|$", section)
        self.assertEqual([(it["code"], it["level"], it["means"], it["remedy"]) for it in codes],
                         rows)
        self.assertEqual({it["code"] for it in codes} - made, {"other"})

    def test_every_kind_of_error_is_documented(self):
        kinds = re.findall(r'return "([a-z-]+)";', (ROOT / "src/base/result.cc").read_text())
        text = (ROOT / "docs" / "OPERATIONS.md").read_text()
        section = text.split("Each error that a command says")[1].split("\n## ")[0]
        self.assertEqual(sorted(re.findall(r"(?m)^\| `([a-z-]+)` \|", section)),
                         sorted(set(kinds) - {"unknown"}))
        self.assertRegex(self.ask("log", status=2).stderr, r" \[not-found\]\n$")


if __name__ == "__main__":
    unittest.main()
