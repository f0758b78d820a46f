"""A recorded session: what was typed at a terminal and what it showed, compared with a file in
sessions/ that a person has read.

    SHEETKEEPER_WRITE_SESSIONS=1    writes the files anew instead; read them (git diff) before they
                                    are committed

What differs from run to run is told alike: times, durations, ports, process numbers, folders.
"""

import os
import re

from harness import ROOT
from terminal import Screen, Terminal, wrapped

SESSIONS = ROOT / "tests" / "e2e" / "sessions"

# Where a text stands in a table its width stays.
ALIKE = [
    (r"\b\d{4}-\d\d-\d\d(?!\d)", "2026-01-02"),
    (r"(?<!\d)\d\d:\d\d:\d\d(?!\d)", "03:04:05"),
    (r"(03:04:05[.,])\d{3}", r"\g<1>678"),
    (r"127\.0\.0\.1:\d+", "127.0.0.1:PORT"),
    (r"process \d+", "process PID"),
    (r"\b\d+ s ago, took \d+\.\d\d s", "N s ago, took N s"),
    (r"completed in \d+\.\d\ds", "completed in N s"),
    (r"(Version: +)\S+", r"\g<1>VERSION"),
]


def alike(line, folder=None):
    if folder:
        line = line.replace(str(folder), "FOLDER")
    for pattern, text in ALIKE:
        line = re.sub(pattern, text, line)
    return line


class Recording:
    """`test` is an E2eTest; the session is kept under `name`."""

    def __init__(self, test, name, width=80):
        self._test = test
        self._file = SESSIONS / (name + ".txt")
        self._width = width
        self._text = ""

    def note(self, text):
        """What happens beside the terminal."""
        self._text += f"# {text}\n\n"

    def start(self, *words, width=None, **environment):
        terminal = Terminal(words, width or self._width, self._test.folder,
                            {**self._test.environment, "TZ": "UTC", **environment})
        self._test.addCleanup(terminal.kill)
        settings = [f"{name}={value}" for name, value in environment.items()]
        columns = f"  ({width} columns)" if width else ""
        self._text += f"$ {' '.join(settings + [*words])}{columns}\n"
        return terminal

    def end(self, terminal, status=0, width=None):
        """Waits for the end and takes in what the terminal shows then; gives all that was written."""
        ended = terminal.wait()
        self._test.assertEqual(ended, status, terminal.written)
        for line in Screen(terminal.written).lines():
            shown = wrapped(alike(line, self._test.folder), width or self._width)
            self._text += "".join(f"{part}\n" for part in shown)
        self._text += f"[exit status {status}]\n\n" if status else "\n"
        return terminal.written

    def run(self, *words, status=0, answers=(), width=None, **environment):
        """`answers`: to questions, as pairs of a question's end and what is typed then."""
        terminal = self.start(*words, width=width, **environment)
        asked = {}
        for question, answer in answers:
            asked[question] = asked.get(question, 0) + 1
            terminal.wait_for(question, asked[question])
            terminal.type(answer + "\n")
        return self.end(terminal, status, width)

    def check(self):
        if os.environ.get("SHEETKEEPER_WRITE_SESSIONS"):
            SESSIONS.mkdir(exist_ok=True)
            self._file.write_text(self._text, encoding="utf-8")
            return
        self._test.maxDiff = None
        self._test.assertMultiLineEqual(
            self._file.read_text(encoding="utf-8"), self._text,
            "\nThis is no longer what the file in tests/e2e/sessions has. Where it is meant: "
            "SHEETKEEPER_WRITE_SESSIONS=1, then read git diff.")
