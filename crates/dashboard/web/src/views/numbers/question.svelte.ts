// What somebody asks of the numbers: over which time, of which clicks. All of it is read from the address.

import type { Query } from "../../api/request";
import { place } from "../../navigation.svelte";

/** What clicks can be told apart by, as the API names it, and as people call it. */
export const DIMENSIONS = {
  link: "Link",
  tag: "Tag",
  account: "Account",
  project: "Project",
  country: "Country",
  region: "Region",
  city: "City",
  device: "Device",
  os: "System",
  browser: "Browser",
  language: "Language",
  referrer: "Referrer",
  utm_source: "UTM source",
  utm_medium: "UTM medium",
  utm_campaign: "UTM campaign",
  utm_term: "UTM term",
  utm_content: "UTM content",
  destination: "Sent to",
  traffic: "Traffic",
} as const;
export type Dimension = keyof typeof DIMENSIONS;
export const isDimension = (name: string): name is Dimension => name in DIMENSIONS;

export const RANGES = { today: "Today", "7d": "7 days", "30d": "30 days", "90d": "90 days", "12m": "12 months" } as const;
export type Range = keyof typeof RANGES;
const DAYS: Record<Range, number> = { today: 1, "7d": 7, "30d": 30, "90d": 90, "12m": 365 };

export interface Filter {
  by: Dimension;
  values: string[];
  isExclusion: boolean;
}

export class Question {
  /** `link` narrows everything to one link. */
  constructor(private readonly link?: string) {}

  get range(): Range | "exact" {
    if (place.param("from") && place.param("to")) return "exact";
    const range = place.param("range");
    return range in RANGES ? (range as Range) : "30d";
  }

  get timezone(): string {
    return place.param("tz") || Intl.DateTimeFormat().resolvedOptions().timeZone;
  }

  /** First and last day, or instants where somebody has zoomed in. */
  get span(): { from: string; to: string } {
    if (this.range === "exact") return { from: place.param("from"), to: place.param("to") };
    const today = day(new Date(), this.timezone);
    return { from: shifted(today, 1 - DAYS[this.range as Range]), to: today };
  }

  /** The same as instants, of which the last is not included. */
  get instants(): { from: string; to: string } {
    const { from, to } = this.span;
    const at = (text: string, days: number) => (text.length === 10 ? dawn(shifted(text, days), this.timezone) : text);
    return { from: at(from, 0), to: at(to, 1) };
  }

  get traffic(): string {
    return place.param("traffic") || "human";
  }

  /** Buckets that a screen can show. */
  get interval(): string {
    const chosen = place.param("interval");
    if (chosen) return chosen;
    const days = this.days;
    return days <= 3 ? "hour" : days <= 120 ? "day" : days <= 800 ? "week" : "month";
  }

  get days(): number {
    const { from, to } = this.span;
    return (Date.parse(to) - Date.parse(from)) / 86_400_000 + (to.length === 10 ? 1 : 0);
  }

  get filters(): Filter[] {
    return [...place.query].flatMap(([name, text]) => {
      const isExclusion = name.endsWith("!");
      const by = isExclusion ? name.slice(0, -1) : name;
      return isDimension(by) && by !== "traffic" ? [{ by, values: split(text), isExclusion }] : [];
    });
  }

  /** As the API is asked. */
  get query(): Query {
    const { from, to } = this.span;
    const filters = Object.fromEntries(this.filters.map(({ by, values, isExclusion }) => [isExclusion ? `${by}!` : by, joined(values)]));
    return { ...filters, from, to, timezone: this.timezone, traffic: this.traffic, ...(this.link ? { link: this.link } : {}) };
  }

  has(by: Dimension, value: string): boolean {
    if (by === "traffic") return this.traffic === value;
    return this.filters.some((filter) => filter.by === by && !filter.isExclusion && filter.values.includes(value));
  }

  /** The address where this value is chosen, or not any more. */
  toggled(by: Dimension, value: string): string {
    if (by === "traffic") return place.with({ traffic: this.traffic === value ? null : value });
    const values = this.filters.find((filter) => filter.by === by && !filter.isExclusion)?.values ?? [];
    const next = values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
    return place.with({ [by]: joined(next) });
  }

  /** The address where the same values are left out, or counted alone again. */
  flipped({ by, values, isExclusion }: Filter): string {
    return place.with({ [`${by}!`]: isExclusion ? null : joined(values), [by]: isExclusion ? joined(values) : null });
  }

  without(filter: Filter): string {
    return place.with({ [filter.isExclusion ? `${filter.by}!` : filter.by]: null });
  }
}

/** Values are separated by commas; a backslash takes a comma as it is. The API writes lists in the same way. */
function split(text: string): string[] {
  return [...text.matchAll(/(?:\\.|[^,\\])+/gs)].map(([value]) => value.replace(/\\(.)/gs, "$1"));
}

function joined(values: string[]): string {
  return values.map((value) => value.replace(/[\\,]/g, "\\$&")).join(",");
}

/** The calendar day of a moment somewhere. */
export function day(at: Date, timezone: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: timezone, year: "numeric", month: "2-digit", day: "2-digit" }).format(at);
}

/** The first instant of a day somewhere. */
function dawn(day: string, timezone: string): string {
  const format = new Intl.DateTimeFormat("en-CA", { timeZone: timezone, hourCycle: "h23", dateStyle: "short", timeStyle: "medium" });
  /** How far clocks there are ahead of UTC. */
  const ahead = (at: number) => Date.parse(`${format.format(at).replace(", ", "T")}Z`) - at;
  const midnight = Date.parse(day);
  // Once more, for days on which clocks are changed.
  const guess = midnight - ahead(midnight);
  return new Date(midnight - ahead(guess)).toISOString();
}

function shifted(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}
