from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import cast

import av
import numpy as np
import pytest

from modal_app.pipeline.decode import Picture, SourceReader
from modal_app.pipeline.probe import probe
from modal_app.pipeline.rendition import RenditionWriter, read_times
from modal_app.pipeline.settings import RenditionSettings
from modal_app.pipeline.upright import Upright, rendition_size
from modal_app.testing import bad_inputs
from modal_app.testing.encode import VideoFormat
from modal_app.testing.sample import Match, frame_times, write_match
from modal_app.tests.pipeline.clips import even_times, match, write_clip


def render(source: Path, folder: Path) -> tuple[Path, list[Fraction]]:
    """The rendition of a source, and the source's frame times in seconds."""
    info = probe(source)
    reader, settings = SourceReader(info), RenditionSettings()
    size = rendition_size(info, settings.max_lines)
    upright, out = Upright(info, size), folder / "rendition.mp4"
    writer = RenditionWriter(out, info, size, reader.audio, settings)
    times = []
    for item in reader.read():
        if isinstance(item, Picture):
            times.append(item.pts * info.time_base)
            writer.add_picture(upright.convert(item.frame), item.pts)
        else:
            writer.add_sound(item)
    writer.close()
    reader.close()
    return out, times


def make(kind: str, folder: Path) -> Path:
    path = folder / kind
    bad_inputs.MAKERS[kind](path)
    return path


def shown_times(rendition: Path) -> list[Fraction]:
    time_base, pts, _ = read_times(rendition)
    return [int(tick) * time_base for tick in pts]


@pytest.mark.parametrize("kind", ["variable-rate.mp4", "rotated.mp4", "odd-size.mp4", "hevc-10-bit.mp4"])
def test_frame_times_stay_what_they_were(kind: str, tmp_path: Path) -> None:
    rendition, times = render(make(kind, tmp_path), tmp_path)
    assert shown_times(rendition) == times


@pytest.mark.parametrize(
    ("kind", "size"),
    [("rotated.mp4", (640, 360)), ("odd-size.mp4", (640, 360)), ("hevc-10-bit.mp4", (640, 360))],
)
def test_browsers_can_play_it(kind: str, size: tuple[int, int], tmp_path: Path) -> None:
    rendition, _ = render(make(kind, tmp_path), tmp_path)
    with av.open(str(rendition)) as container:
        frame = next(container.decode(video=0))
        assert (frame.format.name, frame.width, frame.height) == ("yuv420p", *size)
        assert frame.rotation == 0
        assert not container.streams.video[0].codec_context.has_b_frames
    data = rendition.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_turned_picture_comes_out_upright(quarters: int, tmp_path: Path) -> None:
    source = tmp_path / "turned.mp4"
    bad_inputs.write_rotated(source, quarters)
    turned, _ = render(source, tmp_path)
    straight = tmp_path / "straight.mp4"
    write_match(straight, Match(640, 360, 3), frame_times(0.2, bad_inputs.FPS), bad_inputs.FPS)
    with av.open(str(turned)) as one, av.open(str(straight)) as other:
        pictures = [next(c.decode(video=0)).to_ndarray(format="gray").astype(float) for c in (one, other)]
    assert np.abs(pictures[0] - pictures[1]).mean() < 6


@pytest.mark.parametrize("kind", ["variable-rate.mp4", "rotated.mp4"])
def test_a_keyframe_comes_at_least_every_second(kind: str, tmp_path: Path) -> None:
    rendition, _ = render(make(kind, tmp_path), tmp_path)
    with av.open(str(rendition)) as container:
        keys = [float(p.pts * p.time_base) for p in container.demux(video=0) if p.is_keyframe and p.pts is not None]
    assert keys[0] == 0
    assert all(after - before <= 1.0 + 1e-6 for before, after in pairwise(keys))


@pytest.mark.parametrize(("codec", "copied"), [("aac", True), ("libopus", False)])
def test_sound_is_kept_in_step(codec: str, copied: bool, tmp_path: Path) -> None:
    source = tmp_path / ("source.mp4" if copied else "source.mkv")
    add_sound(source, codec)
    rendition, _ = render(source, tmp_path)
    before, after = sound_packets(source), sound_packets(rendition)
    assert len(after) > 40
    with av.open(str(rendition)) as container:
        sound = container.streams.audio[0]
        assert sound.codec_context.name == "aac"
        assert float((sound.duration or 0) * (sound.time_base or 0)) == pytest.approx(2, abs=0.1)
    if copied:
        assert [data for _, data in after] == [data for _, data in before]
        assert [time for time, _ in after] == pytest.approx([time for time, _ in before], abs=1e-3)


def add_sound(path: Path, codec: str) -> None:
    with av.open(str(path), "w") as container:
        video = container.add_stream("libx264", rate=20, options={"preset": "ultrafast"})
        video.width, video.height, video.pix_fmt = 320, 240, "yuv420p"
        audio = cast(av.AudioStream, container.add_stream(codec, rate=48_000, layout="stereo"))
        for number in range(40):
            frame = av.VideoFrame.from_ndarray(np.full((240, 320, 3), 4 * number, np.uint8), format="bgr24")
            container.mux(video.encode(frame))
        resampler = av.AudioResampler(audio.codec_context.format, "stereo", 48_000, frame_size=audio.frame_size)
        tone = np.sin(np.arange(96_000) / 20).astype(np.float32)
        sound = av.AudioFrame.from_ndarray(np.stack([tone, tone]), format="fltp", layout="stereo")
        sound.sample_rate, sound.pts = 48_000, 0
        for piece in [*resampler.resample(sound), *resampler.resample(None)]:
            container.mux(audio.encode(piece))
        container.mux(audio.encode(None))
        container.mux(video.encode(None))


def sound_packets(path: Path) -> list[tuple[float, bytes]]:
    with av.open(str(path)) as container:
        packets = container.demux(audio=0)
        return [(float(p.pts * p.time_base), bytes(p)) for p in packets if p.pts is not None]


def test_large_pictures_are_scaled_down_and_small_ones_are_not(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    write_clip(path, match, even_times(4))
    info = probe(path)
    assert (rendition_size(info, 1080).width, rendition_size(info, 1080).height) == (320, 240)
    assert (rendition_size(info, 120).width, rendition_size(info, 120).height) == (160, 120)


def test_damage_in_the_middle_costs_only_the_damaged_frames(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    write_clip(path, match, even_times(80), VideoFormat(options={"preset": "ultrafast", "g": "10"}))
    data = bytearray(path.read_bytes())
    start = data.index(b"mdat") + len(data) // 3
    data[start : start + 400] = bytes(400)
    path.write_bytes(data)
    rendition, times = render(path, tmp_path)
    assert len(times) >= 50
    assert shown_times(rendition) == times
