"""Completion, asked as each shell asks for it; shells that are not installed are skipped."""

import os
import shutil
import subprocess
import unittest

from harness import BIN, PATIENCE_S, ROOT

DEPLOY = ROOT / "deploy"


class CompletionTest(unittest.TestCase):
    def shell(self, name, script):
        if shutil.which(name) is None:
            self.skipTest(name + " is not installed")
        run = subprocess.run([name, "-c", script], text=True, capture_output=True, check=False,
                             timeout=PATIENCE_S, env={"PATH": f"{BIN}:{os.environ['PATH']}",
                                                      "HOME": "/nonexistent"})
        self.assertEqual((run.returncode, run.stderr), (0, ""), run.stdout)
        return run.stdout.splitlines()

    def test_bash(self):
        def complete(*words):
            return self.shell("bash", f"source {DEPLOY}/bash-completion/sheetkeeper; "
                              f"COMP_WORDS=({' '.join(words)}); COMP_CWORD={len(words) - 1}; "
                              f"_sheetkeeper {words[0]}; printf '%s\\n' \"${{COMPREPLY[@]}}\"")
        self.assertEqual(complete("sheetkeeper", "resu"), ["resume"])
        self.assertEqual(complete("sheetkeeper", "resolve", "--th"), ["--theirs"])
        self.assertEqual(complete("sync_worker", "--on"), ["--once"])

    def test_zsh(self):
        def complete(*words):
            # What the function hands to zsh, without a terminal.
            return self.shell("zsh", "compadd() { print -l -- $@ }; "
                              "_describe() { print -l -- ${(P)2} }; "
                              f"words=({' '.join(words)}); CURRENT={len(words)}; "
                              f"source {DEPLOY}/zsh-completion/_sheetkeeper")
        self.assertIn("resume:let a paused table go on", complete("sheetkeeper", "''"))
        self.assertIn("--theirs", complete("sheetkeeper", "resolve", "--"))
        self.assertIn("--once", complete("sync_worker", "--"))

    def test_fish(self):
        def complete(line):
            return self.shell("fish", f"source {DEPLOY}/fish-completion/sheetkeeper.fish; "
                              f"complete -C '{line}'")
        self.assertEqual(complete("sheetkeeper resu"), ["resume\tlet a paused table go on"])
        self.assertEqual(complete("sheetkeeper resolve --th"), ["--theirs\tthe sheet's value"])
        self.assertEqual(complete("sync_worker --on"), ["--once\trun one cycle and exit"])


if __name__ == "__main__":
    unittest.main()
