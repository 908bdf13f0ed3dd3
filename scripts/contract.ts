/**
 * Generates what other languages read of the contract: convex/contract/generated/contract.schema.json (JSON Schema) and
 * modal_app/contract/models.py (pydantic). `--check` writes nothing and fails when a generated file has drifted.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as z from "zod/mini";
import * as court from "../convex/contract/court.js";
import * as edits from "../convex/contract/edits.js";
import { ErrorCode } from "../convex/contract/errors.js";
import * as events from "../convex/contract/events.js";
import * as limits from "../convex/contract/limits.js";
import * as metrics from "../convex/contract/metrics.js";
import { Results } from "../convex/contract/results.js";
import * as segment from "../convex/contract/segment.js";
import { STROKES } from "../convex/contract/strokes.js";
import { Stage } from "../convex/contract/video.js";
import * as workerApi from "../convex/contract/workerApi.js";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const schemaFile = path.join(root, "convex/contract/generated/contract.schema.json");
const modelsFile = path.join(root, "modal_app/contract/models.py");
const constantsFile = path.join(root, "modal_app/contract/constants.py");

/** Every schema that the worker reads or writes, by the name of its Python model. */
const messages = {
  ErrorCode,
  Stage,
  Results,
  CourtCamera: court.CourtCamera,
  CourtDetection: court.CourtDetection,
  Edits: edits.Edits,
  Events: events.Events,
  PlayerMetrics: metrics.PlayerMetrics,
  Segment: segment.Segment,
  Motion: segment.Motion,
  ProcessRequest: workerApi.ProcessRequest,
  InterpretRequest: workerApi.InterpretRequest,
  ProcessAccepted: workerApi.ProcessAccepted,
  WorkerHealth: workerApi.WorkerHealth,
  StatusUpdate: workerApi.StatusUpdate,
  UploadUrlRequest: workerApi.UploadUrlRequest,
  UploadUrlAnswer: workerApi.UploadUrlAnswer,
  ResultsUpdate: workerApi.ResultsUpdate,
  FailureReport: workerApi.FailureReport,
  CallbackAccepted: workerApi.CallbackAccepted,
  CallbackRefused: workerApi.CallbackRefused,
};

/** Numbers that both languages use, by their Python name. */
const constants = {
  CONTRACT_VERSION: limits.CONTRACT_VERSION,
  MAX_VIDEO_BYTES: limits.MAX_VIDEO_BYTES,
  PART_BYTES: limits.PART_BYTES,
  MAX_DURATION_SECONDS: limits.MAX_DURATION_SECONDS,
  MIN_PICTURE_SIDE: limits.MIN_PICTURE_SIDE,
  SEGMENT_SECONDS: limits.SEGMENT_SECONDS,
  MAX_PLAYERS: limits.MAX_PLAYERS,
  SEGMENT_VERSION: segment.SEGMENT_VERSION,
  COORDINATE_SCALE: segment.COORDINATE_SCALE,
  CONFIDENCE_SCALE: segment.CONFIDENCE_SCALE,
  COURT_LENGTH: court.COURT_LENGTH,
  COURT_WIDTH: court.COURT_WIDTH,
  SINGLES_WIDTH: court.SINGLES_WIDTH,
  SHORT_SERVICE_DISTANCE: court.SHORT_SERVICE_DISTANCE,
  LONG_SERVICE_INSET: court.LONG_SERVICE_INSET,
  LINE_WIDTH: court.LINE_WIDTH,
  NET_POST_HEIGHT: court.NET_POST_HEIGHT,
  NET_MIDDLE_HEIGHT: court.NET_MIDDLE_HEIGHT,
  MAX_VIEWS: court.MAX_VIEWS,
  MAX_SHOTS: court.MAX_SHOTS,
  MAX_OBSERVATION_BYTES: limits.MAX_OBSERVATION_BYTES,
  METRE_SCALE: segment.METRE_SCALE,
  UNKNOWN_ANGLE: segment.UNKNOWN_ANGLE,
  MOTION_STEP: segment.MOTION_STEP,
  MOTION_VERSION: segment.MOTION_VERSION,
  MAX_PLAYER_SPEED: metrics.MAX_PLAYER_SPEED,
  HEATMAP_CELL: metrics.HEATMAP_CELL,
  HEATMAP_COLUMNS: metrics.HEATMAP_COLUMNS,
  HEATMAP_ROWS: metrics.HEATMAP_ROWS,
  UNKNOWN_METRES: segment.UNKNOWN_METRES,
  EVENTS_VERSION: events.EVENTS_VERSION,
  MAX_RALLIES: events.MAX_RALLIES,
  MAX_HITS: events.MAX_HITS,
  MAX_HIGHLIGHTS: events.MAX_HIGHLIGHTS,
  TERMINAL_SPEED: events.TERMINAL_SPEED,
  MAX_SHUTTLE_SPEED: events.MAX_SHUTTLE_SPEED,
  CORRECTION_REACH: edits.CORRECTION_REACH,
};

