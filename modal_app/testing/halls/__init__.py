"""Halls drawn from seeds, with exact truth: `render(kind, seed)`."""

from modal_app.testing.halls.scene import Scene, render
from modal_app.testing.halls.stage import COURT_KINDS, NEGATIVE_KINDS, OTHER_SPORTS

__all__ = ["COURT_KINDS", "NEGATIVE_KINDS", "OTHER_SPORTS", "Scene", "render"]
