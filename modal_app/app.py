"""The Modal app, wiring only: `modal deploy -m modal_app.app`."""

import tempfile
from pathlib import Path
from typing import Any

import modal
from fastapi import FastAPI

from modal_app.config import Credentials, WorkerSettings
from modal_app.contract.models import InterpretRequest, ProcessRequest
from modal_app.job import run_job
from modal_app.logs import set_up_logging
from modal_app.requests import JobRequest
from modal_app.service import create_app

MINUTES = 60

JOB_TIMEOUT = 30 * MINUTES
JOB_TIME_LIMIT = JOB_TIMEOUT - 1 * MINUTES
"""The job ends itself before Modal does, while it still can say so."""

INTERPRETATION_TIMEOUT = 5 * MINUTES
INTERPRETATION_TIME_LIMIT = INTERPRETATION_TIMEOUT - 15

MAX_JOBS = 10
"""GPUs that are paid for at the same time, at most; further jobs wait."""

MAX_INTERPRETATIONS = 10
"""Containers without a GPU that are paid for at the same time for interpretations, at most."""

POSE_MODEL = "yolo26n-pose.pt"
BUILT_IN_MODELS = "/opt/models"
OWN_MODELS = "/models"

REQUIREMENTS = Path(__file__).parents[1] / "requirements.lock"

image = (
    modal.Image.debian_slim(python_version="3.11")
    # The lock is complete: nothing is to be resolved, and opencv-python is left out on purpose.
    .uv_pip_install(requirements=[str(REQUIREMENTS)], extra_options="--no-deps --require-hashes")
    # ultralytics fetches a model that it knows by name into the current folder.
    .run_commands(
        f"mkdir -p {BUILT_IN_MODELS} && cd {BUILT_IN_MODELS}"
        f" && python -c 'from ultralytics import YOLO; YOLO(\"{POSE_MODEL}\")'"
    )
    .add_local_python_source("modal_app")
)

secret = modal.Secret.from_name("convex-secrets", required_keys=["CONVEX_URL", "CONVEX_SITE_URL"])
own_models = modal.Volume.from_name("badminton-analyzer-models", create_if_missing=True)
taken = modal.Dict.from_name("badminton-analyzer-attempts", create_if_missing=True)

app = modal.App("badminton-analyzer", image=image, secrets=[secret], include_source=False)


def worker_settings(time_limit: int = JOB_TIME_LIMIT) -> WorkerSettings:
    """The settings of the environment; on Modal with the model that its image holds, and the time that a job has."""
    settings = WorkerSettings.from_environment()
    if modal.is_local():
        return settings
    pose_model = settings.pose_model or f"{BUILT_IN_MODELS}/{POSE_MODEL}"
    return settings.model_copy(update={"pose_model": pose_model, "job_timeout_seconds": time_limit})


class DictClaims:
    """Claims that all containers of the endpoint share. Modal forgets them after a week without use."""

    async def claim(self, attempt: str) -> bool:
        """Takes an attempt. False when it was taken before."""
        return bool(await taken.put.aio(attempt, True, skip_if_exists=True))

    async def release(self, attempt: str) -> None:
        """Gives an attempt back whose job could not be started."""
        await taken.pop.aio(attempt, None)


@app.function(gpu="T4", timeout=JOB_TIMEOUT, volumes={OWN_MODELS: own_models}, max_containers=MAX_JOBS)
def process(message: dict[str, Any]) -> str:
    """Runs one analysis. Convex counts the attempts, so Modal does not repeat it."""
    return _run(ProcessRequest.model_validate(message), JOB_TIME_LIMIT)


@app.function(cpu=2, timeout=INTERPRETATION_TIMEOUT, max_containers=MAX_INTERPRETATIONS)
def interpret(message: dict[str, Any]) -> str:
    """Runs one interpretation, which needs no GPU."""
    return _run(InterpretRequest.model_validate(message), INTERPRETATION_TIME_LIMIT)


def _run(request: JobRequest, time_limit: int) -> str:
    set_up_logging()
    with tempfile.TemporaryDirectory(prefix="job-") as directory:
        return run_job(request, Path(directory) / "files", worker_settings(time_limit)).value


@app.function()
@modal.concurrent(max_inputs=50)
@modal.asgi_app(requires_proxy_auth=True)
def endpoint() -> FastAPI:
    """The endpoint; its address is Convex's MODAL_ENDPOINT_URL."""
    set_up_logging()

    async def spawn(request: JobRequest) -> None:
        function = interpret if isinstance(request, InterpretRequest) else process
        await function.spawn.aio(request.wire())

    # On Modal, its proxy checks the headers and does not pass them on. Elsewhere the app itself checks them.
    credentials = Credentials.from_environment() if modal.is_local() else None
    return create_app(worker_settings(), credentials=credentials, spawn=spawn, claims=DictClaims())
