/**
 * What one runner found.
 *
 * @typedef {object} Result
 * @property {number} passed
 * @property {readonly string[]} failed names of what failed
 * @property {readonly string[]} skipped names of what was skipped
 */

/**
 * The result of a check that only passes or fails.
 *
 * @param {string} name
 * @param {boolean} passed
 * @returns {Result}
 */
export function single(name, passed) {
  return { passed: passed ? 1 : 0, failed: passed ? [] : [name], skipped: [] };
}

/**
 * Holds a runner's report against its exit status: a runner that ended badly without naming a failed test has failed itself.
 *
 * @param {string} name
 * @param {Result | null} report null when the runner left none
 * @param {boolean} endedWell
 * @returns {Result}
 */
export function settle(name, report, endedWell) {
  if (!report) return single(name, false);
  const told = report.failed.length > 0;
  if (endedWell || told) return report;
  return { ...report, failed: [`${name}: the runner itself`] };
}

/** @typedef {{ fullName: string, status: string }} VitestCase */
/** @typedef {{ testResults: { name: string, status: string, assertionResults: VitestCase[] }[] }} VitestReport */

/**
 * @param {unknown} value
 * @returns {value is VitestReport}
 */
function isVitestReport(value) {
  return typeof value === "object" && value !== null && "testResults" in value && Array.isArray(value.testResults);
}

/**
 * Reads vitest's JSON report. A file that failed without a failed test (it could not be loaded, say) counts as one.
 *
 * @param {string} text
 * @returns {Result | null} null when it is not one
 */
export function readVitestReport(text) {
  /** @type {unknown} */
  const report = JSON.parse(text);
  if (!isVitestReport(report)) return null;
  const cases = report.testResults.flatMap((file) => file.assertionResults);
  const named = (/** @type {(status: string) => boolean} */ is) =>
    cases.filter(({ status }) => is(status)).map(({ fullName }) => fullName);
  const brokenFiles = report.testResults
    .filter(({ status, assertionResults }) => status === "failed" && !assertionResults.some(isFailed))
    .map(({ name }) => name);
  return {
    passed: named((status) => status === "passed").length,
    failed: [...named((status) => status === "failed"), ...brokenFiles],
    skipped: named((status) => status !== "passed" && status !== "failed"),
  };
}

/** @param {VitestCase} test */
const isFailed = (test) => test.status === "failed";

/** @type {Record<string, string>} */
const entities = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };

/**
 * @param {string} tag
 * @param {string} name
 */
function attribute(tag, name) {
  const value = new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? "";
  return value.replace(/&(\w+);/g, (entity, key) => entities[String(key)] ?? entity);
}

/**
 * Reads the JUnit report that pytest writes.
 *
 * @param {string} xml
 * @returns {Result | null} null when it is not one
 */
export function readJunitReport(xml) {
  const suite = /<testsuite [^>]*>/.exec(xml)?.[0];
  if (suite === undefined) return null;
  /** @type {string[]} */
  const failed = [];
  /** @type {string[]} */
  const skipped = [];
  for (const [, tag = "", body = ""] of xml.matchAll(/(<testcase [^>]*?)(?:\/>|>([\s\S]*?)<\/testcase>)/g)) {
    const name = `${attribute(tag, "classname")}.${attribute(tag, "name")}`;
    if (/<(failure|error)[ >]/.test(body)) failed.push(name);
    else if (/<skipped[ />]/.test(body)) skipped.push(name);
  }
  return { passed: Number(attribute(suite, "tests")) - failed.length - skipped.length, failed, skipped };
}

/**
 * @param {readonly Result[]} results
 * @returns {Result}
 */
export function sum(results) {
  return {
    passed: results.reduce((total, { passed }) => total + passed, 0),
    failed: results.flatMap(({ failed }) => failed),
    skipped: results.flatMap(({ skipped }) => skipped),
  };
}

/**
 * The line that a run closes with.
 *
 * @param {Result} result
 */
export function closingLine({ passed, failed, skipped }) {
  const line = `${passed} passed, ${failed.length} failed`;
  return skipped.length > 0 ? `${line}, ${skipped.length} skipped` : line;
}
