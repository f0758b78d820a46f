"""What the program says about wrong flags, files and keys: where, what, and what was meant."""

import json
import re
import unittest

from harness import E2eTest


class FlagTest(E2eTest):
    def test_help_begins_with_examples(self):
        for flags in (["worker", "--help"], ["help", "worker"], ["--help"], ["help"], ["-h"]):
            run = self.run_worker(*flags, program="sheetkeeper")
            self.assertEqual(run.returncode, 0, flags)
            self.assertIn("Examples:\n", run.stdout)
        self.assertIn("--db-path FILE", self.run_worker("--help").stdout)

    def test_both_names_run_the_worker(self):
        run = self.run_worker("worker", "--once", program="sheetkeeper")
        self.assertEqual(run.returncode, 0, run.stdout)

    def test_the_version_is_told(self):
        for flags in (["version"], ["--version"]):
            self.assertRegex(self.run_worker(*flags, program="sheetkeeper").stdout,
                             r"^sheetkeeper \d+\.\d+\.\d+\n$")

    def test_wrong_words_are_usage_errors_with_the_nearest_right_one(self):
        for program, flags, said in [
                ("sheetkeeper", ["wroker"], "did you mean 'worker'?"),
                ("sheetkeeper", [], "Commands:"),
                ("sync_worker", ["--intervall", "3"], "did you mean --interval?"),
                ("sync_worker", ["--interval"], "--interval needs a value"),
                ("sync_worker", ["--interval", "soon"], "'soon' is not a whole number"),
                ("sync_worker", ["--interval=0"], "between 1 and 86400"),
                ("sync_worker", ["--once=1"], "--once takes no value"),
                ("sync_worker", ["now"], "'now' is not a flag")]:
            with self.subTest(flags=flags):
                run = self.run_worker(*flags, program=program)
                self.assertEqual(run.returncode, 64)
                self.assertIn(said, run.stderr)
                self.assertEqual(run.stdout, "")


class FileTest(E2eTest):
    def expect_wrong(self, said, *flags, **environment):
        run = self.run_worker("--once", *flags, **environment)
        self.assertEqual(run.returncode, 78, run.stdout + run.stderr)
        self.assertIn(said, run.stdout + run.stderr)
        self.assertFalse((self.folder / "data" / "reference_data.db").exists(), "nothing written")

    def test_each_mistake_has_its_place(self):
        file = self.folder / "sheetkeeper.toml"
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("\ninterval =", "\nintervall =").replace('"real"', '"rael"', 1),
                        encoding="utf-8")
        line = 1 + text[:text.index("\ninterval =") + 1].count("\n")
        self.expect_wrong(f"sheetkeeper.toml:{line}:1: unknown key 'intervall' in [worker]; "
                          "did you mean 'interval'?")
        self.expect_wrong("unknown type 'rael'; did you mean 'real'?")

    def test_a_missing_file_says_what_to_do(self):
        (self.folder / "sheetkeeper.toml").unlink()
        self.expect_wrong("--config FILE")
        self.expect_wrong("other.toml", "--config", "other.toml")

    def test_a_log_file_that_cannot_be_opened_is_named(self):
        self.expect_wrong("no/such/folder.log", "--log-file", "no/such/folder.log")


class KeyTest(E2eTest):
    def expect_wrong_key(self, said, text=None):
        if text is not None:
            self.emulator.key_file.write_text(text, encoding="utf-8")
        run = self.run_worker("--once")
        self.assertEqual(run.returncode, 78, run.stdout + run.stderr)
        self.assertRegex(run.stdout, said)
        self.assertNotIn("PRIVATE KEY-----\n", run.stdout)
        self.assertFalse((self.folder / "data" / "reference_data.db").exists(), "nothing written")
        self.assertEqual(self.emulator.requests(), [])

    def test_a_missing_key_file(self):
        self.emulator.key_file.unlink()
        self.expect_wrong_key("there is no key file .*key.json")

    def test_no_key_named_at_all(self):
        del self.environment["SHEETKEEPER_KEY_FILE"]
        self.expect_wrong_key("GOOGLE_APPLICATION_CREDENTIALS")

    def test_a_file_that_is_no_key(self):
        self.expect_wrong_key("key.json", "hello")

    def test_a_key_that_was_cut_off(self):
        self.expect_wrong_key("key.json", self.emulator.key_file.read_text(encoding="utf-8")[:500])

    def test_a_key_whose_private_part_is_damaged(self):
        key = json.loads(self.emulator.key_file.read_text(encoding="utf-8"))
        key["private_key"] = key["private_key"].replace("A", "B")
        self.expect_wrong_key("private", json.dumps(key))

    def test_literal_backslash_n_in_the_key_is_understood(self):
        key = json.loads(self.emulator.key_file.read_text(encoding="utf-8"))
        key["private_key"] = key["private_key"].replace("\n", "\\n")
        self.emulator.key_file.write_text(json.dumps(key), encoding="utf-8")
        self.sync()

    def test_the_standard_variable_names_the_key(self):
        path = self.environment.pop("SHEETKEEPER_KEY_FILE")
        self.sync(GOOGLE_APPLICATION_CREDENTIALS=path)

    def test_no_log_holds_the_key_or_a_token(self):
        log = self.sync(SHEETKEEPER_LOG_LEVEL="debug")
        key = json.loads(self.emulator.key_file.read_text(encoding="utf-8"))
        for line in key["private_key"].splitlines()[1:-1]:
            self.assertNotIn(line, log)
        self.assertIsNone(re.search(r"ya29\.|Bearer", log))


if __name__ == "__main__":
    unittest.main()
