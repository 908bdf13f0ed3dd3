import { expect, test } from "vitest";
import { uvEnvironment } from "./pip-config.mjs";

test("uv is told the index, the further indexes and the certificates that pip uses", () => {
  const list = [
    ":env:.timeout='180'",
    "global.cert='/etc/ssl/club.pem'",
    "global.index-url='https://packages.example/simple'",
    "user.extra-index-url='\\nhttps://one.example/simple\\nhttps://two.example/simple'",
  ].join("\n");

  expect(uvEnvironment(list)).toEqual({
    SSL_CERT_FILE: "/etc/ssl/club.pem",
    UV_DEFAULT_INDEX: "https://packages.example/simple",
    UV_INDEX: "https://one.example/simple https://two.example/simple",
  });
});

test("without a configuration of pip, uv is told nothing", () => {
  expect(uvEnvironment("")).toEqual({});
});
