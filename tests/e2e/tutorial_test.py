"""The commands of docs/TUTORIAL.md, as they stand there, one after the other in one shell."""

import os
import pathlib
import re
import shutil
import socket
import subprocess
import tempfile
import unittest

from harness import BIN, PATIENCE_S, ROOT


def free_port():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return unused.getsockname()[1]


class TutorialTest(unittest.TestCase):
    @unittest.skipUnless(shutil.which("sqlite3") and shutil.which("curl"), "needs sqlite3 and curl")
    def test_every_command_does_what_the_page_says(self):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="sk_tutorial_"))
        self.addCleanup(shutil.rmtree, folder)
        text = (ROOT / "docs" / "TUTORIAL.md").read_text().replace("8080", str(free_port()))
        blocks = re.findall(r"(?ms)^```(sh)?\n(.*?)^```$", text)
        script, expected = ["set -e"], []
        for number, (kind, block) in enumerate(blocks):
            if kind:
                script.append(f"echo '=== {number}'\n{block}")
                current = number
            else:
                expected += [(current, line) for line in block.splitlines() if line.strip()]
        self.assertGreater(len(expected), 10)
        run = subprocess.run(["bash", "-m", "-c", "\n".join(script)], cwd=folder, text=True,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
                             env={"PATH": f"{BIN}:{os.environ['PATH']}"}, timeout=PATIENCE_S)
        self.assertEqual(run.returncode, 0, run.stdout)
        outputs = dict(zip(*[iter(re.split(r"(?m)^=== (\d+)\n", run.stdout)[1:])] * 2))
        for number, line in expected:
            pattern = ".*".join(re.escape(part) for part in re.split(r"\.\.\.", line.strip()))
            self.assertRegex(outputs[str(number)], pattern)


if __name__ == "__main__":
    unittest.main()