function jsonSchema(): string {
  const definitions: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(messages)) {
    const document = z.toJSONSchema(schema, {
      unrepresentable: "any",
      override: ({ zodSchema, jsonSchema: node }) => {
        // JSON Schema has no bytes; this is how the generator of the Python models is told of them.
        if (zodSchema._zod.def.type === "custom") Object.assign(node, { type: "string", format: "binary" });
      },
    });
    const { $defs = {}, $schema: _, ...own } = document;
    Object.assign(definitions, $defs);
    if (!("$ref" in own)) definitions[name] = { ...own, title: name };
  }
  const sorted = Object.fromEntries(Object.entries(definitions).sort(([a], [b]) => a.localeCompare(b)));
  const document = { $schema: "https://json-schema.org/draft/2020-12/schema", $id: "contract", $defs: sorted };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/**
 * The schema with what would only clutter the Python models left out: the base class refuses unknown fields, Python's integers have no
 * safe range, and a bound on a bare list item or alternative would become a class of its own.
 */
function forPython(node: unknown, bare = false): unknown {
  if (Array.isArray(node)) return node.map((item) => forPython(item, bare));
  if (typeof node !== "object" || node === null) return node;
  const entries = Object.entries(node).filter(
    ([key, value]) =>
      !["additionalProperties", "contentEncoding"].includes(key) &&
      Math.abs(Number(value)) !== Number.MAX_SAFE_INTEGER &&
      !(bare && ["minimum", "maximum", "minLength", "maxLength", "pattern"].includes(key)),
  );
  return Object.fromEntries(
    entries.map(([key, value]) => [key, forPython(value, ["items", "prefixItems", "anyOf"].includes(key))]),
  );
}

function pythonModels(schema: string): string {
  const directory = mkdtempSync(path.join(tmpdir(), "contract-"));
  try {
    const input = path.join(directory, "contract.schema.json");
    const output = path.join(directory, "models.py");
    writeFileSync(input, JSON.stringify(forPython(JSON.parse(schema))));
    execFileSync(
      path.join(root, ".venv/bin/datamodel-codegen"),
      [
        ["--input", input, "--output", output, "--input-file-type", "jsonschema"],
        ["--output-model-type", "pydantic_v2.BaseModel", "--target-python-version", "3.11"],
        ["--base-class", "modal_app.contract.base.Message", "--snake-case-field", "--allow-population-by-field-name"],
        [
          "--use-annotated",
          "--use-standard-collections",
          "--use-union-operator",
          "--use-double-quotes",
          "--use-title-as-name",
          "--collapse-root-models",
          "--skip-root-model",
        ],
        [
          "--field-constraints",
          "--enum-field-as-literal",
          "one",
          "--disable-timestamp",
          "--use-tuple-for-fixed-items",
          "--formatters",
          "ruff-check",
          "ruff-format",
        ],
      ].flat(),
      { stdio: ["ignore", "inherit", "inherit"] },
    );
    return readFileSync(output, "utf8");
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function pythonConstants(): string {
  const lines = Object.entries(constants).map(([name, value]) => `${name} = ${String(value)}`);
  const tuples = {
    KEYPOINTS: segment.KEYPOINTS,
    PATH_STATES: segment.PATH_STATES,
    JOINTS: metrics.JOINTS,
    ZONE_ROWS: metrics.ZONE_ROWS,
    ZONE_COLUMNS: metrics.ZONE_COLUMNS,
    ZONE_ROW_BOUNDS: metrics.ZONE_ROW_BOUNDS,
    ZONE_COLUMN_BOUNDS: metrics.ZONE_COLUMN_BOUNDS,
    SPEED_BAND_BOUNDS: metrics.SPEED_BAND_BOUNDS,
    SHUTTLE_STATES: segment.SHUTTLE_STATES,
    STROKES: STROKES,
  };
  const items = (values: readonly (string | number)[]) => values.map((value) => `    ${JSON.stringify(value)},`);
  return [
    '"""Numbers that the contract shares with the other languages. Generated from convex/contract; do not edit."""',
    "",
    ...lines,
    ...Object.entries(tuples).flatMap(([name, values]) => [`${name} = (`, ...items(values), ")"]),
    "",
  ].join("\n");
}

const schema = jsonSchema();
const generated = new Map([
  [schemaFile, schema],
  [modelsFile, pythonModels(schema)],
  [constantsFile, pythonConstants()],
]);

if (process.argv.includes("--check")) {
  const drifted = [...generated]
    .filter(([file, text]) => readFileSync(file, "utf8") !== text)
    .map(([file]) => path.relative(root, file));
  if (drifted.length > 0) {
    console.error(`Out of date: ${drifted.join(", ")}. Run \`npm run contract\` and commit the result.`);
    process.exit(1);
  }
} else {
  for (const [file, text] of generated) writeFileSync(file, text);
}
