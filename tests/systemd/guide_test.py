"""The user's deployment guide, step by step, on a real systemd: the commands as the guide has them
(our programs in the place of the Python files), the outputs that it promises.

The steps build on one another, so they are one sequence of tests on one booted system; where one
fails the rest is not run.
"""

import os
import pathlib
import re
import sys
import time
import unittest

from booted_system import BootedSystem, why_not

BIN = pathlib.Path(os.environ["SK_BIN"])
ROOT = pathlib.Path(os.environ["SK_ROOT"])
HOME = "/home/lexun/Alex12060"
UNIT = "alex12060-sync-worker"
BOT = "alex12060-bot"
PATIENCE_S = 90
NOT_RUN = 77  # ctest shows it as skipped

STEP_6 = [
    "✓ CacheManager initialized",
    "✓ Database schema initialized",
    r"✓ Performing initial sync from Google Sheets\.\.\.",
    r"✓ Initial sync completed: \{.*\}",
    r"✓ HybridService initialized \(sync handled by alex12060-sync-worker service\)",
    "✓ Bot started successfully",
]


class GuideTest(unittest.TestCase):
    failed = False

    @classmethod
    def setUpClass(cls):
        cls.system = BootedSystem({BIN: "/opt/sk/bin", ROOT / "deploy/alex12060": "/opt/sk/deploy",
                                   ROOT / "deploy/systemd": "/opt/sk/systemd",
                                   ROOT / "deploy/logrotate": "/opt/sk/logrotate",
                                   ROOT / "tests": "/opt/sk/tests"})
        cls.addClassCleanup(cls.system.close)
        status, output = cls.system.run("/opt/sk/tests/systemd/deployment.sh "
                                        "/opt/sk/bin /opt/sk/deploy /opt/sk/tests/bot/bot_api.py")
        assert status == 0, output

    def setUp(self):
        if GuideTest.failed:
            self.skipTest("an earlier step failed")

    def run(self, result=None):
        before = len(result.failures) + len(result.errors)
        super().run(result)
        GuideTest.failed = GuideTest.failed or len(result.failures) + len(result.errors) > before

    # What a person does at the terminal.

    def shell(self, command, status=0, user="root"):
        code, output = self.system.run(command, user=user, folder=HOME)
        if status is not None:
            self.assertEqual(code, status, f"{command}\n{output}")
        return output

    def lexun(self, command, status=0):
        return self.shell(command, status, user="lexun")

    def eventually(self, command, pattern):
        """Looks again until the output has the pattern."""
        deadline = time.monotonic() + PATIENCE_S
        while True:
            output = self.shell(command, status=None)
            if re.search(pattern, output):
                return output
            if time.monotonic() > deadline:
                self.fail(f"{command}: no {pattern!r} in\n{output}\n"
                          + self.shell(f"journalctl -u {UNIT} -n 30 --no-pager", status=None))
            time.sleep(0.2)

    def in_order(self, text, lines):
        at = 0
        for line in lines:
            match = re.compile(line).search(text, at)
            self.assertIsNotNone(match, f"{line!r} is missing, or too early, in:\n{text}")
            at = match.end()

    def cycles(self):
        return int(self.shell('grep -c "Sync cycle.*completed" sync_worker.log', status=None))

    def main_pid(self, unit=UNIT):
        return self.shell(f"systemctl show -p MainPID --value {unit}").strip()

    def ask(self, text, pattern):
        """Says it to the bot, again and again, until an answer has the pattern."""
        return self.eventually(f": >/run/telegram.out; echo '{text}' >/run/telegram.in; sleep 0.3; "
                               "cat /run/telegram.out", pattern)

    # Deployment steps.

    def test_01_backup_current_state(self):
        # As it was: a bot that syncs by itself.
        self.lexun("mkdir upload && cp bot.toml upload/ && "
                   "sed -i 's/^auto_sync = false/auto_sync = true/' bot.toml")
        self.lexun("cp bot.toml bot.toml.backup_v2.0.0")
        self.lexun("tar -czf backup_v2.0.0_$(date +%Y%m%d_%H%M%S).tar.gz *.toml *.service")
        self.assertIn("sheetkeeper.toml", self.lexun("tar -tzf backup_v2.0.0_*.tar.gz"))

    def test_02_upload_the_new_files(self):
        self.lexun("cp upload/bot.toml .")
        self.assertIn("auto_sync = false", self.lexun("cat bot.toml"))

    def test_03_make_the_worker_executable(self):
        self.lexun("chmod +x sync_worker")
        self.assertRegex(self.lexun("ls -lh sync_worker"), r"^-rwxr-xr-x")

    def test_04_test_it_by_hand(self):
        output = self.lexun("./sync_worker --once")
        self.in_order(output, [
            r"StandaloneSyncWorker initialized \(interval: 300s\)",
            "Running sync worker in ONCE mode",
            "Database schema initialized",
            "Starting sync cycle #1",
            r"Pulling changes from Google Sheets\.\.\.",
            "Pulled 7 EmployeeSettings records",
            "Pulled 4 DynamicRates records",
            "Pulled 6 Ranks records",
            r"Pull completed: \{.*\}",
            r"Sync cycle #1 completed in \d+\.\d\ds",
            "Sync completed successfully"])
        self.assertEqual(output, self.lexun("cat sync_worker.log"), "the log file has the same")
        self.lexun("rm sync_worker.log")

    def test_05_install_the_service(self):
        self.shell(f"cp {UNIT}.service /etc/systemd/system/")
        self.shell("systemctl daemon-reload")
        output = self.shell(f"systemctl status {UNIT}", status=3)
        self.assertRegex(output, r"Loaded: loaded \(/etc/systemd/system/alex12060-sync-worker"
                                 r"\.service; disabled")
        self.assertRegex(output, r"Active: inactive \(dead\)")

    def test_06_restart_the_bot_with_its_new_configuration(self):
        self.shell(f"cp {BOT}.service /etc/systemd/system/ && systemctl daemon-reload")
        self.shell(f"systemctl stop {BOT}")
        self.shell(f"systemctl start {BOT}")
        output = self.eventually(f"tail -20 {HOME}/bot.log", "Bot started successfully")
        self.in_order(output, STEP_6)
        self.in_order(self.shell(f"journalctl -u {BOT} --no-pager"), STEP_6)
        for line in STEP_6:
            self.assertEqual(len(re.findall(line, output)), 1, "each line stands in the log once")

    def test_07_start_the_service(self):
        self.shell(f"systemctl start {UNIT}")
        output = self.shell(f"systemctl status {UNIT}")
        self.assertRegex(output, r"Active: active \(running\) since ")
        self.assertRegex(output, r"Main PID: \d+ \(sync_worker\)")

    def test_08_watch_its_log(self):
        output = self.eventually("tail -n 50 sync_worker.log", r"Next sync at")
        self.in_order(output, [
            "SYNC WORKER STARTING",
            "Mode: CONTINUOUS",
            "Interval: 300 seconds",
            "Database: data/reference_data.db",
            r"Initializing Google Sheets service\.\.\.",
            r"Initializing sync manager\.\.\.",
            "Services initialized successfully",
            r"Performing initial sync\.\.\.",
            "Starting sync cycle #1",
            r"Sync cycle #1 completed in \d+\.\d\ds",
            r"Entering continuous sync loop\.\.\.",
            r"Next sync at \d\d:\d\d:\d\d \(300s\)"])
        for line in ("SYNC WORKER STARTING", "Sync cycle #1 completed"):
            self.assertEqual(output.count(line), 1, "each line stands in the log once")

    def test_09_enable_it_at_boot(self):
        self.shell(f"systemctl enable {UNIT}")
        self.assertEqual(self.shell(f"systemctl is-enabled {UNIT}"), "enabled\n")

    def test_10_verify_that_both_run(self):
        output = self.shell(f"systemctl status {BOT} {UNIT}")
        self.in_order(output, [
            r"alex12060-bot\.service - Alex12060 Telegram Bot",
            r"Active: active \(running\)",
            r"alex12060-sync-worker\.service - Alex12060 Sync Worker",
            r"Active: active \(running\)"])
        # The emulator and the shell that asks have the folder in their words, too.
        processes = self.shell('pgrep -af "^/home/lexun/Alex12060"').splitlines()
        self.assertEqual(len(processes), 2, processes)
        self.in_order("\n".join(sorted(processes, key=lambda line: line.split()[1])), [
            r"\d+ /home/lexun/Alex12060/sheetkeeper-bot --config /home/lexun/Alex12060/bot\.toml",
            r"\d+ /home/lexun/Alex12060/sync_worker --interval 300"])
        self.assertEqual(self.shell(f"systemctl is-active {BOT} {UNIT}"), "active\nactive\n")

    def test_11_status_says_what_it_does(self):
        self.assertRegex(self.shell(f"systemctl status {UNIT}"),
                         r'Status: "Cycle #1 completed at \d\d:\d\d:\d\d; next at \d\d:\d\d:\d\d; '
                         r'0 pending, 0 conflicts, 0 held tables"')

    # Configuration: another interval, by the service file. The rest is tried with it.

    def test_20_change_the_interval(self):
        self.shell("sed -i 's/--interval 300/--interval 1/' "
                   "/etc/systemd/system/alex12060-sync-worker.service")
        self.shell("systemctl daemon-reload")
        self.shell(f"systemctl restart {UNIT}")
        self.eventually("tail -n 50 sync_worker.log", r"Next sync at \d\d:\d\d:\d\d \(1s\)")

    def test_20_change_the_interval_by_the_environment(self):
        # The unit's flag has the last word, so it goes.
        drop_in = f"/etc/systemd/system/{UNIT}.service.d/interval.conf"
        self.shell(f"mkdir {drop_in.rsplit('/', 1)[0]} && printf '[Service]\\nExecStart=\\n"
                   f"ExecStart={HOME}/sync_worker\\nEnvironment=SHEETKEEPER_INTERVAL=600\\n' "
                   f">{drop_in} && systemctl daemon-reload && systemctl restart {UNIT}")
        self.eventually("tail -n 5 sync_worker.log", r"Next sync at \d\d:\d\d:\d\d \(600s\)")
        self.shell(f"rm -r {drop_in.rsplit('/', 1)[0]} && systemctl daemon-reload && "
                   f"systemctl restart {UNIT}")
        self.eventually("tail -n 5 sync_worker.log", r"Next sync at \d\d:\d\d:\d\d \(1s\)")

    def test_21_it_performs_syncs(self):
        self.eventually('tail -50 sync_worker.log | grep "Sync cycle"',
                        r"Sync cycle #2 completed in \d+\.\d\ds")

    def test_22_the_database_is_being_updated(self):
        # The worker records a good cycle once a minute at most; here each one.
        self.shell(f"mkdir -p /etc/systemd/system/{UNIT}.service.d && "
                   "printf '[Service]\\nEnvironment=SHEETKEEPER_RECORD_INTERVAL=1\\n' "
                   f">/etc/systemd/system/{UNIT}.service.d/test.conf")
        self.shell(f"systemctl daemon-reload && systemctl restart {UNIT}")
        look = "stat -c %Y data/reference_data.db"
        before = self.shell(look).strip()
        self.eventually(f"[ $({look}) -gt {before} ] && echo newer", "newer")

    def test_23_the_bot_reads_sqlite_and_does_not_sync(self):
        self.shell('grep -i "background sync" bot.log', status=1)
        self.assertRegex(
            self.shell('grep "HybridService initialized" bot.log'),
            r"✓ HybridService initialized \(sync handled by alex12060-sync-worker service\)\n")
        self.assertEqual(self.shell('grep "^auto_sync" bot.toml'), "auto_sync = false\n")
        self.ask("/me", "Hourly wage 15, sales commission 8 %")

    def test_23_a_backup_of_a_database_in_use(self):
        self.lexun('sqlite3 data/reference_data.db ".backup data/backup.db"')
        self.assertEqual(
            self.lexun("sqlite3 data/backup.db 'SELECT count(*) FROM employee_settings'"), "7\n")
        self.lexun("rm data/backup.db")

    def test_24_what_the_bot_writes_reaches_the_sheet(self):
        self.ask("/setwage 5938472011 15.25", "is 15.25 now")
        self.eventually("curl -sf http://127.0.0.1:8080/emulator/dump", r"\b15\.25\b")
        self.ask("/me", r"Hourly wage 15\.25,")
        self.ask("/setwage 5938472011 15", "is 15 now")
        # The next steps stop the worker and expect nothing to be left.
        self.eventually("runuser -u lexun -- ./sheetkeeper status", r"^In sync\.")

    # Monitoring.

    def test_30_the_health_check_script(self):
        self.assertRegex(self.shell(f"{HOME}/check_sync_health.sh"),
                         r"^OK: Sync worker healthy\nLast sync: .*Sync cycle #\d+ completed in ")

    def test_31_the_counts_of_the_guide_are_right(self):
        self.shell(f"systemctl stop {UNIT}")
        completed = self.cycles()
        self.assertGreaterEqual(completed, 3)
        self.assertEqual(self.shell('grep -c "Sync cycle failed" sync_worker.log', status=1), "0\n")
        self.assertEqual(
            self.shell('echo "Total syncs: $(grep -c "Sync cycle #" sync_worker.log)"; '
                       'echo "Failed syncs: $(grep -c "Sync cycle failed" sync_worker.log)"'),
            f"Total syncs: {completed}\nFailed syncs: 0\n")
        begun = self.shell('grep -c "Starting sync cycle" sync_worker.log')
        self.assertEqual(int(begun), completed, "each line stands in the log once")
        self.assertEqual(
            len(self.shell('grep "Sync cycle.*completed in" sync_worker.log | tail -10').split("\n"))
            - 1, min(10, completed))

    def test_32_our_own_commands_tell_the_same(self):
        self.assertRegex(self.lexun("./sheetkeeper status"), r"^In sync\.\n")
        self.assertRegex(self.lexun("./sheetkeeper health"), r"^good: last complete cycle \d+ s ago")
        self.assertRegex(self.lexun("./sheetkeeper stats"), r"Cycles: +\d+\nFailed: +0 ")

    # Managing.

    def test_40_stopped_it_says_so(self):
        self.assertEqual(self.shell(f"systemctl is-active {UNIT}", status=3), "inactive\n")
        self.assertIn("ERROR: Sync worker is not running",
                      self.shell(f"{HOME}/check_sync_health.sh", status=1))
        self.in_order(self.shell("tail -n 5 sync_worker.log"), [
            r"Received signal 15, shutting down gracefully\.\.\.", "SYNC WORKER STOPPED",
            r"Total cycles: \d+, failed: 0"])

    def test_41_start_and_restart(self):
        self.shell(f"systemctl start {UNIT}")
        first = self.main_pid()
        self.shell(f"systemctl restart {UNIT}")
        self.assertNotEqual(self.main_pid(), first)
        self.assertEqual(self.shell(f"systemctl is-active {UNIT}"), "active\n")

    def test_42_its_lines_are_in_the_journal_too(self):
        last = f"journalctl -u {UNIT} -n 50 --no-pager"
        self.eventually(last, "Sync cycle #2 completed")
        self.assertIn("Starting sync cycle", self.shell(f"journalctl -u {UNIT} --since today"))
        self.assertIn("Starting sync cycle", self.shell(
            f'journalctl -u {UNIT} --since "$(date -d "-1 hour" "+%F %T")" '
            '--until "$(date -d "+1 hour" "+%F %T")"'))
        self.assertIn("Starting sync cycle", self.shell(
            f"timeout 5 journalctl -u {UNIT} -f", status=124))

    def test_43_journal_entries_have_fields(self):
        entries = self.shell(f"journalctl -u {UNIT} SHEETKEEPER_CYCLE=2 -o verbose --no-pager")
        self.assertRegex(entries, r"SHEETKEEPER_DURATION_MS=\d+")
        self.assertRegex(entries, r"PRIORITY=6")
        # One entry of a line, not one of the text and one of the event.
        self.assertEqual(
            self.shell(f"journalctl -u {UNIT} -o cat --no-pager | grep -c 'SYNC WORKER STARTING'"),
            self.shell("grep -c 'SYNC WORKER STARTING' sync_worker.log"))

    def test_44_a_reload_takes_a_new_configuration_without_a_restart(self):
        before = self.main_pid()
        self.shell("sed -i 's/^log_level = \"info\"/log_level = \"warning\"/' sheetkeeper.toml")
        self.shell(f"systemctl reload {UNIT}")
        self.eventually(f"systemctl show -p ActiveState,StatusText {UNIT}", "ActiveState=active")
        time.sleep(1)
        quiet = self.shell("wc -l < sync_worker.log")
        time.sleep(3)
        self.assertEqual(self.shell("wc -l < sync_worker.log"), quiet)
        self.shell("sed -i 's/^log_level = \"warning\"/log_level = \"info\"/' sheetkeeper.toml")
        self.shell(f"systemctl reload {UNIT}")
        self.eventually("cat sync_worker.log", "Configuration reloaded")
        self.assertEqual(self.main_pid(), before)

    def test_45_a_wrong_configuration_is_not_taken_over(self):
        before = self.main_pid()
        self.shell("cp sheetkeeper.toml right.toml && echo 'turbo = 1' >> sheetkeeper.toml")
        self.shell(f"systemctl reload {UNIT}")
        self.eventually("cat sync_worker.log", "the old one stays: .*turbo")
        self.shell("mv right.toml sheetkeeper.toml && chown lexun: sheetkeeper.toml")
        count = self.cycles()
        self.eventually(f"[ $(grep -c 'Sync cycle.*completed' sync_worker.log) -gt {count} ] "
                        "&& echo goes on", "goes on")
        self.assertEqual(self.main_pid(), before)

    def test_46_logrotate_moves_the_log_and_no_line_is_lost(self):
        def completed(files):
            return [int(n) for n in re.findall(r"Sync cycle #(\d+) completed",
                                               self.shell(f"cat {files}"))]

        last = completed("sync_worker.log")[-1]
        self.shell("cp /opt/sk/logrotate/alex12060 /etc/logrotate.d/ && "
                   "logrotate --force /etc/logrotate.d/alex12060")
        self.eventually("cat sync_worker.log", r"Sync cycle #\d+ completed")
        # From here on, as nothing was logged while the level was another (test_44).
        logged = completed("sync_worker.log.1 sync_worker.log")
        logged = logged[len(logged) - 1 - logged[::-1].index(last):]
        self.assertGreater(len(logged), 1)
        self.assertEqual(logged, list(range(last, last + len(logged))))

    def test_47_sync_now(self):
        self.shell("sed -i 's/--interval 1/--interval 300/' /etc/systemd/system/"
                   f"{UNIT}.service && systemctl daemon-reload && systemctl restart {UNIT}")
        self.eventually("cat sync_worker.log", r"\(300s\)")
        self.assertRegex(self.lexun("./sheetkeeper sync --now --json"),
                         r'^\{"completed":true,"by":"process \d+ \(.*--interval 300\)"')
        self.shell("sed -i 's/--interval 300/--interval 1/' /etc/systemd/system/"
                   f"{UNIT}.service && systemctl daemon-reload && systemctl restart {UNIT}")

    def test_48_each_is_restarted_without_the_other(self):
        worker, bot = self.main_pid(), self.main_pid(BOT)
        self.shell(f"systemctl restart {BOT}")
        self.assertEqual(self.main_pid(), worker)
        self.assertNotEqual(self.main_pid(BOT), bot)
        bot = self.main_pid(BOT)
        self.shell(f"systemctl restart {UNIT}")
        self.assertEqual(self.main_pid(BOT), bot)
        self.shell(f"systemctl stop {BOT} {UNIT}")
        self.assertEqual(self.shell(f"systemctl is-active {BOT} {UNIT}", status=3),
                         "inactive\ninactive\n")
        self.shell(f"systemctl start {BOT} {UNIT}")
        self.assertEqual(self.shell(f"systemctl is-active {BOT} {UNIT}"), "active\nactive\n")

    # Troubles.

    def test_50_it_restarts_after_thirty_seconds_whatever_happened(self):
        self.assertEqual(
            self.shell(f"systemctl show -p Restart,RestartUSec,KillMode,TimeoutStopUSec {UNIT}"),
            "Restart=always\nRestartUSec=30s\nTimeoutStopUSec=30s\nKillMode=mixed\n")
        # From here on sooner.
        self.shell("printf '[Service]\\nRestartSec=1\\n' "
                   f">>/etc/systemd/system/{UNIT}.service.d/test.conf && systemctl daemon-reload")

    def test_51_killed_it_comes_back(self):
        before = self.main_pid()
        self.shell(f"kill -9 {before}")
        self.eventually(f"systemctl show -p MainPID,ActiveState {UNIT}",
                        rf"MainPID=(?!{before}\n|0\n)\d+\nActiveState=active")
        self.eventually("tail -n 5 sync_worker.log", r"Next sync at")
        self.assertRegex(self.lexun("./sheetkeeper status"), r"^In sync\.\n")

    def test_51_the_worker_is_killed_and_the_bot_answers(self):
        self.ask("/me", "Hourly wage 15,")
        bot = self.main_pid(BOT)
        # Not to be started again before the bot was asked.
        self.shell(f"sed -i 's/RestartSec=1/RestartSec=30/' /etc/systemd/system/{UNIT}.service.d/"
                   "test.conf && systemctl daemon-reload")
        self.shell(f"kill -9 {self.main_pid()}")
        self.ask("/me", "Hourly wage 15,")
        self.assertEqual(self.main_pid(), "0")
        self.assertEqual(self.main_pid(BOT), bot)
        self.shell(f"sed -i 's/RestartSec=30/RestartSec=1/' /etc/systemd/system/{UNIT}.service.d/"
                   f"test.conf && systemctl daemon-reload && systemctl start {UNIT}")

    def test_51_the_bot_is_killed_and_the_worker_syncs(self):
        worker, bot = self.main_pid(), self.main_pid(BOT)
        self.shell(f"kill -9 {bot}")
        count = self.cycles()
        self.eventually(f"[ $(grep -c 'Sync cycle.*completed' sync_worker.log) -gt {count + 1} ] "
                        "&& echo syncs", "syncs")
        self.assertEqual(self.main_pid(), worker)
        self.eventually(f"systemctl show -p MainPID,ActiveState {BOT}",
                        rf"MainPID=(?!{bot}\n|0\n)\d+\nActiveState=active")
        self.ask("/me", "Hourly wage 15,")

    def test_52_a_hung_loop_is_killed_by_the_watchdog_and_started_again(self):
        self.shell("printf '[Service]\\nWatchdogSec=2\\n' "
                   f">>/etc/systemd/system/{UNIT}.service.d/test.conf && systemctl daemon-reload")
        self.shell(f"systemctl restart {UNIT}")
        before = self.main_pid()
        time.sleep(4)
        self.assertEqual(self.main_pid(), before, "a loop that waits is not hung")
        self.shell(f"kill -STOP {before}")
        self.eventually(f"systemctl show -p MainPID,ActiveState {UNIT}",
                        rf"MainPID=(?!{before}\n|0\n)\d+\nActiveState=active")
        self.assertIn("Watchdog timeout", self.shell(f"journalctl -u {UNIT} --no-pager"))

    def test_53_the_server_is_down_and_up_again(self):
        self.shell("systemctl stop emulator")
        self.eventually('grep "error count" sync_worker.log | tail -5',
                        r"Sync cycle failed \(error count: \d/5\): .*cannot connect to 127\.0\.0\.1")
        self.eventually(f"systemctl status {UNIT}", r'Status: "Cycle failed at ')
        self.shell("systemctl start emulator")

    def test_54_after_five_errors_it_exits_and_is_started_again(self):
        self.shell(f"sed -i 's/RestartSec=1/RestartSec=30/' "
                   f"/etc/systemd/system/{UNIT}.service.d/test.conf && systemctl daemon-reload")
        faults = "http://127.0.0.1:8080/emulator/faults"
        self.shell(f"curl -sf {faults} -d "
                   "'{\"path\": \"/v4/\", \"status\": 403, \"count\": 1000000}'")
        self.shell(f"systemctl restart {UNIT}")
        self.eventually(f"systemctl status {UNIT}",
                        r"Main PID: \d+ \(code=exited, status=1/FAILURE\)")
        self.assertIn("Too many consecutive errors (5), exiting",
                      self.shell("tail -100 sync_worker.log"))
        self.assertRegex(self.shell('grep "error count" sync_worker.log | tail -5'),
                         r"\(error count: 1/5\)(.*\n)*.*\(error count: 5/5\)")
        self.shell(f"curl -sf {faults}/clear -d '{{}}'")
        self.shell(f"systemctl restart {UNIT}")
        self.eventually("tail -n 5 sync_worker.log", "Next sync at")

    def test_55_a_worker_that_is_not_executable(self):
        self.lexun("chmod -x sync_worker")
        self.shell(f"systemctl restart {UNIT}", status=None)
        self.eventually(f"systemctl status {UNIT}", "status=203/EXEC")
        self.lexun("chmod +x sync_worker")
        self.shell(f"systemctl restart {UNIT}")

    def test_55_are_all_modules_there(self):
        self.assertIn("--once", self.lexun("./sync_worker --help"))

    def test_55_is_google_reachable(self):
        output = self.lexun("./sheetkeeper doctor", status=None)
        self.assertIn("spreadsheet: 'Alex12060', 3 tabs", output)
        # The worker has the database in its care.
        self.assertRegex(self.lexun("./sync_worker --once", status=1),
                         r"in the care of process \d+ \(/home/lexun/Alex12060/sync_worker --interval 1\)")

    def test_55_another_memory_limit(self):
        service = f"/etc/systemd/system/{UNIT}.service"
        for there, then in (("256M", "512M"), ("512M", "256M")):
            self.shell(f"sed -i 's/MemoryMax={there}/MemoryMax={then}/' {service} && "
                       f"systemctl daemon-reload && systemctl restart {UNIT}")
            self.assertEqual(self.shell(f"systemctl show -p MemoryMax --value {UNIT}"),
                             f"{int(then[:-1]) << 20}\n")

    def test_55_a_bot_without_its_token_says_so(self):
        token = "/etc/alex12060/bot-token"
        self.shell(f"mv {token} {token}.kept; systemctl restart {BOT}", status=None)
        self.eventually(f"systemctl status {BOT}", "status=243/CREDENTIALS")
        self.shell(f"echo 9:of-another-bot >{token}; systemctl restart {BOT}", status=None)
        self.eventually(f"systemctl status {BOT}", r"Active: failed .*\n(.*\n)*.*status=78/CONFIG")
        self.assertIn("the bot's token is refused", self.shell("tail -50 bot.log"))
        self.shell("grep of-another-bot bot.log", status=1)
        self.shell(f"mv {token}.kept {token}; systemctl restart {BOT}")
        self.ask("/me", "Hourly wage 15,")

    def test_56_with_a_damaged_database_it_stays_down(self):
        self.shell(f"systemctl stop {UNIT}")
        self.lexun("cp data/reference_data.db good.db && rm -f data/*-wal data/*-shm && "
                   "dd if=/dev/urandom of=data/reference_data.db bs=4096 seek=1 count=20 "
                   "conv=notrunc status=none && cp data/reference_data.db bad.db")
        self.shell(f"systemctl start {UNIT}", status=None)
        self.eventually(f"systemctl status {UNIT}", r"Active: failed .*\n(.*\n)*.*status=65/DATAERR")
        self.assertIn("is damaged", self.shell("tail -5 sync_worker.log"))
        self.shell("cmp data/reference_data.db bad.db")
        self.lexun("mv good.db data/reference_data.db && rm -f data/*-wal data/*-shm")
        self.shell(f"systemctl start {UNIT}")
        self.eventually("tail -n 5 sync_worker.log", "Next sync at")

    def test_57_the_key_for_the_service_alone(self):
        self.shell("cp -p sheetkeeper.toml with-key.toml && sed -i '/^key_file/d' sheetkeeper.toml && "
                   "install -m 600 google-key.json /etc/alex12060/ && mv google-key.json /root/")
        self.shell("printf '[Service]\\nLoadCredential=google-key.json:"
                   "/etc/alex12060/google-key.json\\n' "
                   f">/etc/systemd/system/{UNIT}.service.d/key.conf && systemctl daemon-reload")
        self.shell(f"systemctl restart {UNIT}")
        self.eventually("tail -n 5 sync_worker.log", "Next sync at")
        self.lexun("cat /etc/alex12060/google-key.json", status=1)
        self.shell(f"mv /root/google-key.json . && mv with-key.toml sheetkeeper.toml && "
                   f"rm /etc/systemd/system/{UNIT}.service.d/key.conf && systemctl daemon-reload && "
                   f"systemctl restart {UNIT}")

    # Rollback.

    def test_60_roll_back(self):
        self.shell(f"systemctl stop {UNIT}")
        self.shell(f"systemctl disable {UNIT}")
        self.shell(f"rm /etc/systemd/system/{UNIT}.service")
        self.shell(f"rm -r /etc/systemd/system/{UNIT}.service.d && systemctl daemon-reload")
        self.assertIn("could not be found", self.shell(f"systemctl status {UNIT}", status=4))

    def test_61_the_bot_syncs_by_itself_as_before(self):
        self.lexun("cp bot.toml.backup_v2.0.0 bot.toml")
        self.shell(f"systemctl restart {BOT}")
        self.eventually("cat bot.log", r"HybridService initialized \(background sync every 300s\)")
        self.ask("/me", "Hourly wage 15,")
        self.shell(f"systemctl stop {BOT}")

    # The general units.

    def test_70_the_general_unit_keeps_its_key_to_itself(self):
        self.shell("mkdir -p /etc/sysusers.d && install -m 755 sheetkeeper /usr/bin/ && cp /opt/sk/systemd/*.service "
                   "/etc/systemd/system/ && cp /opt/sk/systemd/sheetkeeper.sysusers "
                   "/etc/sysusers.d/sheetkeeper.conf && systemd-sysusers")
        self.shell("mkdir -p /etc/sheetkeeper && sed -e '/^key_file/d' -e '/^log_file/d' "
                   "-e 's|^db_path.*|db_path = \"/var/lib/sheetkeeper/sheet.db\"|' "
                   "sheetkeeper.toml >/etc/sheetkeeper/sheetkeeper.toml && "
                   "install -m 600 google-key.json /etc/sheetkeeper/")
        self.shell("systemctl daemon-reload && systemctl start sheetkeeper")
        self.eventually("journalctl -u sheetkeeper -o cat --no-pager", "Sync cycle #1 completed")
        self.assertEqual(self.shell("ps -o user= -C sheetkeeper | sort -u | tr -d ' '"),
                         "root\nsheetkeeper\n", "root is the emulator's")

    def test_71_readers_read_and_others_do_not(self):
        database = "/var/lib/sheetkeeper/sheet.db"
        self.shell("useradd nosy; useradd -G sheetkeeper-readers reader")
        query = f"sqlite3 'file:{database}?mode=ro' 'SELECT count(*) FROM employee_settings'"
        self.assertEqual(self.shell(query, user="reader"), "7\n")
        self.shell(query.replace("SELECT count(*)", "DELETE"), status=8, user="reader")
        self.assertRegex(self.shell(f"sheetkeeper status --db-path {database}", user="reader"),
                         r"^In sync\.\n")
        self.assertNotEqual(self.system.run(query, user="nosy")[0], 0)

    def test_72_several_deployments(self):
        self.shell("sed 's|/var/lib/sheetkeeper/|/var/lib/sheetkeeper/second/|' "
                   "/etc/sheetkeeper/sheetkeeper.toml >/etc/sheetkeeper/second.toml && "
                   "cp /etc/sheetkeeper/google-key.json /etc/sheetkeeper/second-key.json")
        self.shell("systemctl start sheetkeeper@second")
        self.eventually("journalctl -u sheetkeeper@second -o cat --no-pager",
                        "Sync cycle #1 completed")

    def test_73_units_are_clean_and_tight(self):
        for unit in ("sheetkeeper.service", "sheetkeeper@.service"):
            self.assertEqual(self.shell(f"systemd-analyze verify --man=no /opt/sk/systemd/{unit}"),
                             "")
            self.shell("systemd-analyze security --offline=true --threshold=15 "
                       f"--no-pager /opt/sk/systemd/{unit}")
        self.shell(f"cp {UNIT}.service /etc/systemd/system/")
        self.assertEqual(self.shell(f"systemd-analyze verify --man=no {UNIT}.service {BOT}.service"),
                         "")
        for unit in (UNIT, BOT):
            self.shell("systemd-analyze security --offline=true --threshold=15 --no-pager "
                       f"/etc/systemd/system/{unit}.service")

    def test_74_a_wrong_configuration_is_not_started_again_and_again(self):
        self.shell("systemctl stop sheetkeeper && echo 'turbo = 1' >>/etc/sheetkeeper/sheetkeeper.toml")
        self.shell("systemctl start sheetkeeper", status=1)
        self.assertRegex(self.shell("systemctl status sheetkeeper", status=3),
                         r"Active: failed .*\n(.*\n)*.*status=78/CONFIG")


if __name__ == "__main__":
    reason = why_not()
    if reason is not None:
        print(f"SKIPPED: {reason}")
        sys.exit(NOT_RUN)
    unittest.main(verbosity=2)
