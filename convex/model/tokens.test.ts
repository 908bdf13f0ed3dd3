import fc from "fast-check";
import { expect, test } from "vitest";
import { Token } from "../contract/primitives.js";
import { deriveShareToken, hashToken, newToken, normalizeSha256, sameHash } from "./tokens.js";

/** SHA-256 of "abc", from FIPS 180-2. */
const ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
const ABC_BASE64 = "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";

test("tokens are of the contract's shape, and never the same", () => {
  const tokens = Array.from({ length: 100 }, newToken);
  for (const token of tokens) expect(Token.parse(token)).toBe(token);
  expect(new Set(tokens).size).toBe(100);
});

test("hashes are SHA-256 in hexadecimal", async () => {
  expect(await hashToken("abc")).toBe(ABC);
});

test("share tokens depend on the owner and on the video, and are of the contract's shape", async () => {
  const [owner, other] = [newToken(), newToken()];
  const token = await deriveShareToken(owner, "video");
  expect(Token.parse(token)).toBe(token);
  expect(await deriveShareToken(owner, "video")).toBe(token);
  expect(await deriveShareToken(owner, "another")).not.toBe(token);
  expect(await deriveShareToken(other, "video")).not.toBe(token);
  expect(await hashToken(owner)).not.toBe(await hashToken(token));
});

test("digests are normalised from hexadecimal and from base64", () => {
  expect(normalizeSha256(ABC)).toBe(ABC);
  expect(normalizeSha256(ABC.toUpperCase())).toBe(ABC);
  expect(normalizeSha256(ABC_BASE64)).toBe(ABC);
});

test("hashes are the same exactly when they are equal", () => {
  const hash = fc.string({ unit: fc.constantFrom(...Array.from("0123456789abcdef")), maxLength: 64 });
  fc.assert(
    fc.property(hash, hash, (left, right) => {
      expect(sameHash(left, right)).toBe(left === right);
      expect(sameHash(left, left)).toBe(true);
    }),
  );
  expect(sameHash(ABC, `${ABC.slice(0, -1)}e`)).toBe(false);
  expect(sameHash(ABC, "")).toBe(false);
});
