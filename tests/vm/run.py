"""Runs in the virtual machine of scripts/vm-test, as a service: first the limits, then, after a real
reboot, what came back by itself. Prints what unittest prints, once for each life.
"""

import pathlib
import subprocess
import sys
import unittest

import machine_test

BEEN_HERE = pathlib.Path("/var/lib/vm-test-been-here")


def run(tests):
    suite = unittest.defaultTestLoader.loadTestsFromTestCase(tests)
    return unittest.TextTestRunner(stream=sys.stdout, verbosity=2, failfast=True).run(suite)


def main():
    if BEEN_HERE.exists():
        run(machine_test.AfterRebootTest)
        subprocess.run(["systemctl", "poweroff", "--no-block"], check=True)
        return
    BEEN_HERE.touch()
    good = run(machine_test.LimitsTest).wasSuccessful()
    subprocess.run(["systemctl", "reboot" if good else "poweroff", "--no-block"], check=True)


if __name__ == "__main__":
    main()
