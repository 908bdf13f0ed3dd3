import convex from "@convex-dev/eslint-plugin";
import { configs as lit } from "eslint-plugin-lit";
import { configs as wc } from "eslint-plugin-wc";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

const typed = ["**/*.ts", "scripts/**/*.mjs"];
const tests = ["**/*.test.ts", "**/*.test.mjs"];

export default defineConfig(
  globalIgnores([
    "**/node_modules/",
    ".venv/",
    ".cache/",
    ".local/",
    "dist/",
    "artifacts/",
    "coverage/",
    "convex/_generated/",
    "modal_app/",
  ]),
  {
    files: typed,
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      // Numbers in messages are the common case and cannot go wrong.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": [
        "error",
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // Types are structural: an event of the right shape is that event.
      "@typescript-eslint/no-unsafe-class-instance-assignment": "off",
    },
  },
  {
    files: ["widget/**/*.ts"],
    extends: [lit["flat/recommended"], wc["flat/recommended"]],
    settings: { wc: { elementBaseClasses: ["LitElement"] } },
    rules: {
      // Registration is guarded, apart from the classes, in define.ts.
      "wc/guard-super-call": "off",
      // A host's method is passed to Lit as it is: Lit binds it.
      "@typescript-eslint/unbound-method": "off",
    },
  },
  {
    files: ["convex/**/*.ts"],
    ignores: tests,
    plugins: { "@convex-dev": convex },
    rules: {
      "@convex-dev/no-old-registered-function-syntax": "error",
      "@convex-dev/require-args-validator": "error",
      "@convex-dev/require-access-control": "error",
      "@convex-dev/explicit-table-ids": "error",
      "@convex-dev/import-wrong-runtime": "error",
      "@convex-dev/no-collect-in-query": "error",
      "@convex-dev/no-duplicate-indexes": "error",
      "@convex-dev/no-filter-in-query": "error",
      "@convex-dev/no-process-env": "error",
      "@convex-dev/no-schema-import-cycle": "error",
      "@convex-dev/no-top-of-hour-crons": "error",
    },
  },
  {
    files: tests,
    rules: { "@typescript-eslint/no-non-null-assertion": "off" },
  },
);
