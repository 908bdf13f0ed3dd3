"""Numbers that the contract shares with the other languages. Generated from convex/contract; do not edit."""

CONTRACT_VERSION = 1
MAX_VIDEO_BYTES = 1073741824
PART_BYTES = 8388608
MAX_DURATION_SECONDS = 7200
MIN_PICTURE_SIDE = 144
SEGMENT_SECONDS = 20
MAX_PLAYERS = 4
SEGMENT_VERSION = 1
COORDINATE_SCALE = 16384
CONFIDENCE_SCALE = 255
COURT_LENGTH = 13.4
COURT_WIDTH = 6.1
SINGLES_WIDTH = 5.18
SHORT_SERVICE_DISTANCE = 1.98
LONG_SERVICE_INSET = 0.76
LINE_WIDTH = 0.04
NET_POST_HEIGHT = 1.55
NET_MIDDLE_HEIGHT = 1.524
MAX_VIEWS = 40
MAX_SHOTS = 4000
KEYPOINTS = (
    "nose",
    "left_eye",
    "right_eye",
    "left_ear",
    "right_ear",
    "left_shoulder",
    "right_shoulder",
    "left_elbow",
    "right_elbow",
    "left_wrist",
    "right_wrist",
    "left_hip",
    "right_hip",
    "left_knee",
    "right_knee",
    "left_ankle",
    "right_ankle",
)
