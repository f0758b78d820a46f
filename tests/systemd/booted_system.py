"""A real systemd, booted over this machine's own root, for as long as a test runs.

An overlay takes what is written, so the machine stays as it is. The container has a loopback
network only; /tmp and /run are its own. MemoryMax, CPUQuota and IPAddressDeny are accepted in it
and not enforced: no test here may ask for their effect.

Needs root, overlayfs and systemd-nspawn (Debian: systemd-container).
"""

import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid

BOOT_PATIENCE_S = 120

# A test that is stopped by its time limit cleans up, too.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))


def why_not():
    """Why no system can be booted here, or None."""
    if os.geteuid() != 0:
        return "booting a systemd needs root"
    for program in ("systemd-nspawn", "nsenter"):
        if shutil.which(program) is None:
            return f"{program} is not installed (apt-get install systemd-container)"
    cgroups = pathlib.Path("/sys/fs/cgroup")
    if not cgroups.is_dir() or not any(cgroups.iterdir()):
        return f"{cgroups} is not mounted, as in a plain chroot"
    top = pathlib.Path(tempfile.mkdtemp(prefix="sk_overlay_"))
    try:
        mounts = Mounts(top)
        mounts.unmount()
    except subprocess.CalledProcessError as error:
        return f"an overlay of / cannot be mounted here: {error.stderr.strip()}"
    finally:
        top.rmdir()
    return None


def mount(*words):
    subprocess.run(["mount", *map(str, words)], check=True, capture_output=True, text=True)


class Mounts:
    def __init__(self, top):
        self._mounted = []
        self.top = top
        self.root = top / "root"
        try:
            self._mount(top, "-t", "tmpfs", "tmpfs")
            for name in ("upper", "work", "root"):
                (top / name).mkdir()
            self._mount(self.root, "-t", "overlay", "overlay", "-o",
                        f"lowerdir=/,upperdir={top / 'upper'},workdir={top / 'work'}")
        except subprocess.CalledProcessError:
            self.unmount()
            raise

    def _mount(self, where, *words):
        mount(*words, where)
        self._mounted.append(where)

    def unmount(self):
        while self._mounted:
            subprocess.run(["umount", self._mounted.pop()], check=False, capture_output=True)


class BootedSystem:
    def __init__(self, binds):
        """`binds`: what is shown read-only, {path here: path there}."""
        self._top = pathlib.Path(tempfile.mkdtemp(prefix="sk_systemd_"))
        self._mounts = Mounts(self._top)
        # A journal of an id that another system has is not written.
        (self._mounts.root / "etc/machine-id").write_text(uuid.uuid4().hex + "\n")
        self._leave_only_what_is_needed()
        self._console = open(self._top / "console.log", "w", encoding="utf-8")
        self._nspawn = subprocess.Popen(
            ["systemd-nspawn", "--quiet", "--directory", self._mounts.root, "--register=no",
             "--keep-unit", "--private-network", "--console=pipe",
             *[f"--bind-ro={here}:{there}" for here, there in binds.items()],
             "--boot", "--", "--unit=multi-user.target"],
            stdin=subprocess.DEVNULL, stdout=self._console, stderr=self._console,
            start_new_session=True)
        try:
            self._wait_until_up()
        except BaseException:
            self.close()
            raise

    def _leave_only_what_is_needed(self):
        wanted = self._mounts.root / "etc/systemd/system/multi-user.target.wants"
        for unit in wanted.glob("*.service") if wanted.is_dir() else []:
            unit.unlink()

    def _leader(self):
        """The container's process 1, as this system counts."""
        for task in pathlib.Path(f"/proc/{self._nspawn.pid}/task").glob("*/children"):
            children = task.read_text().split()
            if children:
                return children[0]
        return None

    def _wait_until_up(self):
        deadline = time.monotonic() + BOOT_PATIENCE_S
        while time.monotonic() < deadline and self._nspawn.poll() is None:
            self._pid = self._leader()
            if self._pid is not None:
                state = self.run("systemctl is-system-running")[1].strip()
                if state in ("running", "degraded"):
                    return
            time.sleep(0.1)
        self._console.flush()
        console = (self._top / "console.log").read_text(encoding="utf-8", errors="replace")
        raise RuntimeError(f"systemd did not come up:\n{console[-3000:]}")

    def run(self, command, user="root", folder="/", timeout=120):
        """Runs a shell command inside; gives its exit status, and standard output and error."""
        inside = ["nsenter", "--target", self._pid, "--all", "--",
                  "env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8",
                  "setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups",
                  "bash", "-c", f"cd {folder} && {{ {command}\n}}"]
        done = subprocess.run(inside, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, timeout=timeout, check=False)
        return done.returncode, done.stdout

    def close(self):
        if self._nspawn.poll() is None and getattr(self, "_pid", None):
            self.run("systemctl poweroff")
        try:
            self._nspawn.wait(30)
        except subprocess.TimeoutExpired:
            self._nspawn.kill()
            self._nspawn.wait()
        self._console.close()
        self._mounts.unmount()
        shutil.rmtree(self._top, ignore_errors=True)
        remove_empty_groups()


def remove_empty_groups():
    """The control groups that nspawn leaves behind."""
    for tree in ("systemd", "unified"):
        for name in ("payload", "supervisor"):
            top = pathlib.Path("/sys/fs/cgroup") / tree / name
            for group in sorted(top.rglob("*"), reverse=True) if top.is_dir() else []:
                if group.is_dir():
                    try:
                        group.rmdir()
                    except OSError:
                        pass
