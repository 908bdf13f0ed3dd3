"""What the search for a court comes to."""

from dataclasses import dataclass

from modal_app.contract.models import CourtStatus
from modal_app.pipeline.court.camera import CourtCamera


@dataclass(frozen=True)
class Fit:
    """A camera fitted to the painted lines of one picture."""

    camera: CourtCamera
    # Root mean square distance of the painted lines' centres from the model's, pixels of the picture and centimetres.
    error_px: float
    error_cm: float


@dataclass(frozen=True)
class CourtFinding:
    """What is known of the court in one view."""

    # found, unsure or none from the search; manual from somebody's points.
    status: CourtStatus
    # Probability that the visible crossings are within 10 px at 720 lines, 0..1.
    confidence: float
    # Present when found or manual, and when unsure if there is a guess to start from.
    fit: Fit | None = None
    # Whether the search saw a second court beside or behind a found one.
    several: bool = False

    @property
    def camera(self) -> CourtCamera | None:
        """The camera, where metres may rest on it."""
        return self.fit.camera if self.fit and self.status in {CourtStatus.found, CourtStatus.manual} else None
