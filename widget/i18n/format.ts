/** Numbers as people read them, in one locale. */

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;
const FALLBACK_UNIT = UNITS[0];

/** A file size such as "12 MB" or "1.5 GB"; `bytes` is 0 or more. */
export function formatBytes(bytes: number, locale: string): string {
  const step = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** step;
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit: UNITS[step] ?? FALLBACK_UNIT,
    unitDisplay: step === 0 ? "long" : "short",
    maximumFractionDigits: step >= 2 && value < 10 ? 1 : 0,
  }).format(value);
}

/** A share from 0 to 1 in whole percent; 100 % is shown only for the whole. */
export function formatPercent(fraction: number, locale: string): string {
  const percent = fraction >= 1 ? 1 : Math.floor(Math.max(0, fraction) * 100) / 100;
  return new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 }).format(percent);
}

/** A whole or decimal number with at most `digits` places after the point. */
export function formatNumber(value: number, locale: string, digits = 0): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value);
}

/** A count with its unit in words, such as "3 minutes". */
export function formatUnit(value: number, unit: "second" | "minute" | "hour", locale: string): string {
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long", maximumFractionDigits: 0 }).format(
    value,
  );
}

/** An expected wait: rounded coarsely, as it is an estimate. `seconds` is 0 or more. */
export function formatWait(seconds: number, locale: string): string {
  if (seconds < 55) {
    return formatUnit(Math.max(5, Math.ceil(seconds / 5) * 5), "second", locale);
  }
  const minutes = Math.max(1, Math.round(seconds / 60));
  if (minutes < 60) {
    return formatUnit(minutes, "minute", locale);
  }
  const hours = formatUnit(Math.floor(minutes / 60), "hour", locale);
  const rest = minutes % 60;
  return rest === 0 ? hours : `${hours} ${formatUnit(rest, "minute", locale)}`;
}
