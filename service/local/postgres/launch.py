"""Turns into another program, as an ordinary user, in a session and a folder of its own.

A program of its own, because what it does is not safe between fork and exec of a process that
has threads, and because not every event loop can do it.

Arguments: user id, group id (-1: stay who I am), folder, then the program and its arguments.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main(uid: int, gid: int, folder: str, program: list[str]) -> None:
    """Leave the terminal's process group, enter the folder, drop rights, become the program."""
    parent = os.getppid()
    os.setsid()
    # Entered while still allowed to: afterwards /proc/self/cwd leads there whoever may not.
    os.chdir(folder)
    if uid >= 0:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    if sys.platform == "linux":
        # After setuid, which clears it. It fires when the thread that forked ends.
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT, 0, 0, 0)
        if os.getppid() != parent:
            sys.exit(1)
    os.umask(0o077)
    os.execv(program[0], program)  # noqa: S606  # to become it is the purpose


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4:])
