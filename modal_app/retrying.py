"""When a request is worth repeating, and how long to wait before."""

from http import HTTPStatus

from tenacity.retry import retry_if_exception_type
from tenacity.wait import wait_exponential_jitter


class TransientError(Exception):
    """A request failed in a way that may pass: the network, an overloaded server, an answer that makes no sense."""


RETRY_TRANSIENT = retry_if_exception_type(TransientError)

BACKOFF = wait_exponential_jitter(multiplier=0.5, max=10, jitter=0.5)
"""Waits of about 0.5, 1, 2, 4, 8, 10, 10, … seconds."""


def is_transient(status: int) -> bool:
    """Whether the same request may be answered otherwise a moment later."""
    return status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR
