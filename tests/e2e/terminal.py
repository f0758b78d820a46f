"""A pseudo-terminal: commands are run on it as a person runs them, and what that person then sees is
told as text.

Colours stand in that text as {bold}, {green} and so on, and {plain} ends them. Lines longer than the
terminal go on in the next line, as on a real one.
"""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time

from harness import BIN, PATIENCE_S

STYLES = {"1": "bold", "31": "red", "32": "green", "33": "yellow"}
ESCAPE = re.compile(r"\x1b\[([0-9;]*)([A-Za-z])")


class Screen:
    """What a terminal shows after all that was written to it; what scrolled off at the top stays."""

    def __init__(self, written):
        self._lines = [[]]  # of (character, style)
        self._row = self._column = 0
        self._style = "plain"
        at = 0
        while at < len(written):
            escape = ESCAPE.match(written, at)
            if escape:
                self._obey(escape[1], escape[2])
                at = escape.end()
            else:
                self._put(written[at])
                at += 1

    def _put(self, character):
        assert character != "\x1b", "an escape sequence that the test does not know"
        if character == "\r":
            self._column = 0
        elif character == "\n":
            self._row += 1
            while len(self._lines) <= self._row:
                self._lines.append([])
        else:
            line = self._lines[self._row]
            line += [(" ", "plain")] * (self._column + 1 - len(line))
            line[self._column] = (character, self._style)
            self._column += 1

    def _obey(self, number, letter):
        if letter == "m":
            self._style = STYLES.get(number, "plain")
        elif letter == "K":
            del self._lines[self._row][self._column:]
        elif letter == "H":
            self._row = self._column = 0
        elif letter == "J":
            del self._lines[self._row][self._column:]
            del self._lines[self._row + 1:]
        else:
            raise AssertionError(f"an escape sequence that the test does not know: {letter}")

    def lines(self):
        """With the styles as marks, without empty lines at the end."""
        lines = [self._marked(line) for line in self._lines]
        while lines and not lines[-1]:
            lines.pop()
        return lines

    @staticmethod
    def _marked(line):
        text, style = "", "plain"
        for character, its_style in line:
            if its_style != style:
                text += "{" + its_style + "}"
                style = its_style
            text += character
        return text.rstrip() + ("{plain}" if style != "plain" else "")


def width_of(line):
    return len(re.sub(r"\{(?:plain|bold|red|green|yellow)\}", "", line))


def wrapped(line, width):
    """The line as a terminal of that width breaks it; marks take no room."""
    parts, column = [""], 0
    for piece in re.findall(r"\{(?:plain|bold|red|green|yellow)\}|.", line):
        if len(piece) == 1:
            if column == width:
                parts.append("")
                column = 0
            column += 1
        parts[-1] += piece
    return parts


class Terminal:
    """A program at work on a terminal of its own. It is its session's leader, so that Ctrl-C reaches
    it as it would at a desk."""

    def __init__(self, words, width=80, folder=None, environment=None):
        self._main, terminal = pty.openpty()
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
        self._process = subprocess.Popen(
            [BIN / words[0], *words[1:]], cwd=folder, stdin=terminal, stdout=terminal,
            stderr=terminal, env={"TERM": "xterm", **environment}, start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))
        os.close(terminal)
        self._bytes = b""
        self._open = True

    @property
    def written(self):
        """All that was written so far, as it came."""
        return self._bytes.decode(errors="replace")

    def _read(self):
        """Waits for more, a moment at most."""
        if not select.select([self._main], [], [], 0.1)[0]:
            return
        try:
            part = os.read(self._main, 65536)
        except OSError:  # its other end is closed
            part = b""
        self._bytes += part
        self._open = bool(part)

    def wait_for(self, text, times=1):
        deadline = time.monotonic() + PATIENCE_S
        while self.written.count(text) < times:
            assert self._open and time.monotonic() < deadline, \
                f"waited in vain for {text!r}:\n{self.written}"
            self._read()

    def type(self, text):
        os.write(self._main, text.encode())

    def wait(self):
        """Until the program has ended; gives its exit status, below 0 for a signal."""
        deadline = time.monotonic() + PATIENCE_S
        while self._open and time.monotonic() < deadline:
            self._read()
        status = self._process.wait(max(0.1, deadline - time.monotonic()))
        os.close(self._main)
        return status

    def kill(self):
        if self._process.poll() is None:
            self._process.kill()
            self.wait()
