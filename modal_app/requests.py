"""What Convex asks of the worker, and what a job has to know of it whatever its kind."""

from modal_app.contract.models import InterpretRequest, ProcessRequest

JobRequest = ProcessRequest | InterpretRequest
"""A full analysis of a video, or an interpretation of what an earlier one saw."""
