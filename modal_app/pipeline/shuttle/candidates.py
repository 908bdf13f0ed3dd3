"""What may be the shuttle in each new picture: small things that moved."""

from pathlib import Path

from modal_app.pipeline.motion import Luma


class CandidateFinder:
    """Takes the pictures one by one and writes what may be the shuttle to a file; memory does not grow."""

    def __init__(self, path: Path, size: tuple[int, int]) -> None:
        """Begin.

        Args:
            path: The file that `follow_shuttle` reads.
            size: Width and height of the rendition, in whose pixels places are told.
        """
        self._file = path.open("wb")
        self._size = size

    def add(self, number: int, seconds: float, luma: Luma, *, cut: bool) -> None:
        """Look at the next new picture; frames that repeat the one before are passed over.

        Args:
            number: Of the frame in the video.
            seconds: Its presentation time.
            luma: The grey picture of the rendition's size, shape (height, width).
            cut: Whether it begins a new shot.
        """

    def close(self) -> None:
        """Write what is still held back, and finish the file."""
        self._file.close()
