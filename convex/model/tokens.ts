/** A new capability: 32 random bytes in unpadded base64url. Only actions have randomness that nobody can foresee. */
export function newToken(): string {
  return base64Url(crypto.getRandomValues(new Uint8Array(32)));
}

/** What is stored of a token: its SHA-256 in hexadecimal. Tokens hold 256 random bits, so neither salt nor stretching is needed. */
export async function hashToken(token: string): Promise<string> {
  return hexadecimal(await sha256(token));
}

/**
 * The capability to watch `videoId`, derived from the owner's: the owner can be told it again at any time, although only
 * its hash is stored, and nobody gets from it to the owner's.
 */
export async function deriveShareToken(ownerToken: string, videoId: string): Promise<string> {
  return base64Url(await sha256(`share ${videoId} ${ownerToken}`));
}

/** Whether two hashes are the same, in a time that does not tell where they differ. */
export function sameHash(left: string, right: string): boolean {
  if (left.length !== right.length) return false;
  let difference = 0;
  for (let index = 0; index < left.length; index += 1) difference |= left.charCodeAt(index) ^ right.charCodeAt(index);
  return difference === 0;
}

/** `digest` as lower-case hexadecimal: deployments report a file's SHA-256 in hexadecimal or in base64. */
export function normalizeSha256(digest: string): string {
  if (/^[0-9a-f]{64}$/i.test(digest)) return digest.toLowerCase();
  return hexadecimal(Uint8Array.from(atob(digest), (character) => character.charCodeAt(0)));
}

async function sha256(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}

function hexadecimal(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}
