"""From a video file to a rendition, poses per frame and a summary. Knows nothing of Modal, HTTP or Convex."""
