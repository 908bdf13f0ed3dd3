import { publicOnly } from "./scripts/manifest/public-only.mjs";

export default {
  globs: ["widget/badminton-analyzer/*.ts", "widget/elements/**/*.ts", "widget/events/*.ts"],
  exclude: ["**/*.test.ts", "**/*.styles.ts"],
  outdir: ".",
  litelement: true,
  packagejson: false,
  plugins: [publicOnly()],
};
