/** What may be uploaded: the file's name ends in one of the extensions, or the browser gives one of the types. */
export const VIDEO_EXTENSIONS = ["mp4", "m4v", "mov", "qt", "webm", "avi", "mpeg", "mpg", "mkv"] as const;

export const VIDEO_TYPES = [
  "video/mp4",
  "video/x-m4v",
  "video/quicktime",
  "video/webm",
  "video/avi",
  "video/msvideo",
  "video/vnd.avi",
  "video/x-msvideo",
  "video/mpeg",
  "video/matroska",
  "video/x-matroska",
] as const;

/** Whether a file of this name and content type (which browsers leave empty for some containers) can be a readable video. */
export function isSupportedVideo(filename: string, contentType: string): boolean {
  const name = filename.toLowerCase();
  const type = contentType.split(";", 1)[0]?.trim().toLowerCase();
  return VIDEO_EXTENSIONS.some((known) => name.endsWith(`.${known}`)) || VIDEO_TYPES.some((known) => known === type);
}
