"""Where the camera stands: views, shots, and its motion within them."""
