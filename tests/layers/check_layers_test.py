#!/usr/bin/env python3
"""scripts/check-layers accepts this tree, and rejects each violation planted in a copy of it.

    check_layers_test.py ROOT
"""

import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(sys.argv.pop(1) if len(sys.argv) > 1 else ".").resolve()


def check(root):
    """The exit status and what was printed."""
    run = subprocess.run([sys.executable, ROOT / "scripts" / "check-layers", root],
                         capture_output=True, text=True, check=False)
    return run.returncode, run.stdout + run.stderr


class CheckLayersTest(unittest.TestCase):
    def setUp(self):
        self.copy_tree()

    def copy_tree(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        shutil.copytree(ROOT / "src", pathlib.Path(self.folder.name) / "src")

    def plant(self, path, text):
        file = pathlib.Path(self.folder.name) / "src" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def expect_rejected(self, path, text, line, rule):
        self.plant(path, text)
        status, said = check(self.folder.name)
        self.assertEqual(status, 1, said)
        self.assertIn(f"src/{path}:{line}: {rule}", said)

    def expect_accepted(self):
        status, said = check(self.folder.name)
        self.assertEqual(status, 0, said)

    def test_this_tree_holds_its_directions(self):
        status, said = check(ROOT)
        self.assertEqual(status, 0, said)

    def test_each_forbidden_direction_is_rejected(self):
        for module, header in [
                ("base", "model/value.h"), ("model", "merge/merge.h"), ("merge", "store/store.h"),
                ("http", "model/value.h"), ("google", "store/store.h"),
                ("store", "google/sheets_client.h"), ("config", "http/transport.h"),
                ("sync", "http/transport.h"), ("worker", "merge/merge.h"),
                ("reader", "store/store.h"), ("reader", "google/sheets_client.h"),
                ("bot", "sync/engine.h"), ("cli", "emulator/server.h"),
                ("emulator", "base/result.h"), ("emulator/deep", "model/value.h"),
                ("sync", "cli/main.h"), ("google", "emulator/command.h")]:
            with self.subTest(module=module, header=header):
                self.copy_tree()
                self.expect_rejected(f"{module}/planted.cc", f'\n#include "{header}"\n', 2,
                                     f"{module.split('/')[0]} may not include {header}")

    def test_a_forbidden_direction_in_angle_brackets_or_with_blanks_is_rejected(self):
        self.expect_rejected("merge/planted.h", "  #  include <store/store.h>\n", 1,
                             "merge may not include store/store.h")

    def test_the_command_of_the_emulator_is_open_to_the_cli(self):
        self.plant("cli/planted.cc", '#include "emulator/command.h"\n#include "worker/worker.h"\n')
        self.expect_accepted()

    def test_an_undeclared_module_is_rejected(self):
        self.expect_rejected("extra/planted.cc", "int x;\n", 1,
                             "scripts/check-layers knows no module 'extra'")
        self.expect_rejected("planted.cc", "int x;\n", 1,
                             "scripts/check-layers knows no module ''")

    def test_a_path_that_does_not_start_at_src_is_rejected(self):
        for path in ["merge.h", "../store/store.h"]:
            self.expect_rejected("merge/planted.cc", f'#include "{path}"\n', 1,
                                 f'"{path}" is not written from src/')

    def test_what_is_not_pure_is_rejected_in_the_merge(self):
        for header in ["<chrono>", "<thread>", "<random>", "<iostream>", "<fstream>",
                       '"base/clock.h"', '"base/log.h"']:
            with self.subTest(header=header):
                self.expect_rejected("merge/planted.h", f"#include {header}\n", 1,
                                     f"merge is pure, but reaches {header[1:-1]}")

    def test_what_is_not_pure_is_rejected_in_the_merge_through_other_headers(self):
        self.plant("model/planted.h", '#include "model/planted_too.h"\n')
        self.plant("model/planted_too.h", "#include <fstream>\n")
        self.expect_rejected("merge/planted.cc", '#include "model/planted.h"\n', 1,
                             "merge is pure, but reaches model/planted.h -> "
                             "model/planted_too.h -> fstream")

    def test_sqlite_and_curl_are_rejected_outside_their_modules(self):
        self.expect_rejected("sync/planted.cc", "#include <sqlite3.h>\n", 1,
                             "sqlite3.h is only for store and reader and emulator")
        self.expect_rejected("google/planted.cc", "#include <curl/curl.h>\n", 1,
                             "curl/curl.h is only for http")

    def test_a_third_party_header_that_leaves_its_module_is_rejected(self):
        for module, user, header in [("store", "sync", "sqlite3.h"),
                                     ("http", "google", "curl/curl.h"),
                                     ("google", "sync", "simdjson.h"),
                                     ("google", "sync", "nlohmann/json.hpp"),
                                     ("config", "cli", "toml++/toml.h"),
                                     ("emulator", "cli", "httplib.h")]:
            with self.subTest(header=header):
                self.copy_tree()
                open_door = "emulator/command.h" if module == "emulator" else f"{module}/planted.h"
                self.plant(f"{module}/hidden.h", f"#include <{header}>\n")
                self.plant(open_door, f'#include "{module}/hidden.h"\n')
                self.expect_rejected(f"{user}/planted.cc", f'#include "{open_door}"\n', 1,
                                     f"a third-party header leaves its module: {open_door} -> "
                                     f"{module}/hidden.h -> {header}")

    def test_a_third_party_header_inside_its_module_is_accepted(self):
        self.plant("store/hidden.h", "#include <sqlite3.h>\n")
        self.plant("store/planted.cc", '#include "store/hidden.h"\n')
        self.plant("reader/planted.cc", "#include <sqlite3.h>\n")
        self.plant("google/planted.cc", "#include <simdjson.h>\n#include <nlohmann/json.hpp>\n")
        self.expect_accepted()

    def test_real_time_is_rejected_outside_the_clock(self):
        for code in ["auto t = std::chrono::steady_clock::now();",
                     "auto t = system_clock :: now();",
                     "std::this_thread::sleep_for(1s);", "usleep(5);"]:
            with self.subTest(code=code):
                self.expect_rejected("sync/planted.cc", f"/* a\nb */ {code}\n", 2,
                                     "real time is asked for past base/clock.h")

    def test_real_time_is_accepted_in_the_clock_and_the_emulator(self):
        self.plant("emulator/planted.cc", "auto t = std::chrono::steady_clock::now();\n")
        self.expect_accepted()

    def test_comments_and_text_are_not_code(self):
        self.plant("merge/planted.cc",
                   '// #include "store/store.h"\n/*\n#include <chrono>\n*/\n'
                   'const char* a = "steady_clock::now() // ";  // sleep_for\n'
                   "const char c = '\"';  // system_clock::now()\n")
        self.expect_accepted()


if __name__ == "__main__":
    unittest.main()
