"""The deployment under limits that are enforced: 100,000 rows under MemoryMax=256M and
CPUQuota=10%, a leak, a loop that hangs, a reboot. The units are those of deploy/alex12060, with a
shorter interval, and a shorter watchdog where it is what is tried.
"""

import pathlib
import re
import subprocess
import time
import unittest

HOME = pathlib.Path("/home/lexun/Alex12060")
UNIT = "alex12060-sync-worker"
BOT = "alex12060-bot"
ROWS = 100000
INTERVAL_S = 30
WATCHDOG_S = 60
PATIENCE_S = 900
GROUP = pathlib.Path(f"/sys/fs/cgroup/system.slice/{UNIT}.service")
DROP_IN = pathlib.Path(f"/etc/systemd/system/{UNIT}.service.d/test.conf")


def shell(command, check=True):
    done = subprocess.run(["bash", "-c", command], cwd=HOME if HOME.exists() else "/", text=True,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False)
    if check and done.returncode != 0:
        raise AssertionError(f"{command}: status {done.returncode}\n{done.stdout}")
    return done.stdout


def eventually(command, pattern):
    """Looks again until the output has the pattern."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        output = shell(command, check=False)
        if re.search(pattern, output):
            return output
        if time.monotonic() > deadline:
            raise AssertionError(f"{command}: no {pattern!r} in\n{output}\n"
                                 + shell(f"journalctl -u {UNIT} -n 30 --no-pager"))
        time.sleep(1)


def main_pid(unit):
    return shell(f"systemctl show -p MainPID --value {unit}").strip()


def completed():
    return int(shell('grep -c "Sync cycle.*completed" sync_worker.log', check=False).split()[-1])


def wait_for_cycles(count):
    goal = completed() + count
    eventually(f"[ $(grep -c 'Sync cycle.*completed' sync_worker.log) -ge {goal} ] && echo so",
               "so")


def ask(text, pattern):
    return eventually(f": >/run/telegram.out; echo '{text}' >/run/telegram.in; sleep 3; "
                      "cat /run/telegram.out", pattern)


def set_drop_in(*lines):
    DROP_IN.parent.mkdir(exist_ok=True)
    DROP_IN.write_text("\n".join(("[Service]",) + lines) + "\n", encoding="utf-8")
    shell("systemctl daemon-reload")


def drop_out():
    DROP_IN.unlink()
    shell("systemctl daemon-reload")


def numbers(name):
    """A file of the worker's control group, {key: number}."""
    words = (line.split() for line in (GROUP / name).read_text(encoding="utf-8").splitlines())
    return {key: int(value) for key, value in words}


def megabytes(count):
    return f"{count / (1 << 20):.1f} MiB"


class LimitsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        shell("/opt/sk/tests/systemd/deployment.sh /opt/sk/bin /opt/sk/deploy/alex12060 "
              "/opt/sk/tests/bot/bot_api.py /opt/sk/spreadsheet.json")
        shell(f"cp {UNIT}.service {BOT}.service /etc/systemd/system/ && "
              f"sed -i 's/--interval 300/--interval {INTERVAL_S}/' "
              f"/etc/systemd/system/{UNIT}.service && systemctl daemon-reload && "
              f"systemctl enable {UNIT} {BOT} emulator telegram")

    def test_1_a_hundred_thousand_rows_within_the_limits(self):
        began = time.monotonic()
        shell(f"systemctl start {UNIT}")
        wait_for_cycles(1)
        print(f"\n  first cycle, {ROWS} rows: {time.monotonic() - began:.0f} s after the start")
        wait_for_cycles(3)
        wall = time.monotonic() - began
        self.assertEqual(shell("sqlite3 data/reference_data.db "
                               "'SELECT count(*) FROM employee_settings'"), f"{ROWS}\n")
        cpu, memory = numbers("cpu.stat"), numbers("memory.stat")
        share = cpu["usage_usec"] / 1e6 / wall
        print(f"  4 cycles in {wall:.0f} s; {100 * share:.1f} % of a CPU, "
              f"throttled {cpu['nr_throttled']} times")
        print("  memory: peak", megabytes(int((GROUP / "memory.peak").read_text())),
              "with page cache; now", megabytes(memory["anon"]), "of its own")
        print("  ", shell('grep "Sync cycle.*completed in" sync_worker.log').strip()
              .replace("\n", "\n   "))
        # The guide's look at it.
        self.assertRegex(shell(f"systemctl status {UNIT} | grep Memory"), r"max: 256\.0M")
        self.assertLess(share, 0.11)
        self.assertGreater(cpu["nr_throttled"], 0, "the quota did not count")
        self.assertEqual(numbers("memory.events")["max"], 0, "MemoryMax was reached")

    def test_2_edits_go_both_ways_and_the_bot_answers(self):
        shell(f"systemctl start {BOT}")
        eventually("cat bot.log", "Bot started successfully")
        shell("curl -sf http://127.0.0.1:8080/emulator/edit/"
              "1Alex12060SampleSpreadsheetForTheEmulator_01 -d "
              """'{"type": {"tab": "EmployeeSettings", "cell": "B2", "text": "16.25"}}'""")
        ask("/me", r"Hourly wage 16\.25,")
        ask("/setwage 6120457783 44.75", r"is 44\.75 now")
        eventually("curl -sf http://127.0.0.1:8080/emulator/dump | grep -o '44[.]75'", r"^44\.75\n")
        self.assertEqual(numbers("memory.events")["max"], 0, "MemoryMax was reached")

    def test_3_a_leak_is_killed_and_the_worker_comes_back(self):
        bot = main_pid(BOT)
        set_drop_in("Environment=LD_PRELOAD=/opt/sk/leak.so")
        shell(f"systemctl restart {UNIT}")
        leaking = main_pid(UNIT)
        eventually(f"journalctl -u {UNIT} --no-pager", r"Failed with result 'oom-kill'")
        drop_out()
        eventually(f"systemctl show -p MainPID,ActiveState {UNIT}",
                   rf"MainPID=(?!{leaking}\n|0\n)\d+\nActiveState=active")
        wait_for_cycles(1)
        self.assertEqual(main_pid(BOT), bot)
        ask("/me", r"Hourly wage 16\.25,")

    def test_4_a_hung_loop_is_killed_by_the_watchdog_and_comes_back(self):
        set_drop_in(f"WatchdogSec={WATCHDOG_S}")
        shell(f"systemctl restart {UNIT}")
        wait_for_cycles(2)
        hung = main_pid(UNIT)
        shell(f"kill -STOP {hung}")
        eventually(f"journalctl -u {UNIT} --no-pager", r"Failed with result 'watchdog'")
        eventually(f"systemctl show -p MainPID,ActiveState {UNIT}",
                   rf"MainPID=(?!{hung}\n|0\n)\d+\nActiveState=active")
        wait_for_cycles(1)
        drop_out()

    def test_5_in_the_end_it_is_in_sync(self):
        shell(f"systemctl restart {UNIT}")
        wait_for_cycles(1)
        eventually("./sheetkeeper status", r"^In sync\.\n")
        pathlib.Path("/var/lib/vm-test-cycles").write_text(str(completed()), encoding="utf-8")


class AfterRebootTest(unittest.TestCase):
    def test_both_services_came_back(self):
        before = int(pathlib.Path("/var/lib/vm-test-cycles").read_text(encoding="utf-8"))
        eventually(f"systemctl is-active {BOT} {UNIT}", r"^active\nactive\n$")
        self.assertEqual(len(shell("journalctl --list-boots --no-pager -q").splitlines()), 2)
        eventually(f"[ $(grep -c 'Sync cycle.*completed' sync_worker.log) -gt {before} ] "
                   "&& echo so", "so")
        # The emulator began anew with the wage that the sample has.
        ask("/me", r"Hourly wage (16\.25|15),")
        self.assertEqual(shell(f"systemctl is-enabled {BOT} {UNIT}"), "enabled\nenabled\n")
