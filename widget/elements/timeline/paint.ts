import type { Events, Hit } from "../../../convex/contract/events.js";
import { shapeOf, type Look } from "../../match/looks.js";
import { rowOf, type Lane, type Lanes } from "./lanes.js";
import { ticks, xOf, type Scale, type TimeWindow } from "./time-window.js";

/** How a timeline looks, as values that the browser has worked out. */
export interface TimelineStyle {
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
  readonly band: string;
  readonly rally: string;
  readonly onRally: string;
  readonly highlight: string;
  /** Colour of each player, in the order of the looks. */
  readonly players: readonly string[];
  /** The same for thin lines, which need more contrast. */
  readonly inks: readonly string[];
  readonly font: string;
  /** Size of the text, CSS pixels. */
  readonly size: number;
}

/** What a timeline draws. */
export interface Timeline {
  readonly events: Events;
  readonly looks: readonly Look[];
  readonly lanes: Lanes;
  readonly scale: Scale;
  readonly style: TimelineStyle;
  readonly clock: (seconds: number) => string;
}

type Surface = CanvasRenderingContext2D;

/** The canvas, emptied and as sharp as the screen, for drawing in CSS pixels. */
function surfaceOf(canvas: HTMLCanvasElement): Surface | undefined {
  const { clientWidth: width, clientHeight: height } = canvas;
  canvas.width = Math.round(width * devicePixelRatio);
  canvas.height = Math.round(height * devicePixelRatio);
  const surface = canvas.getContext("2d") ?? undefined;
  surface?.scale(devicePixelRatio, devicePixelRatio);
  return surface;
}

/** Distance between labelled times, in text sizes. */
const TICK_DISTANCE = 5.5;
/** Least width of a rally that shows its number, in text sizes for each digit. */
const DIGIT = 0.75;
/** Hits that lie closer than this many CSS pixels on average are drawn as strokes, which still can be told apart. */
const SHAPES_APART = 9;
/** A star around the origin, of radius 1. */
export const STAR = "M0-1L.29-.4.95-.31.48.15.59.81 0 .5-.59.81-.48.15-.95-.31-.29-.4z";

/** Draws all lanes. */
export function paintTimeline(canvas: HTMLCanvasElement, timeline: Timeline): void {
  const surface = surfaceOf(canvas);
  if (!surface) return;
  surface.textBaseline = "middle";
  surface.textAlign = "center";
  paintBands(surface, timeline);
  paintTicks(surface, timeline);
  paintRallies(surface, timeline);
  paintHits(surface, timeline);
  paintHighlights(surface, timeline);
}

function paintBands(surface: Surface, { lanes, scale, style }: Timeline): void {
  surface.fillStyle = style.band;
  for (const lane of [lanes.highlights, lanes.rallies, ...lanes.hits])
    if (lane) surface.fillRect(0, lane.top, scale.width, lane.height);
}

function paintTicks(surface: Surface, { lanes, scale, style, clock }: Timeline): void {
  surface.font = `${style.size * 0.85}px ${style.font}`;
  const bottom = lanes.height;
  for (const seconds of ticks(scale, TICK_DISTANCE * style.size)) {
    const x = xOf(scale, seconds);
    surface.fillStyle = style.grid;
    surface.fillRect(Math.round(x), 1.2 * style.size, 1, bottom);
    const label = clock(seconds);
    const half = surface.measureText(label).width / 2;
    surface.fillStyle = style.muted;
    surface.fillText(label, Math.min(Math.max(x, half), scale.width - half), 0.6 * style.size);
  }
}

/** Left edge and width of a span, CSS pixels; never too narrow to be seen. */
function extent(scale: Scale, start: number, end: number): readonly [number, number] {
  const [one, other] = [xOf(scale, start), xOf(scale, end)];
  const width = Math.max(Math.abs(other - one), 1.5);
  return [Math.min(one, other), width];
}

const isSeen = ({ window }: Scale, start: number, end: number) =>
  end >= window.start && start <= window.start + window.length;

function paintRallies(surface: Surface, { events, lanes, scale, style }: Timeline): void {
  const { top, height } = lanes.rallies;
  surface.font = `600 ${style.size * 0.85}px ${style.font}`;
  for (const [index, { start, end }] of events.rallies.entries()) {
    if (!isSeen(scale, start, end)) continue;
    const [x, width] = extent(scale, start, end);
    surface.fillStyle = style.rally;
    surface.beginPath();
    surface.roundRect(x, top, width, height, Math.min(4, width / 2));
    surface.fill();
    const number = String(index + 1);
    // What is seen of a long rally carries the number.
    const [left, right] = [Math.max(x, 0), Math.min(x + width, scale.width)];
    if (right - left < (number.length + 0.6) * DIGIT * style.size) continue;
    surface.fillStyle = style.onRally;
    surface.fillText(number, (left + right) / 2, top + height / 2 + 0.5);
  }
}

