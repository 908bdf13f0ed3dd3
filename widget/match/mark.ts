import { html, svg, type SVGTemplateResult, type TemplateResult } from "lit";
import { shapeOf, type Look } from "./looks.js";

/** Size of the sign, as a share of the shape's radius, and how far it is moved down to look centred. */
const SIGN_SIZE = 1.15;

/** The sign for where a player waits, around the origin. */
export const HOUSE = "M-7 0l7-7 7 7M-5-1v7h10v-7";

/** An arrow to the right that sticks out of a shape of radius `MARK_RADIUS` around the origin: its player is farther out than is shown. */
export const ARROW = "M1-8.5L14 0 1 8.5z";
export const ARROW_LENGTH = 14;

/** Radius of a player's shape on a plan, CSS pixels. */
export const MARK_RADIUS = 9;

/** A player's shape with the sign in it, around the origin; classes are styled by `markStyles`. */
export function markShape({ id, sign }: Look, radius: number): SVGTemplateResult {
  return svg`
    <path class="ring" d=${shapeOf(id)} transform="scale(${1.5 * radius})" />
    <path class="shape" d=${shapeOf(id)} transform="scale(${radius})" />
    <text class="sign" font-size=${SIGN_SIZE * radius} dy=${0.4 * radius}>${sign}</text>
  `;
}

/** A player's shape within a line of text. */
export function mark(look: Look): TemplateResult {
  return html`<svg class="mark p${look.id}" viewBox="-14 -14 28 28" aria-hidden="true">${markShape(look, 11)}</svg>`;
}
