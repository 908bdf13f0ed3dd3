"""Numbers that the contract shares with the other languages. Generated from convex/contract; do not edit."""

CONTRACT_VERSION = 3
MAX_VIDEO_BYTES = 1073741824
PART_BYTES = 8388608
MAX_DURATION_SECONDS = 7200
MIN_PICTURE_SIDE = 144
SEGMENT_SECONDS = 20
MAX_PLAYERS = 4
SEGMENT_VERSION = 2
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
MAX_OBSERVATION_BYTES = 268435456
METRE_SCALE = 1000
UNKNOWN_ANGLE = 255
MOTION_STEP = 0.2
MOTION_VERSION = 1
MAX_PLAYER_SPEED = 9
HEATMAP_CELL = 0.25
HEATMAP_COLUMNS = 28
HEATMAP_ROWS = 30
UNKNOWN_METRES = -32768
EVENTS_VERSION = 1
MAX_RALLIES = 1000
MAX_HITS = 20000
MAX_HIGHLIGHTS = 30
TERMINAL_SPEED = 6.8
MAX_SHUTTLE_SPEED = 157
CORRECTION_REACH = 0.15
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
PATH_STATES = (
    "unknown",
    "seen",
    "airborne",
    "bridged",
)
JOINTS = (
    "left_knee",
    "right_knee",
    "left_hip",
    "right_hip",
    "left_elbow",
    "right_elbow",
    "left_shoulder",
    "right_shoulder",
)
ZONE_ROWS = (
    "front",
    "middle",
    "rear",
)
ZONE_COLUMNS = (
    "left",
    "centre",
    "right",
)
ZONE_ROW_BOUNDS = (
    1.98,
    4.34,
)
ZONE_COLUMN_BOUNDS = (
    -0.863,
    0.863,
)
SPEED_BAND_BOUNDS = (
    0.5,
    1.5,
    3,
    4.5,
)
SHUTTLE_STATES = (
    "seen",
    "bridged",
)
STROKES = (
    "serve-short",
    "serve-long",
    "clear",
    "lift",
    "drop",
    "smash",
    "drive",
    "net-shot",
    "push",
    "block",
    "unknown",
)
