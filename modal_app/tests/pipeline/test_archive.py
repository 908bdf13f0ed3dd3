import zipfile
from pathlib import Path

import numpy as np
import pytest

from modal_app.contract.models import CameraView, CourtStatus
from modal_app.pipeline.archive import Archive, ArchiveWriter, Meta
from modal_app.pipeline.court.camera import CourtCamera
from modal_app.pipeline.observations import DETECTION, Detections, ObservationWriter, read_chunks
from modal_app.pipeline.players.assignment import Assignment, Person, Piece
from modal_app.pipeline.rows import PlayerRows, Spans
from modal_app.pipeline.shuttle.track import ShuttleTrack
from modal_app.pipeline.views.timeline import Shot

SIZE = (1920, 1080)
CAMERA = CourtCamera(SIZE, np.array([[100.0, 3, 900], [2, -60, 500], [0, 0.01, 1]]), 0.07)
SHUTTLE = ShuttleTrack(
    frame=np.array([1, 2, 5]),
    places=np.array([[12.25, -3.5], [14.0, 7.125], [1915.4, 1070.0]]),
    confidence=np.array([1.0, 0.42, 0.0]),
    seen=np.array([True, False, True]),
    flight=np.array([1, 1, 2], dtype=np.int32),
    several=0.25,
)


def people(frames: list[int], seed: int = 1) -> Detections:
    rng = np.random.default_rng(seed)
    rows = np.zeros(len(frames), dtype=DETECTION)
    rows["frame"] = frames
    rows["box"] = rng.uniform(0, 1900, (len(frames), 4))
    rows["confidence"] = rng.uniform(0, 1, len(frames))
    rows["keypoints"][:, :, :2] = rng.uniform(-200, 2100, (len(frames), 17, 2))
    rows["keypoints"][:, :, 2] = rng.uniform(0, 1, (len(frames), 17))
    rows["colours"] = rng.integers(0, 256, (len(frames), 2, 3))
    return rows


def write(path: Path, chunks: list[tuple[Detections, list[int]]], frames: int = 10) -> Archive:
    writer = ArchiveWriter(path)
    for rows, tracklets in chunks:
        writer.add_detections(rows, np.array(tracklets, dtype=np.int32))
    writer.add_view(np.full((1080, 1920, 3), 90, np.uint8))
    view = CameraView(
        status=CourtStatus.found,
        confidence=0.9,
        camera=CAMERA.to_contract(),
        error_px=0.2,
        error_cm=0.5,
        moving=True,
        still=0.1,
    )
    writer.add_shuttle(SHUTTLE)
    meta = Meta(
        size=SIZE,
        time_base=(1, 90_000),
        end=frames * 3000,
        has_audio=False,
        processed=frames,
        pose_model="boxes",
        notes=[],
        views=[view],
        several=[0],
        shots=[],
        moving=[],
        cut=[],
        detections=[],
    )
    corners = np.random.default_rng(2).uniform(-50, 2000, (frames, 4, 2)).astype(np.float32)
    shots = [Shot(0, 4, None), Shot(4, frames, 0, moving=True, cut=True)]
    writer.close(meta, np.arange(frames) * 3000, np.arange(frames) % 3 == 2, corners, shots)
    archive = Archive(path)
    moved = archive.corners()
    assert moved is not None
    np.testing.assert_array_equal(moved[4:], corners[4:])
    assert np.isnan(moved[:4]).all()
    return archive


def test_everything_comes_back(tmp_path: Path) -> None:
    rows = people([0, 0, 1, 3])
    archive = write(tmp_path / "observations.zip", [(rows, [0, 1, 0, -1]), (people([5], 3), [1])])
    assert archive.pts.tolist() == list(range(0, 30_000, 3000))
    assert archive.repeated.tolist() == [number % 3 == 2 for number in range(10)]
    assert [(shot.first, shot.end, shot.view, shot.moving) for shot in archive.shots] == [
        (0, 4, None, False),
        (4, 10, 0, True),
    ]
    finding = archive.findings()[0]
    assert finding.camera is not None
    assert finding.several
    floor = np.array([[0.0, 0.0], [3.0, 6.0]])
    np.testing.assert_allclose(finding.camera.project_floor(floor), CAMERA.project_floor(floor), atol=1e-6)
    assert archive.view(0).shape == (1080, 1920, 3)
    (first, tracklets), (second, _) = list(archive.detections())
    assert (first["frame"].tolist(), tracklets.tolist(), second["frame"].tolist()) == ([0, 0, 1, 3], [0, 1, 0, -1], [5])
    # A foot must not move by a tenth of a pixel.
    assert np.abs(first["box"] - rows["box"]).max() < 0.1
    assert np.abs(first["keypoints"][:, :, :2] - rows["keypoints"][:, :, :2]).max() < 0.1
    np.testing.assert_allclose(first["confidence"], rows["confidence"], atol=0.5 / 255 + 1e-6)
    np.testing.assert_array_equal(first["colours"], rows["colours"])
    shuttle = archive.shuttle()
    np.testing.assert_array_equal(shuttle.frame, SHUTTLE.frame)
    np.testing.assert_allclose(shuttle.places, SHUTTLE.places, atol=1e-3)
    np.testing.assert_allclose(shuttle.confidence, SHUTTLE.confidence, atol=0.5 / 255 + 1e-6)
    np.testing.assert_array_equal(shuttle.seen, SHUTTLE.seen)
    np.testing.assert_array_equal(shuttle.flight, SHUTTLE.flight)
    assert shuttle.several == SHUTTLE.several


def test_a_person_takes_about_a_hundred_bytes(tmp_path: Path) -> None:
    path = tmp_path / "observations.zip"
    write(path, [(people(list(range(3000))), [0] * 3000)], frames=3000)
    with zipfile.ZipFile(path) as file:
        assert file.getinfo("detections-0000.bin").compress_size < 115 * 3000


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x05\x06" + bytes(18)])
def test_other_files_are_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "observations.zip"
    path.write_bytes(content)
    with pytest.raises(ValueError, match="observations"):
        Archive(path)


def test_chunks_of_the_detector_s_file_end_with_whole_frames(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("modal_app.pipeline.observations._CHUNK", 5)
    frames = [0, 0, 0, 1, 1, 1, 1, 2, 5, 5, 5, 6]
    writer = ObservationWriter(tmp_path / "rows")
    writer.add(people(frames))
    writer.close()
    (tmp_path / "numbers").write_bytes(np.arange(len(frames), dtype="<i4").tobytes())
    chunks = list(read_chunks(tmp_path / "rows", tmp_path / "numbers"))
    assert [frame for rows, _ in chunks for frame in rows["frame"]] == frames
    assert [number for _, numbers in chunks for number in numbers] == list(range(len(frames)))
    ends = [int(rows["frame"][-1]) for rows, _ in chunks]
    assert len(ends) > 1
    assert len(set(ends)) == len(ends)


def test_players_are_read_once_a_frame_and_carried_to_repeated_frames(tmp_path: Path) -> None:
    rows = people([0, 0, 1, 3, 3, 4, 6])
    rows["confidence"][3:5] = 0.2, 0.9
    archive = write(tmp_path / "observations.zip", [(rows[:3], [7, 8, 7]), (rows[3:], [7, 9, 8, 7])])
    player = Person((Piece(7, 0, 10), Piece(9, 0, 10)))
    read = PlayerRows(archive, Assignment([player, Person((Piece(8, 0, 10),))]))
    assert [(frame, sorted(found)) for frame, found in read] == [(0, [1, 2]), (1, [1]), (3, [1]), (4, [2]), (6, [1])]
    # Of two that claim to be player 1, the surer one.
    assert dict(read)[3][1]["confidence"] == pytest.approx(0.9, abs=0.01)
    repeated = np.array([False, False, True, False, False, True, False, False, False, False])
    spans = Spans(read, repeated)
    first, second = spans.take(0, 5), spans.take(5, 10)
    assert {player: frames.tolist() for player, (frames, _) in first.items()} == {1: [0, 1, 2, 3], 2: [0, 4]}
    assert {player: frames.tolist() for player, (frames, _) in second.items()} == {2: [5], 1: [6]}
