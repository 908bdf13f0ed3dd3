"""The ways in which a job can end without a result.

* PipelineError
    * a `code` of the contract, which the visitor reads as a sentence, and a `detail` for the operator's log
* JobStopped
    * Cancelled   the visitor no longer wants the analysis
    * Superseded  a newer attempt has taken over
"""

from modal_app.contract.models import ErrorCode

__all__ = ["Cancelled", "ErrorCode", "JobStopped", "PipelineError", "Superseded"]

MAX_DETAIL_LENGTH = 2000


class PipelineError(Exception):
    """The analysis cannot be finished, for a reason that the contract has a code for.

    Args:
        code: What went wrong, as every reader of the video's record learns it.
        detail: What the operator's log says about it, in English. Cut to 2000 characters, the contract's limit.
    """

    def __init__(self, code: ErrorCode, detail: str) -> None:
        super().__init__(f"{code.value}: {detail}")
        self.code = code
        self.detail = detail[:MAX_DETAIL_LENGTH]


class JobStopped(Exception):  # noqa: N818 - a control signal, like KeyboardInterrupt: nothing went wrong
    """Nobody waits for this attempt any more: clean up and report nothing."""


class Cancelled(JobStopped):
    """The visitor cancelled the analysis."""


class Superseded(JobStopped):
    """A newer attempt of the same video has taken over."""
