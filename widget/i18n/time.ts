/** Media times as people read and hear them. Seconds count as whole once they have passed. */

interface Clock {
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
}

// Half a millisecond: a time that is a whole second but for rounding is that second.
const ROUNDING = 0.0005;

function clockOf(time: number): Clock {
  const total = Math.max(0, Math.floor(time + ROUNDING));
  return { hours: Math.floor(total / 3600), minutes: Math.floor(total / 60) % 60, seconds: total % 60 };
}

const padded = (value: number) => String(value).padStart(2, "0");

/** Such as "0:07", "12:30" or "1:02:03"; `time` is seconds, 0 or more. */
export function formatClock(time: number): string {
  const { hours, minutes, seconds } = clockOf(time);
  return hours > 0 ? `${hours}:${padded(minutes)}:${padded(seconds)}` : `${minutes}:${padded(seconds)}`;
}

/** Such as "1 minute 5 seconds"; `time` is seconds, 0 or more. */
export function formatTimeInWords(time: number, locale: string): string {
  const { hours, minutes, seconds } = clockOf(time);
  const words = (value: number, unit: string) =>
    new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(value);
  const parts = [
    ...(hours > 0 ? [words(hours, "hour")] : []),
    ...(minutes > 0 ? [words(minutes, "minute")] : []),
    ...(seconds > 0 || hours + minutes === 0 ? [words(seconds, "second")] : []),
  ];
  return new Intl.ListFormat(locale, { type: "unit", style: "narrow" }).format(parts);
}
