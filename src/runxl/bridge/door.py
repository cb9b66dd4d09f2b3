"""The outermost door: every press gets an answer, and nobody who presses ever sees a traceback."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

from runxl import language
from runxl.bridge.acts import answer_to
from runxl.bridge.answer import REFUSED, Answer, give
from runxl.bridge.call import Call, read_call
from runxl.bridge.record import log_file, log_number, open_log
from runxl.bridge.surroundings import settle
from runxl.errors import RunxlError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from logging import Logger

MISCALLED, UNANSWERED = 3, 4


def main(arguments: Sequence[str]) -> int:
    """Answer one press and return the process's exit status.

    The answer's own status: 0 nothing wrong, 1 at least one error among the findings, 2 refused or failed. 3: the
    arguments are not by the protocol, or Python was not started with `-I`. 4: the answer could not be written.
    """
    started = time.perf_counter()
    try:
        call = read_call(arguments)
    except ValueError:
        return MISCALLED
    if not sys.flags.isolated:
        return MISCALLED
    try:
        settle(call.folder)
        log = open_log(call.folder)
        with language.speaking(_spoken(call)):
            answer = _answered(call, log, started)
        give(call, answer)
    except OSError:
        return UNANSWERED
    return answer.status


def _spoken(call: Call) -> str:
    """Return the language of the answer: what the user has chosen for all of runxl, else what her program speaks."""
    return language.current() if os.environ.get("RUNXL_LANG") else call.language


def _answered(call: Call, log: Logger, started: float) -> Answer:
    number = log_number()
    log.info("%s %s asks for %s %s", number, call.application, call.command, call.texts)
    try:
        answer = answer_to(call, started)
    except RunxlError as fault:
        log.warning("%s refused: %s", number, fault.code, exc_info=fault)
        line = "bridge-half-done" if fault.code == "half-written" else "bridge-nothing-done"
        return _sorry(line, language.sentence_of_error(fault), number)
    except Exception as fault:  # the outermost door: a controller gets a sentence, never a traceback
        log.exception("%s failed", number)
        kind = type(fault).__name__
        sentence = language.say("bridge-fault", fault=kind, file=str(log_file(call.folder)))
        return _sorry("bridge-failed", sentence, number)
    log.info("%s answered in %.2f s: %s", number, time.perf_counter() - started, answer.line)
    return answer


def _sorry(line: str, sentence: str, number: str) -> Answer:
    return Answer(REFUSED, language.say(line), f"{sentence}\n\n{language.say('bridge-log-number', number=number)}")
