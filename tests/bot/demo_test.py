"""`scripts/demo --bot`: by itself where nobody can type, and at a terminal."""

import os
import pathlib
import pty
import select
import subprocess
import time
import unittest

BIN = pathlib.Path(os.environ["SK_BIN"])
ROOT = pathlib.Path(os.environ["SK_ROOT"])
PATIENCE_S = 300


def start(stdin, stdout):
    environment = {**os.environ, "SHEETKEEPER_DEMO_BIN": str(BIN), "TERM": "dumb"}
    return subprocess.Popen([ROOT / "scripts/demo", "--bot"], stdin=stdin, stdout=stdout,
                            stderr=subprocess.STDOUT, env=environment, start_new_session=True)


class Terminal:
    def __init__(self):
        self._ours, theirs = pty.openpty()
        self.process = start(theirs, theirs)
        os.close(theirs)
        self._shown = ""

    def _read(self):
        if select.select([self._ours], [], [], 1)[0]:
            try:
                self._shown += os.read(self._ours, 4096).decode(errors="replace")
            except OSError:  # the other end is closed
                time.sleep(0.1)

    def wait_for(self, text):
        deadline = time.monotonic() + PATIENCE_S
        while text not in self._shown:
            assert time.monotonic() < deadline and self.process.poll() is None, self._shown
            self._read()

    def type(self, text):
        self._shown = ""
        os.write(self._ours, text.encode())

    def close(self):
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait()
        os.close(self._ours)


class DemoTest(unittest.TestCase):
    def test_where_nobody_can_type_it_asks_by_itself(self):
        demo = start(subprocess.DEVNULL, subprocess.PIPE)
        output = demo.communicate(timeout=PATIENCE_S)[0].decode()
        self.assertEqual(demo.returncode, 0, output)
        for line in ("✓ Bot started successfully", "Hourly wage 15, sales commission 8 %",
                     "Hourly wage 16.25, sales commission 8 %",
                     "The hourly wage of 5938472011 is 18.5 now", "B2 is 18.5 now",
                     "Last good sync: "):
            self.assertIn(line, output)

    def test_one_types_to_the_bot_in_the_terminal(self):
        terminal = Terminal()
        self.addCleanup(terminal.close)
        terminal.wait_for("you> ")
        terminal.type("/me\n")
        terminal.wait_for("Hourly wage 15, sales commission 8 %")
        terminal.type("/nonsense\n")
        terminal.wait_for("/help")
        terminal.type("\x04")  # Ctrl-D
        terminal.wait_for("== Done")
        self.assertEqual(terminal.process.wait(PATIENCE_S), 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
