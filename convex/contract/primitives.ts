import * as z from "zod/mini";

/** SHA-256 as 64 lower-case hexadecimal digits. */
export const Sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/));

/** A capability: 32 random bytes in unpadded base64url. */
export const Token = z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/));

/** A Convex document or storage id, as a client sees it: opaque. */
export const OpaqueId = z.string().check(z.minLength(1), z.maxLength(128));

/** A part of a whole, from 0 to 1. */
export const Fraction = z.number().check(z.gte(0), z.lte(1));

/** A span of time in seconds, 0 or more. */
export const Seconds = z.number().check(z.gte(0));

/** A count or an index: an integer, 0 or more. */
export const Count = z.int().check(z.gte(0));

/** A count of at least one. */
export const PositiveCount = z.int().check(z.gte(1));

/** An http(s) address. */
export const HttpUrl = z.string().check(z.regex(/^https?:\/\//), z.maxLength(2048));

/** Seconds in one tick of a frame time, as the rational number `[numerator, denominator]`. */
export const TimeBase = z.tuple([PositiveCount, PositiveCount]);
