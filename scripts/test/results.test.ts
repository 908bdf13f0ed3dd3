import { describe, expect, test } from "vitest";
import { closingLine, readJunitReport, readVitestReport, settle, single, sum } from "./results.mjs";

describe("readVitestReport", () => {
  const report = (testResults: unknown) => readVitestReport(JSON.stringify({ testResults }));
  const file = (status: string, ...statuses: string[]) => ({
    name: "a.test.ts",
    status,
    assertionResults: statuses.map((status, index) => ({ fullName: `test ${index}`, status })),
  });

  test("counts passed, failed and every kind of skipped test", () => {
    expect(report([file("passed", "passed", "skipped", "todo"), file("failed", "passed", "failed")])).toEqual({
      passed: 2,
      failed: ["test 1"],
      skipped: ["test 1", "test 2"],
    });
  });

  test("counts a file that could not be loaded as one failure", () => {
    expect(report([file("failed"), file("passed", "passed")])).toEqual({
      passed: 1,
      failed: ["a.test.ts"],
      skipped: [],
    });
  });

  test("counts a file whose tests passed and whose teardown failed", () => {
    expect(report([file("failed", "passed")])?.failed).toEqual(["a.test.ts"]);
  });

  test("takes nothing else for a report", () => {
    expect(readVitestReport("{}")).toBeNull();
  });
});

describe("readJunitReport", () => {
  const suite = (tests: number, cases: string) =>
    `<?xml version="1.0" encoding="utf-8"?><testsuites name="pytest tests"><testsuite name="pytest" errors="0" ` +
    `failures="0" skipped="0" tests="${tests}" time="0.1">${cases}</testsuite></testsuites>`;

  test("counts passed, failed, broken and skipped tests", () => {
    const cases = [
      `<testcase classname="t.a" name="passes" time="0.1" />`,
      `<testcase classname="t.a" name="prints" time="0.1"><system-out>an <error in="text"/></system-out></testcase>`,
      `<testcase classname="t.a" name="fails[&lt;1&gt;]" time="0.1"><failure message="no">why</failure></testcase>`,
      `<testcase classname="t.a" name="breaks" time="0.1"><error message="no">why</error></testcase>`,
      `<testcase classname="t.a" name="skips" time="0.1"><skipped type="pytest.skip" message="no media" /></testcase>`,
    ];
    // What a test prints is escaped in a real report.
    cases[1] = cases[1]!.replace(`<error in="text"/>`, `&lt;error in="text"/&gt;`);
    expect(readJunitReport(suite(5, cases.join("")))).toEqual({
      passed: 2,
      failed: ["t.a.fails[<1>]", "t.a.breaks"],
      skipped: ["t.a.skips"],
    });
  });

  test("takes nothing else for a report", () => {
    expect(readJunitReport("")).toBeNull();
  });
});

describe("settle", () => {
  const good = { passed: 3, failed: [], skipped: [] };
  const bad = { passed: 2, failed: ["a test"], skipped: [] };

  test("believes a report that agrees with the runner's exit status", () => {
    expect(settle("unit", good, true)).toEqual(good);
    expect(settle("unit", bad, false)).toEqual(bad);
  });

  test("counts a runner that ended badly without a failed test", () => {
    expect(settle("unit", good, false)).toEqual({ passed: 3, failed: ["unit: the runner itself"], skipped: [] });
  });

  test("counts a runner that left no report as failed, however it ended", () => {
    expect(settle("unit", null, true)).toEqual(single("unit", false));
  });
});

test("the closing line sums up all runners", () => {
  const total = sum([
    single("eslint", true),
    single("mypy", false),
    { passed: 40, failed: ["a test"], skipped: ["another"] },
  ]);
  expect(closingLine(total)).toBe("41 passed, 2 failed, 1 skipped");
});

test("the closing line leaves out what did not happen", () => {
  expect(closingLine(sum([single("eslint", true)]))).toBe("1 passed, 0 failed");
});
