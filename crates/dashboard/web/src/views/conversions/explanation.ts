// How models and spans are called where a conversion is explained.

import type { Explanation } from "../../api/types";

export type Candidate = Explanation["candidates"][number];
/** A visit, as far as it leads anywhere. */
export type Visit = Pick<Candidate, "linkId" | "code" | "isDeleted">;

/** What models are called. */
export const MODELS: Record<string, string> = { first: "First visit", last: "Last visit", linear: "Linear", time_decay: "Time decay", position: "Position" };

/** Hours, as people say them. */
export function span(hours: number): string {
  if (hours < 1) return `${Math.max(1, Math.round(hours * 60))} min`;
  return hours < 48 ? `${Math.round(hours)} h` : `${Math.round(hours / 24)} days`;
}
