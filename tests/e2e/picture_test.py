"""The picture of the demo: its script works, and the picture in docs/ still shows what the demo
prints."""

import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

from harness import BIN, PATIENCE_S, ROOT
from recording import alike

TEXT = "{http://www.w3.org/2000/svg}text"


def lines_of(picture):
    text = picture.read_text(encoding="utf-8")
    return [alike("".join(line.itertext())) for line in ElementTree.fromstring(text).iter(TEXT)]


class PictureTest(unittest.TestCase):
    @unittest.skipUnless(shutil.which("sqlite3") and shutil.which("curl"), "needs sqlite3 and curl")
    def test_the_picture_in_the_readme_shows_what_the_demo_prints(self):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="sk_picture_"))
        self.addCleanup(shutil.rmtree, folder)
        run = subprocess.run([ROOT / "scripts" / "demo-picture", folder / "now.svg"], text=True,
                             capture_output=True, check=False, timeout=PATIENCE_S,
                             env={**os.environ, "SHEETKEEPER_DEMO_BIN": str(BIN)})
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        self.maxDiff = None
        self.assertEqual(lines_of(ROOT / "docs" / "demo.svg"), lines_of(folder / "now.svg"),
                         "run scripts/demo-picture")

    def test_the_picture_is_small_and_loads_nothing(self):
        text = (ROOT / "docs" / "demo.svg").read_text(encoding="utf-8")
        self.assertLess(len(text), 32 * 1024)
        self.assertFalse(re.search(r"href|url\(|@import|<script|<image", text))
        self.assertIn("](docs/demo.svg)", (ROOT / "README.md").read_text())


if __name__ == "__main__":
    unittest.main()
