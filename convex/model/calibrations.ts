import * as z from "zod/mini";
import type { Doc, Id } from "../_generated/dataModel.js";
import type { MutationCtx, QueryCtx } from "../_generated/server.js";
import { checkCalibration } from "../contract/calibration.js";
import { SavedCalibration } from "../contract/edits.js";
import { Token } from "../contract/primitives.js";
import { checked } from "./checked.js";
import { failure } from "./failure.js";
import { countUse } from "./quota.js";
import { typedName } from "./text.js";
import { hashToken, sameHash } from "./tokens.js";

/** Most that one visitor may keep on a site, and most of an operator's shared ones that a visitor is offered. */
export const MAX_SAVED = 50;

const NewCalibration = z.pick(SavedCalibration, { name: true, size: true, points: true });
type NewCalibration = z.infer<typeof NewCalibration>;

/** What a visitor is offered on a site: their own, then those that the operator shared; newest first. */
export async function listCalibrations(
  ctx: QueryCtx,
  site: Doc<"sites">,
  ownerToken: string,
): Promise<SavedCalibration[]> {
  const own = await ownCalibrations(ctx, site, await hashToken(ownerToken));
  const shared = await ctx.db
    .query("calibrations")
    .withIndex("by_siteId_and_shared", (index) => index.eq("siteId", site._id).eq("shared", true))
    .order("desc")
    .take(MAX_SAVED);
  const others = shared.filter(({ _id }) => own.every((each) => each._id !== _id));
  return [...own.map((each) => asSaved(each, true)), ...others.map((each) => asSaved(each, false))];
}

function asSaved({ _id, name, size, points }: Doc<"calibrations">, own: boolean): SavedCalibration {
  return { calibrationId: _id, name, size, points, own };
}

async function ownCalibrations(
  ctx: QueryCtx,
  site: Doc<"sites">,
  ownerTokenHash: string,
): Promise<Doc<"calibrations">[]> {
  return await ctx.db
    .query("calibrations")
    .withIndex("by_siteId_and_ownerTokenHash", (index) =>
      index.eq("siteId", site._id).eq("ownerTokenHash", ownerTokenHash),
    )
    .order("desc")
    .take(MAX_SAVED);
}

/**
 * Keeps a calibration, in place of the visitor's own of that name where there is one. Nobody but the visitor sees it then, as the operator
 * shared what was kept before.
 */
export async function saveCalibration(
  ctx: MutationCtx,
  site: Doc<"sites">,
  ownerToken: string,
  calibration: NewCalibration,
): Promise<Id<"calibrations">> {
  checked(Token, ownerToken);
  const { name, size, points } = checked(NewCalibration, { ...calibration, name: typedName(calibration.name) });
  const problem = checkCalibration(points, size);
  if (problem !== undefined) throw failure(problem);
  await countUse(ctx, "saveCalibration", site._id);
  const ownerTokenHash = await hashToken(ownerToken);
  const own = await ownCalibrations(ctx, site, ownerTokenHash);
  const former = own.find((each) => each.name === name);
  if (former !== undefined) await ctx.db.delete("calibrations", former._id);
  else if (own.length >= MAX_SAVED) throw failure("calibrations_full");
  const createdAt = Date.now();
  return await ctx.db.insert("calibrations", {
    siteId: site._id,
    ownerTokenHash,
    name,
    size,
    points,
    shared: false,
    createdAt,
  });
}

/** A calibration that the visitor keeps. Throws `not_found`, whether the id or the token is wrong. */
export async function requireKeeper(
  ctx: QueryCtx,
  { calibrationId, ownerToken }: { calibrationId: string; ownerToken: string },
): Promise<Doc<"calibrations">> {
  const saved = await findCalibration(ctx, calibrationId);
  if (!sameHash(await hashToken(ownerToken), saved.ownerTokenHash)) throw failure("not_found");
  return saved;
}

/** The calibration of this id. Throws `not_found`. */
export async function findCalibration(ctx: QueryCtx, calibrationId: string): Promise<Doc<"calibrations">> {
  const id = ctx.db.normalizeId("calibrations", calibrationId);
  const saved = id === null ? null : await ctx.db.get("calibrations", id);
  if (saved === null) throw failure("not_found");
  return saved;
}
