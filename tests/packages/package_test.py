"""The Debian package: built by debian/ from what this build tree has, judged by lintian, and
installed, upgraded with a live database, taken back, removed and purged on a booted system.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(os.environ["SK_ROOT"])
sys.path.insert(0, str(ROOT / "tests" / "systemd"))
from booted_system import BootedSystem, why_not  # noqa: E402

BUILD = pathlib.Path(os.environ["SK_BUILD"])
NOT_RUN = 77
DATABASE = "/var/lib/sheetkeeper/sheet.db"

# Not mistakes of the package: what lintian says of a build tree with debug options, and of a package
# that is nobody's upload to Debian.
TAGS_NOT_ASKED = "initial-upload-closes-no-bugs,hardening-no-fortify-functions,hardening-no-bindnow"


def build(folder):
    """The package, in `folder`; gives its file."""
    source = folder / "sheetkeeper"
    shutil.copytree(ROOT, source, symlinks=True,
                    ignore=shutil.ignore_patterns("build", ".git", "*.log", "__pycache__"))
    done = subprocess.run(["debian/rules", "binary", f"SK_BUILD={BUILD}"], cwd=source, text=True,
                          capture_output=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    [package] = folder.glob("sheetkeeper_*.deb")
    return package


def beside(package, name):
    """Another package of the same source."""
    [other] = package.parent.glob(f"{name}_*.deb")
    return other


def renamed(package, version):
    """The same package as that of another version."""
    tree = package.parent / version
    subprocess.run(["dpkg-deb", "--raw-extract", package, tree], check=True)
    control = tree / "DEBIAN" / "control"
    control.write_text(re.sub(r"(?m)^Version: .*$", f"Version: {version}",
                              control.read_text(encoding="utf-8")), encoding="utf-8")
    other = package.parent / f"newer_{version}.deb"
    subprocess.run(["dpkg-deb", "--build", "-Zgzip", "-z1", tree, other], check=True,
                   capture_output=True)
    return other


class PackageTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="sk_packages_"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.old = build(cls.folder)
        cls.new = renamed(cls.old, "99.0")
        cls.system = BootedSystem({cls.folder: "/opt/packages", ROOT / "deploy": "/opt/deploy"})
        cls.addClassCleanup(cls.system.close)
        # Images of containers have a policy that no service is started; an installed system has none.
        cls.system.run("rm -f /usr/sbin/policy-rc.d")

    def shell(self, command, status=0, user="root"):
        code, output = self.system.run(command, user=user, timeout=600)
        if status is not None:
            self.assertEqual(code, status, f"{command}\n{output}")
        return output

    def install(self, package):
        # Other packages' triggers (the index of all manual pages) are not what is tested.
        return self.shell(f"dpkg --no-triggers --force-unsafe-io -i /opt/packages/{package.name}")

    def test_01_lintian_has_nothing_to_say(self):
        done = subprocess.run(["lintian", "--fail-on=error,warning", "--suppress-tags",
                               TAGS_NOT_ASKED, *self.folder.glob("*_0*.deb")],
                              text=True, capture_output=True,
                              check=False)
        self.assertEqual((done.returncode, done.stdout), (0, ""), done.stdout + done.stderr)

    def test_02_it_installs_and_starts_nothing(self):
        self.install(self.old)
        self.assertEqual(self.shell("systemctl is-active sheetkeeper", status=3), "inactive\n")
        self.assertEqual(self.shell("systemctl is-enabled sheetkeeper", status=1), "disabled\n")
        self.assertIn("sheetkeeper-readers", self.shell("id sheetkeeper"))
        self.assertRegex(self.shell("sheetkeeper --version"), r"^sheetkeeper \d")
        self.assertEqual(self.shell("readlink /usr/bin/sync_worker"), "sheetkeeper\n")
        self.assertEqual(self.shell("dpkg-query -W -f '${Conffiles}' sheetkeeper").split()[0],
                         "/etc/sheetkeeper/sheetkeeper.toml")

    def test_03_every_program_and_file_has_its_manual_page(self):
        commands = self.shell("sheetkeeper help | sed -n '/^Commands:/,$s/^  \\([a-z]*\\) .*/\\1/p'")
        programs = [f"sheetkeeper-{name}" for name in commands.split()
                    if name not in ("help", "version")]
        self.assertGreater(len(programs), 10)
        for page in ["sheetkeeper", "sync_worker", "sheetkeeper-bot", *programs]:
            self.assertGreater(int(self.shell(f"man {page} 2>/dev/null | wc -l")), 10, page)
        self.assertIn("record_interval", self.shell("man 5 sheetkeeper.toml"))
        self.assertIn("users_query", self.shell("man 5 bot.toml"))

    def test_04_words_are_completed(self):
        self.assertEqual(self.shell(
            "source /usr/share/bash-completion/completions/sheetkeeper; "
            "COMP_WORDS=(sheetkeeper sta); COMP_CWORD=1; _sheetkeeper sheetkeeper; "
            "echo ${COMPREPLY[*]}"), "status stats\n")
        self.assertEqual(self.shell(
            "source /usr/share/bash-completion/completions/sheetkeeper; "
            "COMP_WORDS=(sheetkeeper health --max); COMP_CWORD=2; _sheetkeeper sheetkeeper; "
            "echo ${COMPREPLY[*]}"), "--max-age\n")

    def test_05_the_shipped_configuration_asks_to_be_filled_in(self):
        self.shell("touch /etc/sheetkeeper/google-key.json && chmod 600 /etc/sheetkeeper/*.json")
        self.shell("systemctl start sheetkeeper", status=1)
        self.assertIn("status=78/CONFIG", self.shell("systemctl status sheetkeeper", status=3))

    def test_06_it_serves(self):
        self.shell("systemd-run --unit=emulator sheetkeeper emulate --port 8080 --load "
                   "/opt/deploy/alex12060/sample-spreadsheet.json --key-out /run/key.json")
        self.shell("until [ -s /run/key.json ]; do sleep 0.1; done; "
                   "install -m 600 /run/key.json /etc/sheetkeeper/google-key.json")
        self.shell(f"""sed -e 's|^# api_base.*|api_base = "http://127.0.0.1:8080"|' \\
            -e 's|^db_path.*|db_path = "{DATABASE}"|' -e '/^log_file/d' \\
            /opt/deploy/alex12060/sheetkeeper.toml >/etc/sheetkeeper/sheetkeeper.toml""")
        self.shell("systemctl reset-failed sheetkeeper; systemctl enable --now sheetkeeper")
        self.shell("until sheetkeeper health; do sleep 0.2; done", user="root")

    def test_06_programs_of_the_group_read_by_the_library_and_by_python(self):
        for name in ("libsheetkeeper-reader0", "libsheetkeeper-reader-dev", "python3-sheetkeeper"):
            self.install(beside(self.old, name))
        self.shell("useradd --no-create-home --groups sheetkeeper-readers reader")
        program = ("import sheetkeeper; reader = sheetkeeper.Reader('%s'); "
                   "print(reader.row('employee_settings', 5938472011), reader.freshness < 3600)")
        self.assertEqual(
            self.shell(f'/usr/bin/python3 -c "{program % DATABASE}"', user="reader"),
            "{'employee_id': 5938472011, 'hourly_wage': 15.0, 'sales_commission': 8.0} True\n")
        self.assertIn("wage 15.0, commission 8.0: synced", self.shell(
            "/usr/bin/python3 /usr/share/doc/python3-sheetkeeper/examples/with_sqlite3_alone.py "
            f"{DATABASE} 5938472011", user="reader"))
        self.assertRegex(self.shell(
            "/usr/bin/python3 /usr/share/doc/python3-sheetkeeper/examples/with_hybrid_service.py "
            f"{DATABASE} 5938472011", user="reader"),
            r"^wage 15\.0, commission 8\.0\nsales of 850: .*\n(  .*\n){6}last good cycle \d+ s ago")
        self.assertRegex(self.shell("sheetkeeper-bot --version"), r"^sheetkeeper-bot \d")

    def test_07_an_upgrade_restarts_it_and_keeps_configuration_and_data(self):
        before = self.shell("systemctl show -p MainPID --value sheetkeeper")
        configured = self.shell("cat /etc/sheetkeeper/sheetkeeper.toml")
        rows = self.shell(f"sqlite3 {DATABASE} 'SELECT * FROM employee_settings'")
        self.install(self.new)
        self.assertNotEqual(self.shell("systemctl show -p MainPID --value sheetkeeper"), before)
        self.assertEqual(self.shell("systemctl is-active sheetkeeper"), "active\n")
        self.assertEqual(self.shell("cat /etc/sheetkeeper/sheetkeeper.toml"), configured)
        self.assertEqual(self.shell(f"sqlite3 {DATABASE} 'SELECT * FROM employee_settings'"), rows)

    def test_08_it_can_be_taken_back(self):
        self.install(self.old)
        self.assertEqual(self.shell("systemctl is-active sheetkeeper"), "active\n")
        self.shell("sheetkeeper sync --now")

    def test_09_removed_it_leaves_configuration_and_data(self):
        self.shell("dpkg --remove sheetkeeper")
        self.assertEqual(self.shell("systemctl is-active sheetkeeper", status=None), "inactive\n")
        self.shell(f"ls /etc/sheetkeeper/sheetkeeper.toml {DATABASE}")
        self.shell("ls /usr/bin/sheetkeeper", status=2)

    def test_10_purged_it_leaves_the_data(self):
        self.shell("dpkg --purge sheetkeeper")
        self.shell("ls /etc/sheetkeeper/sheetkeeper.toml", status=2)
        self.assertIn("7", self.shell(f"sqlite3 {DATABASE} 'SELECT count(*) FROM employee_settings'"))


def missing():
    for program in ("dh", "lintian"):
        if shutil.which(program) is None:
            return f"{program} is not installed (apt-get install debhelper lintian)"
    return why_not()


if __name__ == "__main__":
    reason = missing()
    if reason is not None:
        print(f"SKIPPED: {reason}")
        sys.exit(NOT_RUN)
    unittest.main(verbosity=2, failfast=True)
