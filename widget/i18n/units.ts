/** Lengths and speeds as people read them. What is computed with stays metres and seconds. */

export const UNITS = ["metric", "imperial"] as const;
/** km/h and metres, or mph and feet. */
export type Units = (typeof UNITS)[number];

const FEET = 1 / 0.3048;

const speeds = {
  metric: { unit: "kilometer-per-hour", perMetre: 3.6 },
  imperial: { unit: "mile-per-hour", perMetre: 3600 / 1609.344 },
} as const;

const lengths = {
  metric: { unit: "meter", perMetre: 1 },
  imperial: { unit: "foot", perMetre: FEET },
} as const;

/** Regions whose road signs say miles and whose rulers say feet. */
const IMPERIAL_REGIONS: readonly string[] = ["US", "LR", "MM"];

/** The units that are usual where a language tag such as "en-US" is spoken. */
export function unitsOf(languageTag: string): Units {
  try {
    const region = new Intl.Locale(languageTag).region ?? "";
    return IMPERIAL_REGIONS.includes(region) ? "imperial" : "metric";
  } catch {
    return "metric";
  }
}

/** A speed in the units' own measure: km/h or mph. `speed` is in m/s. */
export const speedIn = (speed: number, units: Units): number => speed * speeds[units].perMetre;

/** Such as "12.3 km/h"; `speed` is in m/s. */
export function formatSpeed(speed: number, units: Units, locale: string): string {
  return withUnit(speedIn(speed, units), speeds[units].unit, locale, 1, "short");
}

/** Such as "187–252 km/h", in whole numbers; `low` and `high` are in m/s. */
export function formatSpeedRange(low: number, high: number, units: Units, locale: string): string {
  const format = new Intl.NumberFormat(locale, { style: "unit", unit: speeds[units].unit, maximumFractionDigits: 0 });
  return format.formatRange(speedIn(low, units), speedIn(high, units));
}

/** Such as "1.2 m" or "842 m"; `metres` is 0 or more. From a hundred on there are no decimals. */
export function formatLength(metres: number, units: Units, locale: string): string {
  const value = metres * lengths[units].perMetre;
  return withUnit(value, lengths[units].unit, locale, value < 100 ? 1 : 0, "short");
}

/** As `formatLength`, with the unit in words: "1.2 meters". */
export function formatLengthInWords(metres: number, units: Units, locale: string): string {
  return withUnit(metres * lengths[units].perMetre, lengths[units].unit, locale, 1, "long");
}

/** Such as "km/h". */
export function speedUnit(units: Units, locale: string): string {
  const parts = new Intl.NumberFormat(locale, { style: "unit", unit: speeds[units].unit }).formatToParts(1);
  return parts.find(({ type }) => type === "unit")?.value ?? "";
}

function withUnit(value: number, unit: string, locale: string, digits: number, unitDisplay: "short" | "long"): string {
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit,
    unitDisplay,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value);
}
