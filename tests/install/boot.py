# SPDX-License-Identifier: MIT
"""make boot-check: INSTALL.md on a Debian that boots, in qemu.

usage: boot.py RELEASE CUTS

Makes a disk with the package's dependencies and boots it with systemd. Follows the
commands of INSTALL.md, cuts the power CUTS times under load, upgrades, goes back, gives
the database to another owner, and purges the package. The guest has no network but the
ports that this program forwards from 127.0.0.1. Needs root for the disk. ACCEL=tcg is for
machines without KVM, and takes several times as long.
"""

import functools
import http.client
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE.parent / "support"))
sys.path.insert(0, str(HERE.parent / "e2e"))

import bodies  # noqa: E402
import leftovers  # noqa: E402
from background import Background  # noqa: E402
from machine import ENV, NAME, PASSWORD, commands  # noqa: E402
from results import Results  # noqa: E402
from server import free_port, wait_until  # noqa: E402
from terminal import Terminal  # noqa: E402

FOLDER = ROOT / "build/boot"
# What our package depends on and recommends, and what a machine needs to boot.
PACKAGES = ["adduser", "ca-certificates", "cron", "curl", "initramfs-tools", "iproute2",
            "libcurl4", "libfcgi0ldbl", "libjson-c5", "libsodium23", "libsqlite3-0",
            "linux-image-cloud-amd64", "nginx", "openssh-server", "systemd", "systemd-sysv",
            "tzdata", "udev"]
BOOT_BOUND = 600  # seconds; without KVM a boot takes minutes
ACKED = 150       # reports answered before each cut
ACCEL = os.environ.get("ACCEL") or "kvm"
LAN = "[Match]\nName=e*\n[Network]\nDHCP=yes\n"


