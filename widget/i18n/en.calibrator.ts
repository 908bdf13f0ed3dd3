import type { ACROSS, ALONG } from "../elements/calibrator/landmarks.js";
import { formatNumber } from "./format.js";
import { formatClock } from "./time.js";

const locale = "en";

const across: Record<(typeof ACROSS)[number], string> = {
  "near-base": "near baseline",
  "near-long": "near long service line",
  "near-short": "near short service line",
  net: "net post",
  "far-short": "far short service line",
  "far-long": "far long service line",
  "far-base": "far baseline",
};

const along: Record<(typeof ALONG)[number], string> = {
  "left-doubles": "left doubles side line",
  "left-singles": "left singles side line",
  centre: "centre line",
  "right-singles": "right singles side line",
  "right-doubles": "right doubles side line",
};

const corners: Partial<Record<string, string>> = {
  "near-base left-doubles": "Near left corner",
  "near-base right-doubles": "Near right corner",
  "far-base right-doubles": "Far right corner",
  "far-base left-doubles": "Far left corner",
  "net left-doubles": "Foot of the left net post",
  "net right-doubles": "Foot of the right net post",
};

interface Place {
  readonly id: string;
  readonly across: (typeof ACROSS)[number];
  readonly along: (typeof ALONG)[number];
}

const capital = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);

/** The texts of the calibrator, in English; it is loaded with it. */
export const calibratorEn = {
  title: "Mark the court",
  intro:
    "Drag each point onto its crossing of painted lines, as the camera sees it: near is the end close to the camera. Roughly is enough; the lines are then found to a fraction of a pixel.",
  stage: "Still picture with the points of the court",
  keys: "Arrow keys move a point by one pixel, with Shift by ten, with Alt by a quarter. Delete takes it away.",
  view: "Camera view",
  viewName: (number: number, seconds: number) => `View ${number}, from ${formatClock(seconds)}`,
  moment: "Moment",
  momentValue: (seconds: number) => formatClock(seconds),
  points: "Points",
  pointKind: "draggable point",
  landmark: (place: Place) => corners[place.id] ?? `${capital(across[place.across])}, ${along[place.along]}`,
  pointLabel: (number: number, name: string, x: number, y: number) =>
    `${number}. ${name}: ${formatNumber(x, locale, 1)} pixels from the left, ${formatNumber(y, locale, 1)} from the top`,
  pointPlace: (number: number) => `Place of point ${number}`,
  add: "Add a point",
  remove: (name: string) => `Remove ${name}`,
  undo: "Undo",
  agree: (centimetres: number) => `The points agree within ${formatNumber(centimetres, locale, 0)} cm.`,
  agreeFour: "Four points always fit. Add a fifth to see how well they agree.",
  precision: (name: string, centimetres: number) =>
    `One pixel is ${formatNumber(centimetres, locale, 1)} cm at: ${name}.`,
  current: (centimetres: number) =>
    `At present the painted lines lie ${formatNumber(centimetres, locale, 1)} cm from the drawn ones.`,
  save: "Save",
  saving: "Computing again…",
  cancel: "Close",
  automatic: "Back to the automatic court",
  keepName: "Keep for this camera as",
  keepHint: "Optional: venue and camera, such as “Hall 2, balcony”. Offered with your next video.",
  use: "Kept calibrations",
  useNone: "Choose…",
  forget: (name: string) => `Delete “${name}”`,
  stillFailed: "The picture could not be loaded. Check your connection, then open this again.",
};

export type CalibratorDictionary = typeof calibratorEn;
