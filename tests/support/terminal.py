# SPDX-License-Identifier: MIT
"""A command on a terminal of its own, answered as a person does: at its prompts."""

import codecs
import os
import pty
import select
import signal

BOUND = 120  # seconds without a word before a test gives up


class Terminal:
    """Always in a `with`: the command ends with it, whatever happens."""

    def __init__(self, argv, env, cwd=None):
        self.name, self.said, self.status = argv[0], "", None
        self.answered = 0  # how much of what was said came before the last answer
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            try:
                os.chdir(cwd or ".")
                os.execvpe(argv[0], [str(word) for word in argv], env)
            finally:
                os._exit(127)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self.terminal)
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)

    def _read(self):
        """Some more of what it says; False when it has closed its side."""
        ready, _, _ = select.select([self.terminal], [], [], BOUND)
        assert ready, f"no more from {self.name} after {self.said!r}"
        try:
            more = os.read(self.terminal, 65536)
        except OSError:
            return False
        self.said += self.decoder.decode(more)
        return bool(more)

    def answer(self, question, text):
        """Waits for a prompt: the question, and the cursor behind it. A question in the
        middle of what is said is not asked yet, and what is typed then is thrown away."""
        while True:
            last = self.said[self.answered:].rpartition("\n")[2]
            if question in last and last.endswith(": "):
                break
            assert self._read(), f"{self.name} did not ask for {question!r}: {self.said!r}"
        self.answered = len(self.said)
        os.write(self.terminal, text.encode() + b"\n")

    def end(self):
        """All that it said."""
        while self._read():
            pass
        self.status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.said
