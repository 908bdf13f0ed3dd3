/** @typedef {readonly [major: number, minor: number]} Version */

/**
 * The first `major.minor` in a text such as `v20.19.4` or `Python 3.11.7`.
 *
 * @param {string} text
 * @returns {Version | null} null when there is none
 */
export function parseVersion(text) {
  const match = /(\d+)\.(\d+)/.exec(text);
  return match ? [Number(match[1]), Number(match[2])] : null;
}

/**
 * @param {Version} version
 * @param {Version} least
 */
export function isAtLeast(version, least) {
  return version[0] > least[0] || (version[0] === least[0] && version[1] >= least[1]);
}

/**
 * Whether the build tools run on this Node: the ranges are those that vite asks for.
 *
 * @param {Version} version
 */
export function supportsNode(version) {
  return version[0] === 20 ? isAtLeast(version, [20, 19]) : isAtLeast(version, [22, 12]);
}

/**
 * Whether the worker's locked packages are made for this Python.
 *
 * @param {Version} version
 */
export function supportsPython(version) {
  return version[0] === 3 && isAtLeast(version, [3, 11]);
}