class Guest:
    def __init__(self, release):
        self.base = FOLDER / release
        subprocess.run([HERE / "debian.sh", release, self.base, *PACKAGES], check=True,
                       stdout=subprocess.DEVNULL)
        self.disk, self.key = FOLDER / "disk", FOLDER / "key"
        self.log = FOLDER / "console.log"
        self.ssh_port, self.http_port = free_port(), free_port()
        self.qemu = None
        self._make_disk(FOLDER / "root")

    def _make_disk(self, root):
        shutil.rmtree(root, ignore_errors=True)
        for old in (self.disk, self.key, self.key.with_suffix(".pub"), self.log):
            old.unlink(missing_ok=True)
        subprocess.run(["cp", "-a", "--reflink=auto", self.base, root], check=True)
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", self.key], check=True)
        (root / "usr/sbin/policy-rc.d").unlink()
        (root / "etc/fstab").write_text("/dev/vda / ext4 defaults 0 1\n")
        (root / "etc/hosts").write_text(f"127.0.0.1 localhost {NAME}\n")
        (root / "etc/systemd/network/lan.network").write_text(LAN)
        (root / "etc/apt/apt.conf.d/99yes").write_text('APT::Get::Assume-Yes "true";\n')
        (root / "etc/apt/sources.list").write_text("")
        (root / "root/.ssh").mkdir(mode=0o700)
        shutil.copy(self.key.with_suffix(".pub"), root / "root/.ssh/authorized_keys")
        subprocess.run(["chroot", root, "systemctl", "--quiet", "enable", "systemd-networkd"],
                       env=ENV, check=True)
        (root / "srv/ryot").mkdir()
        for name in ("deb", "install/next"):
            package, = (ROOT / "build" / name).glob("*.deb")
            shutil.copy(package, root / "srv" / ("next.deb" if "next" in name else "this.deb"))
        subprocess.run(["truncate", "-s", "4G", self.disk], check=True)
        subprocess.run(["mkfs.ext4", "-q", "-d", root, self.disk], check=True)
        shutil.rmtree(root)

    # --- power ---

    def boot(self):
        kernel, = (self.base / "boot").glob("vmlinuz-*")
        initrd, = (self.base / "boot").glob("initrd.img-*")
        forward = "".join(f",hostfwd=tcp:127.0.0.1:{port}-:{to}"
                          for port, to in ((self.ssh_port, 22), (self.http_port, 80)))
        self.qemu = subprocess.Popen(
            ["qemu-system-x86_64", "-nodefaults", "-no-reboot", "-display", "none", "-m", "1024",
             "-smp", "2", "-accel", ACCEL, "-cpu", "max", "-kernel", kernel, "-initrd", initrd,
             "-append", "root=/dev/vda rw console=ttyS0 quiet",
             "-drive", f"file={self.disk},format=raw,if=virtio", "-device", "virtio-rng-pci",
             "-netdev", f"user,id=lan,restrict=on{forward}",
             "-device", "virtio-net-pci,netdev=lan,romfile=", "-serial", f"file:{self.log}"],
            stdin=subprocess.DEVNULL)
        self.wait(lambda: self.ssh("true").returncode == 0, "a shell")

    def wait(self, condition, what):
        def holds():
            assert self.qemu.poll() is None, f"qemu has ended: {self.log.read_text()[-2000:]}"
            return condition()
        wait_until(holds, what, BOOT_BOUND)

    def cut(self):
        """What the guest has not synced to its disk is lost."""
        self.qemu.kill()
        self.qemu.wait()

    # --- commands ---

    def argv(self, command, *options):
        return ["ssh", *options, "-q", "-i", self.key, "-p", str(self.ssh_port),
                "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null",
                "-o", "ConnectTimeout=5", "root@127.0.0.1", f"cd /srv/ryot && {command}"]

    def ssh(self, command):
        return subprocess.run(self.argv(command), stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=BOOT_BOUND)

    def run(self, command, status=0):
        done = self.ssh(command)
        said = done.stdout.decode()
        assert done.returncode == status, f"{command}: {done.returncode}\n{said}"
        return said

    def type(self, command, *answers):
        with Terminal(self.argv(command, "-tt"), os.environ) as terminal:
            for question, text in answers:
                terminal.answer(question, text)
            said = terminal.end()
        assert terminal.status == 0, said

    def put_package(self, name):
        """The place where `make deb` leaves it."""
        self.run(f"mkdir -p build/deb && rm -f build/deb/* && cp /srv/{name}.deb"
                 f" build/deb/ryot-integrations_{name}.deb")

    def request(self, method, path, body=None):
        """The status, or None if there was no answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.http_port, timeout=60)
        try:
            connection.request(method, path, body,
                               {"Host": NAME, "Content-Type": "application/json"})
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()

    def healthy(self):
        return self.request("GET", "/healthz") == 200

    # --- what it knows ---

    def kept(self):
        """The TMDb ids in its database."""
        copy = FOLDER / "copy.db"
        self.run("ryotctl backup --force /srv/copy.db >/dev/null")
        copy.write_bytes(self.ssh("cat /srv/copy.db").stdout)
        with sqlite3.connect(copy) as db:
            rows = db.execute("SELECT value FROM work_id WHERE source = 'tmdb'").fetchall()
        db.close()
        return {int(value) for value, in rows}

    def advice(self, check):
        rows = json.loads(self.ssh("ryotctl doctor --json 2>/dev/null").stdout)["findings"]
        return [row["advice"] for row in rows if row["check"] == check and row["advice"]]


class Load(Background):
    """Posts reports until the end of its block."""

    def __init__(self, guest, path, first):
        self.statuses, self.acked = set(), set()
        self.guest, self.path, self.first = guest, path, first
        super().__init__(*[functools.partial(self._post, n) for n in range(4)])

    def _post(self, offset, over):
        number = self.first + offset
        while not over.is_set():
            body = json.dumps(bodies.movie(number, 50)).encode()
            status = self.guest.request("POST", self.path, body)
            self.statuses.add(status)
            if status == 200:
                self.acked.add(number)
            number += 4

    def wait(self, count):
        self.guest.wait(lambda: len(self.acked) >= count, f"{count} answers")


class Check:
    """The steps, each continuing where the last one ended."""

    def __init__(self, guest, cuts):
        self.guest, self.cuts = guest, cuts
        self.acked, self.path = set(), None

    def install(self):
        self.guest.put_package("this")
        self.guest.run(commands(1)[-1])
        for unit in ("ryot-cgi@hooks.service", "ryot-cgi@web.service", "ryot-yank.timer"):
            self.guest.run(f"systemctl is-active {unit} && systemctl is-enabled {unit}")

    def set_up(self):
        for command in commands(2):
            said = self.guest.run(command)
        assert said.strip() == '{"status":"ok"}', said
        add, integrate, *_ = commands(3)
        self.guest.type(add, ("New password", PASSWORD), ("again", PASSWORD))
        self.guest.run(integrate)
        url = json.loads(self.guest.run("ryotctl integration show 1 --json"))["url"]
        self.path = url.removeprefix(f"http://{NAME}")

    def cut_the_power(self):
        for cut in range(self.cuts):
            with Load(self.guest, self.path, 100000 * (cut + 1)) as load:
                load.wait(ACKED)
                self.guest.cut()
            self.acked |= load.acked
            self.guest.boot()
            self.guest.wait(self.guest.healthy, "the service after a power cut")
            self.assert_nothing_lost()
        print(f"{len(self.acked)} answered reports, {self.cuts} cuts, none lost")

    def assert_nothing_lost(self):
        lost = self.acked - self.guest.kept()
        assert not lost, f"{len(lost)} of {len(self.acked)} answered reports are lost"
        self.guest.run("runuser -u ryot -- ryotctl check")

    def wait_for_the_timer(self):
        ran = "systemctl show -P ExecMainExitTimestampMonotonic ryot-yank-once.service"
        self.guest.wait(lambda: int(self.guest.run(ran)) > 0, "the timer to start ryot-yank")
        assert self.guest.run("systemctl show -P Result ryot-yank-once.service") == "success\n"
        found = json.loads(self.guest.ssh("ryotctl doctor --json 2>/dev/null").stdout)
        assert found["ok"], found

    def change_the_owner(self):
        """One line for each instance, a 503 at once, and the doctor's advice helps."""
        database = "/var/lib/ryot/ryot.db"
        self.guest.run(f"systemctl stop 'ryot-cgi@*.service' && chown root:root {database}*")
        begun = self.guest.run("date +%s").strip()
        self.guest.wait(lambda: self.guest.request("POST", self.path, b"{}") == 503, "a 503")
        self.guest.wait(lambda: self.guest.ssh("systemctl is-active ryot-cgi@hooks.socket")
                        .returncode != 0, "the end of the socket")
        for _ in range(20):
            assert self.guest.request("POST", self.path, b"{}") == 503
        said = self.guest.run(
            f"journalctl -u ryot-cgi@hooks.service -S @{begun} -o cat -p warning")
        assert said.count("belongs to root") == 1, said
        self.guest.run("systemctl start ryot-yank-once.service", status=1)
        assert "belongs to root" in self.guest.run("journalctl -t ryot-yank -o cat")
        for command in self.guest.advice("files"):
            assert command.startswith("chown "), command
            self.guest.run(command)
        self.guest.run(self.guest.advice("sockets")[0].partition(";")[0])
        self.guest.wait(self.guest.healthy, "the service with its own database")

    def upgrade(self):
        self.guest.put_package("next")
        with Load(self.guest, self.path, 50000000) as load:
            load.wait(ACKED)
            self.guest.run(commands(7)[0])
            load.wait(len(load.acked) + ACKED)
        # nginx refuses what one address sends too fast.
        assert load.statuses <= {200, 429}, load.statuses
        self.acked |= load.acked
        self.assert_nothing_lost()
        assert "+next" in self.guest.run("ryot-cgi --version")

    def go_back(self):
        self.guest.put_package("this")
        copy = self.guest.run("basename /var/lib/ryot/ryot.db.*-v*").strip()
        for command in commands(7)[1:]:
            self.guest.run(command.replace("COPY", copy)
                           .replace("OLD", "build/deb/ryot-integrations_this"))
        self.guest.wait(self.guest.healthy, "the old version")
        assert "+next" not in self.guest.run("ryot-cgi --version")
        self.guest.run("runuser -u ryot -- ryotctl check")

    def remove(self):
        remove, purge = commands(9)
        self.guest.run(remove)
        self.guest.run(purge)
        left = self.guest.run("find / -xdev \\( -path /srv -o -path /root -o -path /var/log/journal"
                              " \\) -prune -o -name '*ryot*' -print")
        assert left == "", left
        self.guest.run("nginx -t && systemctl is-active nginx")


def attempt(function):
    """Returns what went wrong; nothing on success."""
    try:
        function()
    except (AssertionError, OSError, subprocess.SubprocessError) as error:
        print(f"boot-check: {error}", flush=True)
        return "failed"
    return ""


def main():
    if len(sys.argv) != 3 or not sys.argv[2].isdigit():
        sys.exit(__doc__)
    leftovers.adopt()
    results = Results("boot-check", "step")
    guest = Guest(sys.argv[1])
    check = Check(guest, int(sys.argv[2]))
    try:
        for step in (guest.boot, check.install, check.set_up, check.cut_the_power,
                     check.wait_for_the_timer, check.change_the_owner, check.upgrade,
                     check.go_back, check.remove):
            if not results.run(step.__name__.replace("_", " "), attempt, step):
                break
    finally:
        leftovers.end(leftovers.descendants())
        results.show()
    sys.exit(1 if results.failed else 0)


if __name__ == "__main__":
    main()
