// Why a conversion counts where it does, as the API tells it.

export interface Visit {
  linkId: string | null;
  code: string | null;
  isDeleted: boolean;
  clickId: string | null;
}

export interface Part {
  number: number;
  gross: string | null;
  net: string | null;
}

export interface Candidate extends Visit {
  at: string;
  windowHours: number | null;
  verdict: "in_reach" | "too_late" | "expired";
  factors: { name: string; value: number }[];
  points: number;
  share: number;
  credit: Part | null;
}

export interface Explanation {
  conversionId: string;
  type: string;
  occurredAt: string;
  gross: string | null;
  net: string | null;
  currency: string | null;
  outcome: "credited" | "no_visit" | "none_in_reach" | "counted_before" | "never_credited";
  rule: { model: string; halfLifeHours: number | null; reason: string; decidedAt: string; takesBack: string | null };
  candidates: Candidate[];
  answers: { model: string; chosen: Visit | null; credits: (Visit & { credit: Part })[] }[];
}

/** What models are called. */
export const MODELS: Record<string, string> = { first: "First visit", last: "Last visit", linear: "Linear", time_decay: "Time decay", position: "Position" };

/** Hours, as people say them. */
export function span(hours: number): string {
  if (hours < 1) return `${Math.max(1, Math.round(hours * 60))} min`;
  return hours < 48 ? `${Math.round(hours)} h` : `${Math.round(hours / 24)} days`;
}
