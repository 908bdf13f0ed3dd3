"""Two whole persons, cut out of a photograph that the ultralytics package carries."""

from dataclasses import dataclass
from importlib.resources import as_file, files

import cv2
import numpy as np
from numpy.typing import NDArray

from modal_app.testing.court import Image

# Outlines in bus.jpg (810 x 1080), drawn by hand: pixels doubled, less the offset.
OUTLINE_SCALE = 2
OUTLINE_OFFSET = (0, 760)

_LIGHT_COAT = """
    205,110 208,70 235,42 275,37 308,55 315,95 308,140 296,175 318,190 350,235 365,280 372,310 400,350 402,395 385,425
    360,445 372,500 388,612 355,625 362,690 375,745 388,830 408,935 430,955 480,985 492,1003 470,1015 430,1022 385,1037
    352,1035 352,985 358,970 348,935 320,850 300,770 270,690 248,645 235,645 225,700 215,770 190,830 180,880 170,940
    178,965 210,1000 213,1035 180,1041 140,1032 105,1008 103,995 115,965 118,930 130,870 156,830 156,780 148,700 147,640
    118,630 118,550 125,450 128,400 120,360 125,300 122,265 130,235 165,205 195,180 195,150 205,135
"""
_DARK_COAT = """
    527,105 528,75 545,58 575,54 600,65 612,110 618,125 615,150 605,170 600,190 630,205 655,225 668,270 685,320 685,345
    660,365 640,375 645,450 662,520 676,605 665,635 680,660 675,690 640,735 580,770 565,795 580,825 598,865 595,880
    575,878 566,868 558,880 568,915 585,940 580,953 550,955 515,938 512,925 515,890 510,870 505,800 492,730 487,650
    450,635 455,590 480,500 485,430 472,400 478,370 480,330 470,300 475,260 490,235 510,215 545,180 540,155 530,140
"""


@dataclass(frozen=True)
class Cutout:
    """A person on a transparent ground, feet on the lower edge."""

    # Shape (height, width, 3), blue, green, red.
    colour: Image
    # Shape (height, width, 1), 0..1.
    opacity: NDArray[np.float32]

    def resized(self, height: float) -> "Cutout":
        """The same person, `height` pixels tall (rounded to whole pixels)."""
        rows = max(2, round(height))
        columns = max(2, round(self.colour.shape[1] * rows / self.colour.shape[0]))
        colour = cv2.resize(self.colour, (columns, rows), interpolation=cv2.INTER_AREA)
        opacity = cv2.resize(self.opacity, (columns, rows), interpolation=cv2.INTER_AREA)
        return Cutout(np.asarray(colour, dtype=np.uint8), np.asarray(opacity, dtype=np.float32)[..., None])


def load_people() -> tuple[Cutout, Cutout]:
    """A person in a light coat and one in a dark coat."""
    with as_file(files("ultralytics") / "assets" / "bus.jpg") as path:
        photograph = cv2.imread(str(path))
    if photograph is None:
        raise FileNotFoundError("bus.jpg of the ultralytics package")
    picture = np.asarray(photograph, dtype=np.uint8)
    return _cut(picture, _LIGHT_COAT), _cut(picture, _DARK_COAT)


def _cut(photograph: Image, outline: str) -> Cutout:
    points = np.array([[int(part) for part in pair.split(",")] for pair in outline.split()]) + OUTLINE_OFFSET
    mask = np.zeros((photograph.shape[0] * OUTLINE_SCALE, photograph.shape[1] * OUTLINE_SCALE), dtype=np.uint8)
    cv2.fillPoly(mask, [points.astype(np.int32)], 255)
    mask = np.asarray(cv2.resize(mask, photograph.shape[1::-1], interpolation=cv2.INTER_AREA), dtype=np.uint8)
    left, top, width, height = cv2.boundingRect(mask)
    rows, columns = slice(top, top + height), slice(left, left + width)
    return Cutout(photograph[rows, columns], mask[rows, columns, None].astype(np.float32) / np.float32(255))


def paste(picture: Image, person: Cutout, left: int, top: int) -> None:
    """Put a person into the picture, in place; what lies outside the picture is lost."""
    height, width = picture.shape[:2]
    rows = slice(max(0, top), min(height, top + person.colour.shape[0]))
    columns = slice(max(0, left), min(width, left + person.colour.shape[1]))
    if rows.start >= rows.stop or columns.start >= columns.stop:
        return
    source = (slice(rows.start - top, rows.stop - top), slice(columns.start - left, columns.stop - left))
    opacity = person.opacity[source]
    mixed = person.colour[source] * opacity + picture[rows, columns] * (1 - opacity)
    picture[rows, columns] = np.round(mixed).astype(np.uint8)
