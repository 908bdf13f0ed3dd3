"""Where the shuttle is in each frame: what may be it, and which of that makes flights."""
