"""Long calls that cannot be interrupted, made interruptible."""

import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

# Seconds between two looks at whether to stop.
POLL = 0.2


def run_interruptibly(work: Callable[[], T], check: Callable[[], None]) -> T:
    """Run `work` in a thread and return its result.

    When `check` raises, its error leaves at once and the thread is left to end on its own.

    Raises:
        BaseException: Whatever `work` or `check` raised.
    """
    result: list[T] = []
    failure: list[BaseException] = []

    def run() -> None:
        try:
            result.append(work())
        except BaseException as error:
            failure.append(error)

    thread = threading.Thread(target=run, daemon=True, name="pipeline-background")
    thread.start()
    while thread.is_alive():
        check()
        thread.join(POLL)
    if failure:
        raise failure[0]
    return result[0]
