"""Logging of the worker's programs."""

import logging


def set_up_logging() -> None:
    """Sends the worker's own messages to standard error, and of the libraries' only warnings.

    httpx would log every address that it calls, and an upload's address carries a token.
    """
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("modal_app").setLevel(logging.INFO)
