from dataclasses import replace

import numpy as np

from modal_app.contract.models import CourtStatus, ResultNote
from modal_app.pipeline.court.camera import CourtCamera
from modal_app.pipeline.court.finding import CourtFinding, Fit
from modal_app.pipeline.views.notes import court_notes
from modal_app.pipeline.views.timeline import CourtTimeline, Shot

SIZE = (640, 360)
# All of the court is in the picture.
CAMERA = CourtCamera(SIZE, np.array([[30.0, 0, 320], [0, -20, 180], [0, 0, 1]]))
FOUND = CourtFinding(CourtStatus.found, 0.9, Fit(CAMERA, 0.1, 1.0))


def notes(*findings: CourtFinding) -> list[ResultNote]:
    shots = [Shot(10 * number, 10 * number + 10, number) for number in range(len(findings))]
    return court_notes(CourtTimeline(SIZE, shots, [finding.camera for finding in findings]), findings)


def test_one_court_all_in_the_picture_is_worth_no_note() -> None:
    assert notes(FOUND) == []


def test_a_second_court_in_any_view_is_said_once() -> None:
    crowded = replace(FOUND, several=True)
    assert notes(FOUND, crowded, crowded) == [ResultNote.several_courts]


def test_a_court_that_somebody_pointed_out_was_not_chosen_among_several() -> None:
    unsure = replace(FOUND, status=CourtStatus.unsure, several=True)
    assert notes(unsure) == [ResultNote.court_unsure]


def test_no_court_is_said_to_be_missing_or_unsure() -> None:
    assert notes(CourtFinding(CourtStatus.none, 0.0)) == [ResultNote.no_court]
    assert notes(CourtFinding(CourtStatus.none, 0.0), FOUND) == []


def test_a_court_beyond_the_picture_is_partial() -> None:
    shifted = CAMERA.moved(np.array([[1, 0, 300.0], [0, 1, 0], [0, 0, 1]]))
    assert notes(replace(FOUND, fit=Fit(shifted, 0.1, 1.0))) == [ResultNote.partial_court]