function paintHits(surface: Surface, timeline: Timeline): void {
  const { events, looks, lanes, scale } = timeline;
  const shown = events.hits.filter(({ time }) => isSeen(scale, time, time));
  const apart = typicalDistance(shown, scale);
  for (const hit of shown) {
    const row = rowOf(hit, looks);
    const lane = lanes.hits[row];
    if (!lane) continue;
    if (apart < SHAPES_APART) paintStroke(surface, timeline, hit, row, lane);
    else paintShape(surface, timeline, hit, row, lane);
  }
}

/** The median distance between neighbouring hits, CSS pixels: the pauses between rallies do not matter. */
function typicalDistance(hits: readonly Hit[], { window, width }: Scale): number {
  const steps = hits.flatMap(({ time }, at) => (at === 0 ? [] : [time - (hits[at - 1]?.time ?? time)]));
  const median = steps.sort((a, b) => a - b)[steps.length >> 1] ?? Infinity;
  return (median / window.length) * width;
}

function paintStroke(surface: Surface, { scale, style }: Timeline, hit: Hit, row: number, lane: Lane): void {
  surface.fillStyle = style.inks[row] ?? style.muted;
  const height = hit.support === "swing" ? lane.height / 2 : lane.height;
  surface.fillRect(xOf(scale, hit.time) - 0.75, lane.top + (lane.height - height) / 2, 1.5, height);
}

/** A player's shape; hollow where no visible shuttle supports the hit. */
function paintShape(surface: Surface, { looks, scale, style }: Timeline, hit: Hit, row: number, lane: Lane): void {
  const radius = 0.36 * lane.height;
  const color = style.players[row] ?? style.muted;
  surface.save();
  surface.translate(xOf(scale, hit.time), lane.top + lane.height / 2);
  surface.scale(radius, radius);
  const shape = new Path2D(shapeOf(looks[row]?.id ?? 1));
  surface.fillStyle = hit.support === "swing" ? style.band : color;
  surface.strokeStyle = style.text;
  surface.lineWidth = (hit.support === "swing" ? 1.5 : 1) / radius;
  surface.fill(shape);
  surface.stroke(shape);
  surface.restore();
}

function paintHighlights(surface: Surface, { events, lanes, scale, style }: Timeline): void {
  if (!lanes.highlights) return;
  const { top, height } = lanes.highlights;
  for (const { rally } of events.highlights) {
    const { start, end } = events.rallies[rally] ?? {};
    if (start === undefined || end === undefined || !isSeen(scale, start, end)) continue;
    const radius = 0.42 * height;
    surface.save();
    const [x, width] = extent(scale, start, end);
    const middle = (Math.max(x, 0) + Math.min(x + width, scale.width)) / 2;
    surface.translate(middle, top + height / 2);
    surface.scale(radius, radius);
    surface.fillStyle = style.highlight;
    surface.strokeStyle = style.text;
    surface.lineWidth = 1 / radius;
    surface.fill(new Path2D(STAR));
    surface.stroke(new Path2D(STAR));
    surface.restore();
  }
}

/** How much of the strip's height the rallies take. */
const OVERVIEW_SHARE = 0.4;

/** The rallies of the whole match on one strip, with a frame around what is shown of it. */
export function paintOverview(
  canvas: HTMLCanvasElement,
  { events, scale, style }: Omit<Timeline, "lanes">,
  { start, length }: TimeWindow,
): void {
  const surface = surfaceOf(canvas);
  if (!surface) return;
  const height = canvas.clientHeight;
  const band = OVERVIEW_SHARE * height;
  const top = (height - band) / 2;
  surface.fillStyle = style.band;
  surface.fillRect(0, top, scale.width, band);
  surface.fillStyle = style.rally;
  for (const rally of events.rallies) {
    const [x, width] = extent(scale, rally.start, rally.end);
    surface.fillRect(x, top, width, band);
  }
  const [x, width] = extent(scale, start, start + length);
  surface.strokeStyle = style.text;
  surface.lineWidth = 2;
  surface.beginPath();
  surface.roundRect(x + 1, 2, Math.max(width - 2, 4), height - 4, 4);
  surface.stroke();
}
