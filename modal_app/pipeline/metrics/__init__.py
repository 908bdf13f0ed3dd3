"""Where players stand and how they move, in metres: docs/metrics.md. Reads observations and cameras only."""
