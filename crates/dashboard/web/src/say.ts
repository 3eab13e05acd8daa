// How numbers, times and names are written. Everything in the reader's own language.

const whole = new Intl.NumberFormat();
const short = new Intl.NumberFormat(undefined, { notation: "compact", maximumFractionDigits: 1 });
const percent = new Intl.NumberFormat(undefined, { style: "percent", maximumFractionDigits: 1 });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });
const minute = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const ago = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });
const countries = new Intl.DisplayNames(undefined, { type: "region" });
const languages = new Intl.DisplayNames(undefined, { type: "language" });

export const number = (value: number): string => whole.format(value);
/** For axes and narrow places: 12.3K. */
export const brief = (value: number): string => (Math.abs(value) < 10_000 ? whole.format(value) : short.format(value));
export const share = (part: number, of: number): string => (of > 0 ? percent.format(part / of) : "–");

/** An amount that came as decimal digits. */
export function money(amount: string | number, currency = "USD"): string {
  const value = Number(amount);
  // Nobody reads the cents of a large sum.
  const digits = Math.abs(value) >= 10_000 ? 0 : 2;
  return new Intl.NumberFormat(undefined, { style: "currency", currency, minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
}

/** Money for axes: $1.2K. */
export const briefMoney = (value: number): string => new Intl.NumberFormat(undefined, { style: "currency", currency: "USD", notation: "compact", maximumFractionDigits: 1 }).format(value);

/** A change in hundredths, with its sign; nothing to compare with gives nothing. */
export function change(now: number, before: number): string {
  if (before === 0) return now === 0 ? "±0 %" : "new";
  const ratio = (now - before) / Math.abs(before);
  return `${ratio > 0 ? "+" : ratio < 0 ? "−" : "±"}${percent.format(Math.abs(ratio))}`;
}

/** A part of something, in hundredths. */
export const hundredths = (part: number): string => percent.format(part);

/** How far a part has moved, in hundredths of the whole, with its sign. */
export function difference(now: number, before: number): string {
  const moved = now - before;
  return `${moved > 0 ? "+" : moved < 0 ? "−" : "±"}${percent.format(Math.abs(moved))}`;
}

export const date = (at: string): string => day.format(new Date(at));
export const time = (at: string): string => minute.format(new Date(at));

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [["year", 31_557_600], ["month", 2_629_800], ["week", 604_800], ["day", 86_400], ["hour", 3_600], ["minute", 60]];

/** How long ago, or in how long. */
export function since(at: string, now = Date.now()): string {
  const seconds = (new Date(at).getTime() - now) / 1000;
  for (const [unit, length] of STEPS) if (Math.abs(seconds) >= length) return ago.format(Math.trunc(seconds / length), unit);
  return Math.abs(seconds) < 5 ? "now" : ago.format(Math.trunc(seconds), "second");
}

export function country(code: string | null | undefined): string {
  if (!code) return "Unknown";
  try {
    return countries.of(code) ?? code;
  } catch {
    return code;
  }
}

export function language(code: string): string {
  try {
    return languages.of(code) ?? code;
  } catch {
    return code;
  }
}

/** An address without what everybody can add himself. */
export const bare = (url: string): string => url.replace(/^https?:\/\/(www\.)?/, "").replace(/\/$/, "");

/** A word with a capital. */
export const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
