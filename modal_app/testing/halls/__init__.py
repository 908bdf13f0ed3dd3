"""Halls drawn from seeds, with exact truth: `render(kind, seed)`."""

from modal_app.testing.halls.scene import COURT_KINDS, NEGATIVE_KINDS, OTHER_SPORTS, Scene, render

__all__ = ["COURT_KINDS", "NEGATIVE_KINDS", "OTHER_SPORTS", "Scene", "render"]
