"""Run a command without root and bound to the life of its starter; used as a script by `children.spawn`.

    confine.py [--namespace | --user NAME] [--die-with SIGNAL PARENT] -- COMMAND …

PostgreSQL refuses to run as root. `--namespace` keeps root's files but shows the command an ordinary user id: nothing
is copied and no user of the machine is involved. `--user` is for machines that forbid user namespaces (containers).
Only the standard library: it is run with `python -I -S`, which starts in 10 ms.
"""

import ctypes
import os
import pwd
import sys
from pathlib import Path

_CLONE_NEWUSER = 0x10000000
_PR_SET_PDEATHSIG = 1
_UNPRIVILEGED_ID = 65534

libc = ctypes.CDLL(None, use_errno=True)


def enter_user_namespace() -> None:
    uid, gid = os.geteuid(), os.getegid()
    if libc.unshare(_CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "no user namespace")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/gid_map").write_text(f"{_UNPRIVILEGED_ID} {gid} 1")
    Path("/proc/self/uid_map").write_text(f"{_UNPRIVILEGED_ID} {uid} 1")


def become(name: str) -> None:
    account = pwd.getpwnam(name)
    os.setgroups([])
    os.setgid(account.pw_gid)
    os.setuid(account.pw_uid)


def die_with(parent: int, signal_number: int) -> None:
    # After the change of user, which would clear it. The parent may have died in between: then so do we.
    libc.prctl(_PR_SET_PDEATHSIG, signal_number, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(1)


def main(arguments: list[str]) -> None:
    options, command = arguments[: arguments.index("--")], arguments[arguments.index("--") + 1 :]
    if "--namespace" in options:
        enter_user_namespace()
    if "--user" in options:
        become(options[options.index("--user") + 1])
    if "--die-with" in options:
        at = options.index("--die-with")
        die_with(parent=int(options[at + 2]), signal_number=int(options[at + 1]))
    os.execvp(command[0], command)  # noqa: S606 - the command is the launcher's own


if __name__ == "__main__":
    main(sys.argv[1:])
