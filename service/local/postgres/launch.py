"""Execute another program as an ordinary user, in a new session and in a given folder.

This is a program of its own because its steps are not safe between fork and exec in a process
with threads, and because not every event loop can do them.

Arguments: user id, group id (-1: do not change), folder, then the program and its arguments.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main(uid: int, gid: int, folder: str, program: list[str]) -> None:
    """Start a new session, enter the folder, drop rights, and execute the program."""
    parent = os.getppid()
    os.setsid()
    # Before setuid: afterwards the user may not enter it, but /proc/self/cwd still leads there.
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
    os.execv(program[0], program)  # noqa: S606  # executing it is the purpose


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4:])
