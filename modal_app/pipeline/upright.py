"""Pictures as browsers show them: upright, square pixels, 8 bits, standard dynamic range, even size."""

from dataclasses import dataclass

import av
import av.filter

from modal_app.pipeline.probe import MediaInfo

_TURNS = {90: ["clock"], 180: ["clock", "clock"], 270: ["cclock"]}


@dataclass(frozen=True)
class PictureSize:
    """Width and height in pixels, both even."""

    width: int
    height: int


def rendition_size(info: MediaInfo, max_lines: int) -> PictureSize:
    """Size of the rendition: the upright size, scaled down to `max_lines` on its short side, cut to even numbers."""
    width, height = info.upright_size
    scale = min(1.0, max_lines / min(width, height))
    return PictureSize(max(2, round(width * scale) // 2 * 2), max(2, round(height * scale) // 2 * 2))


class Upright:
    """Turns decoded frames into rendition frames; follows a change of size or format within the stream."""

    def __init__(self, info: MediaInfo, size: PictureSize) -> None:
        self._info = info
        self._size = size
        self._graph: av.filter.Graph | None = None
        self._form: tuple[int, int, str] | None = None

    def convert(self, frame: av.VideoFrame) -> av.VideoFrame:
        """The frame as yuv420p of the rendition's size, with the same presentation time."""
        form = (frame.width, frame.height, frame.format.name)
        if self._graph is None or form != self._form:
            self._graph, self._form = self._build(frame), form
        self._graph.vpush(frame)
        return self._graph.vpull()

    def _build(self, frame: av.VideoFrame) -> av.filter.Graph:
        """Filters from the frame's form to the rendition's.

        Scaling comes before turning and before the change of colours, which then see fewer pixels.
        """
        turned = self._info.rotation in {90, 270}
        width, height = (
            self._size.height if turned else self._size.width,
            (self._size.width if turned else self._size.height),
        )
        graph = av.filter.Graph()
        source = graph.add_buffer(
            width=frame.width, height=frame.height, format=frame.format, time_base=frame.time_base
        )
        steps: list[tuple[str, str]] = []
        if self._info.pixel_aspect == 1 and 0 <= frame.width - width < 2 and 0 <= frame.height - height < 2:
            # Only the odd last column or row goes; the other pixels stay what they are.
            steps.append(("crop", f"{width}:{height}:0:0:exact=1"))
        else:
            steps.append(("scale", f"{width}:{height}:flags=bicubic"))
        if self._info.hdr:
            # Tone mapping to the range of ordinary screens (ITU-R BT.709).
            steps.append(
                (
                    "scale",
                    "out_transfer=bt709:out_primaries=bt709:out_color_matrix=bt709:out_range=tv:intent=perceptual",
                )
            )
        else:
            steps.append(("scale", "out_range=tv"))
        steps.append(("setsar", "1"))
        steps += [("transpose", direction) for direction in _TURNS.get(self._info.rotation, [])]
        steps.append(("format", "yuv420p"))
        last = source
        for name, arguments in steps:
            step = graph.add(name, arguments)
            last.link_to(step)
            last = step
        last.link_to(graph.add("buffersink"))
        graph.configure()
        return graph
