/** Bounds that every part of the system agrees on. */

/** Version of the messages and of the frame data; a worker refuses a version it does not know. */
export const CONTRACT_VERSION = 3;

/** Largest video, in bytes: 1 GiB. */
export const MAX_VIDEO_BYTES = 2 ** 30;

/**
 * Bytes in one uploaded part; only the last part may be smaller. Convex ends an upload POST after two
 * minutes, so 8 MiB asks for about 0.6 Mbit/s.
 */
export const PART_BYTES = 8 * 2 ** 20;

/** Most parts that a video can have. */
export const MAX_PARTS = MAX_VIDEO_BYTES / PART_BYTES;

/** Longest video that one job analyses, in seconds: two hours. */
export const MAX_DURATION_SECONDS = 2 * 60 * 60;

/** Shortest side, in pixels, of a picture in which players can be told apart. */
export const MIN_PICTURE_SIDE = 144;

/** Longest time span of one frame-data segment, in seconds. */
export const SEGMENT_SECONDS = 20;

/** Most segments that a video can have. */
export const MAX_SEGMENTS = Math.ceil(MAX_DURATION_SECONDS / SEGMENT_SECONDS) + 1;

/** Players that one video can show: doubles. */
export const MAX_PLAYERS = 4;

/** Exchanges of players that one video can have. */
export const MAX_SWAPS = 50;

/** Corrections that one video can have. */
export const MAX_HIT_EDITS = 1000;
export const MAX_RALLY_EDITS = 300;

/** Largest file name that is kept, in UTF-16 code units. */
export const MAX_FILENAME_LENGTH = 255;

/** Largest file of observations, bytes: two hours of a busy hall take about half of it. */
export const MAX_OBSERVATION_BYTES = 256 * 2 ** 20;
