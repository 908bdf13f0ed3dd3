"""Many cameras at once: square pixels, the optical axis through the picture's middle, one radial term."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.court.camera import CourtCamera

Values = NDArray[np.float64]

# Focal lengths that are tried for a homography, in widths of the picture (its longer side).
_FOCALS = np.geomspace(0.33, 5.0, 28)


@dataclass(frozen=True)
class Pinholes:
    """Cameras, b of them. A point X of the world is at `rotation @ X + translation` before a camera."""

    # Width and height of the picture, pixels.
    size: tuple[int, int]
    # Pixels, shape (b,).
    focals: Values
    # Shape (b, 3, 3) and (b, 3), metres.
    rotations: Values
    translations: Values
    # As in `CourtCamera`, shape (b,).
    distortions: Values

    def __len__(self) -> int:
        """The number of cameras."""
        return len(self.focals)

    def __getitem__(self, chosen: NDArray[np.int64] | NDArray[np.bool_] | slice) -> "Pinholes":
        """Some of the cameras."""
        return Pinholes(
            self.size,
            self.focals[chosen],
            self.rotations[chosen],
            self.translations[chosen],
            self.distortions[chosen],
        )

    def joined(self, others: "Pinholes") -> "Pinholes":
        """These cameras and others of the same picture."""
        return Pinholes(
            self.size,
            np.concatenate([self.focals, others.focals]),
            np.concatenate([self.rotations, others.rotations]),
            np.concatenate([self.translations, others.translations]),
            np.concatenate([self.distortions, others.distortions]),
        )

    @property
    def positions(self) -> Values:
        """Where the cameras stand, metres, shape (b, 3)."""
        return np.asarray(-np.einsum("bji,bj->bi", self.rotations, self.translations))

    @property
    def rolls(self) -> Values:
        """Angle between the picture's columns and the vertical, radians, shape (b,)."""
        return np.asarray(np.abs(np.arctan2(self.rotations[:, 0, 2], -self.rotations[:, 1, 2])))

    def project(self, world: Values) -> tuple[Values, Values]:
        """Pixels, shape (b, n, 2), and depths in metres, shape (b, n), of points, shape (n, 3)."""
        seen = world @ self.rotations.transpose(0, 2, 1) + self.translations[:, None]
        depth = seen[..., 2]
        flat = seen[..., :2] / np.maximum(depth, 1e-6)[..., None] * self.focals[:, None, None]
        return self._shown(flat), depth

    def matrices(self) -> Values:
        """Points in space to pixels without distortion, shape (b, 3, 4)."""
        inner = np.zeros((len(self), 3, 3))
        inner[:, 0, 0] = inner[:, 1, 1] = self.focals
        inner[:, 0, 2], inner[:, 1, 2] = self.size[0] / 2, self.size[1] / 2
        inner[:, 2, 2] = 1
        return np.asarray(inner @ np.concatenate([self.rotations, self.translations[:, :, None]], axis=2))

    def _shown(self, flat: Values) -> Values:
        """Pixels of ideal offsets from the middle."""
        radius = np.sum(flat**2, axis=-1, keepdims=True) / (np.hypot(*self.size) / 2) ** 2
        # The radial term means nothing far outside the picture.
        bent = flat * (1 + self.distortions[:, None, None] * np.minimum(radius, 4.0))
        return np.asarray(bent + np.array(self.size) / 2)

    def turned(self) -> "Pinholes":
        """With the world's origin seen from the other end: the court looks the same."""
        flip = np.diag([-1.0, -1.0, 1.0])
        return Pinholes(self.size, self.focals, self.rotations @ flip, self.translations, self.distortions)


def from_homographies(homographies: Values, size: tuple[int, int]) -> tuple[Pinholes, Values]:
    """The cameras that come closest to homographies of the floor, and how close: 0 is perfect, shape (b,).

    Args:
        homographies: Metres (x, y, 1) to pixels, with a positive scale in front of the camera, shape (b, 3, 3).
        size: Width and height of the picture, pixels.
    """
    shift = np.array([[1, 0, -size[0] / 2], [0, 1, -size[1] / 2], [0, 0, 1.0]])
    centred = shift @ homographies
    focals = _FOCALS * max(size)
    first, second = centred[:, :, 0], centred[:, :, 1]
    first = np.stack([np.concatenate([first[:, :2] / f, first[:, 2:]], axis=1) for f in focals], axis=1)
    second = np.stack([np.concatenate([second[:, :2] / f, second[:, 2:]], axis=1) for f in focals], axis=1)
    lengths = np.linalg.norm(first, axis=2), np.linalg.norm(second, axis=2)
    cosine = np.sum(first * second, axis=2) / np.maximum(lengths[0] * lengths[1], 1e-12)
    ratio = np.log(np.maximum(lengths[0], 1e-12) / np.maximum(lengths[1], 1e-12))
    off = np.hypot(cosine, ratio)
    rows = np.arange(len(centred))
    best = np.clip(np.argmin(off, axis=1), 1, len(focals) - 2)
    # Between the lengths that were tried, the square of what is off is nearly a parabola.
    before, at, after = (off[rows, best + step] ** 2 for step in (-1, 0, 1))
    between = np.clip((before - after) / np.maximum(2 * (before - 2 * at + after), 1e-12), -0.5, 0.5)
    focal = focals[best] * (focals[1] / focals[0]) ** between
    scaled = centred / np.stack([focal, focal, np.ones_like(focal)], axis=1)[:, :, None]
    # The nearest two orthonormal columns, and how much longer theirs are.
    left, lengthened, right = np.linalg.svd(scaled[:, :, :2], full_matrices=False)
    columns = left @ right
    scaled = scaled / np.maximum(lengthened.mean(axis=1), 1e-12)[:, None, None]
    cameras = Pinholes(size, focal, _completed(columns), scaled[:, :, 2], np.zeros(len(focal)))
    # The court is its own mirror image: a camera below the floor is one above it with left and right changed.
    below = cameras.positions[:, 2] < 0
    columns[below, :, 0] *= -1
    return Pinholes(size, focal, _completed(columns), scaled[:, :, 2], np.zeros(len(focal))), off[rows, best]


def from_camera(camera: CourtCamera) -> Pinholes:
    """The one of these cameras that comes closest to another."""
    found, _ = from_homographies(camera.homography[None], camera.size)
    return replace(found, distortions=np.array([camera.distortion]))


def _completed(columns: Values) -> Values:
    """Rotations, shape (b, 3, 3), from their first two columns, shape (b, 3, 2)."""
    return np.concatenate([columns, np.cross(columns[:, :, 0], columns[:, :, 1])[:, :, None]], axis=2)


def rotated(rotations: Values, turns: Values) -> Values:
    """Rotations after small turns, given as axis times angle in radians, shape (b, 3)."""
    angle = np.linalg.norm(turns, axis=1)
    axis = turns / np.maximum(angle, 1e-12)[:, None]
    cross = np.zeros((len(turns), 3, 3))
    cross[:, 0, 1], cross[:, 0, 2], cross[:, 1, 2] = -axis[:, 2], axis[:, 1], -axis[:, 0]
    cross -= cross.transpose(0, 2, 1)
    sine, cosine = np.sin(angle)[:, None, None], np.cos(angle)[:, None, None]
    return np.asarray((np.eye(3) + sine * cross + (1 - cosine) * (cross @ cross)) @ rotations)
