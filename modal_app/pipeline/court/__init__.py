"""The court: its model, what a picture shows of it, and how the picture's camera sees it."""
