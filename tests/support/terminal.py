# SPDX-License-Identifier: MIT
"""A command on a separate terminal, with answers typed at its prompts."""

import codecs
import os
import pty
import select
import signal

BOUND = 120  # seconds of silence before a test gives up


class Terminal:
    """Use it in a `with`: the command ends with the block, whatever happens."""

    def __init__(self, argv, env, cwd=None):
        self.name, self.said, self.status = argv[0], "", None
        self.answered = 0  # length of the output before the last answer
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
        """Reads more output; False when the command has closed its side."""
        ready, _, _ = select.select([self.terminal], [], [], BOUND)
        assert ready, f"no more from {self.name} after {self.said!r}"
        try:
            more = os.read(self.terminal, 65536)
        except OSError:
            return False
        self.said += self.decoder.decode(more)
        return bool(more)

    def answer(self, question, text):
        """Waits for a prompt: the question at the end of the output. A question in the
        middle of it is not a prompt yet, and anything typed then is discarded."""
        while True:
            last = self.said[self.answered:].rpartition("\n")[2]
            if question in last and last.endswith((": ", "[y/N] ")):
                break
            assert self._read(), f"{self.name} did not ask for {question!r}: {self.said!r}"
        self.answered = len(self.said)
        os.write(self.terminal, text.encode() + b"\n")

    def end(self):
        """The complete output."""
        while self._read():
            pass
        self.status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.said
