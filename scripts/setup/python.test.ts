import { describe, expect, test } from "vitest";
import { choosePython, parseInterpreter } from "./python.mjs";

/** An interpreter that answers with this version. */
const python = (text: string, { venv = true } = {}) => {
  const interpreter = parseInterpreter(`python${text}`, `${text} ${venv ? "True" : "False"}\n`);
  if (!interpreter) throw new Error(`${text} is not a version`);
  return interpreter;
};

describe("parseInterpreter", () => {
  test("reads what an interpreter says of itself", () => {
    expect(parseInterpreter("python3", "3.11.7 False\n")).toEqual({
      command: "python3",
      version: [3, 11],
      text: "3.11.7",
      venv: false,
    });
  });

  test.each(["", "pyenv: python3.12: command not found\n", "3.11.7\n"])("takes %j for no interpreter", (answer) => {
    expect(parseInterpreter("python3", answer)).toBeNull();
  });
});

describe("choosePython", () => {
  test("takes the first that is new enough", () => {
    expect(choosePython([python("3.9.2"), python("3.12.1"), python("3.11.7")], undefined).text).toBe("3.12.1");
  });

  test("prefers one that can make environments", () => {
    expect(choosePython([python("3.12.1", { venv: false }), python("3.11.7")], undefined).text).toBe("3.11.7");
  });

  test("falls back to one that cannot, for the caller to mend", () => {
    expect(choosePython([python("3.12.1", { venv: false })], undefined).venv).toBe(false);
  });

  test("says in one sentence that there is no Python", () => {
    expect(() => choosePython([], undefined)).toThrow(/^Python 3\.11 or newer is needed, and none was found: .*\.$/);
  });

  test("names the version that is too old", () => {
    expect(() => choosePython([python("3.9.2")], undefined)).toThrow("only 3.9.2 was found");
  });

  test("blames the PYTHON that the user named", () => {
    expect(() => choosePython([], "/nowhere/python")).toThrow("PYTHON=/nowhere/python does not start");
    expect(() => choosePython([python("3.9.2")], "py")).toThrow("PYTHON=py is Python 3.9.2");
  });
});
