// Asking the questions, and what the views take from the answers.

import { get } from "../../api/request";
import type { Dimension, Question } from "./question.svelte";
import { UNKNOWN, learn } from "./names.svelte";

/** Measures by name; what cannot be told is not there. */
export type Measures = Partial<Record<Measure, number>>;
export type Measure = "clicks" | "visitors" | "claims" | "followers" | "subscribers" | "sales" | "gross" | "net" | "cost" | "roi";

export interface Totals {
  now: Measures;
  before: Measures;
  /** What the server says of these numbers, such as who counts again. */
  notes: string[];
}

export interface Breakdown {
  rows: { value: string; clicks: number; visitors: number }[];
  total: number;
  hasMore: boolean;
}

export interface Timeline {
  times: number[];
  clicks: number[];
  visitors: number[];
  before: (number | null)[];
}

export interface Step {
  name: string;
  count: number;
}

type Counted = Record<string, number | string | null | undefined>;

function measures(counted: Counted | null | undefined): Measures {
  const known = Object.entries(counted ?? {}).filter(([, value]) => value !== null && value !== undefined && !Number.isNaN(Number(value)));
  return Object.fromEntries(known.map(([name, value]) => [name, Number(value)]));
}

export async function askTotals(question: Question, signal: AbortSignal): Promise<Totals> {
  const answer = await get<{ totals: Counted; previous: Counted | null; notes: string[] }>("/api/stats/overview", question.query, signal);
  return { now: measures(answer.totals), before: measures(answer.previous), notes: answer.notes };
}

export async function askTimeline(question: Question, signal: AbortSignal): Promise<Timeline> {
  interface Point { from: string; clicks: number; visitors: number }
  const answer = await get<{ points: Point[]; previous: { points: Point[] } | null }>("/api/stats/timeseries", { ...question.query, interval: question.interval, compare: "previous" }, signal);
  const { points, previous } = answer;
  return {
    times: points.map((point) => Date.parse(point.from) / 1000),
    clicks: points.map((point) => point.clicks),
    visitors: points.map((point) => point.visitors),
    before: points.map((_, index) => previous?.points[index]?.clicks ?? null),
  };
}

export async function askBreakdown(question: Question, by: Dimension, limit: number, signal: AbortSignal): Promise<Breakdown> {
  interface Row { value: string | null; caption: string | null; clicks: number; visitors: number }
  // What is chosen of this very dimension does not narrow its own list, so that another value can be chosen beside it.
  const query = { ...question.query, [by]: undefined, ...(by === "traffic" ? { traffic: "all" } : {}), by, limit };
  const answer = await get<{ rows: Row[]; totals: { clicks: number }; hasMore: boolean }>("/api/stats/breakdown", query, signal);
  for (const { value, caption } of answer.rows) if (value && caption) learn(value, caption);
  const rows = answer.rows.map(({ value, clicks, visitors }) => ({ value: value ?? UNKNOWN, clicks, visitors }));
  return { rows, total: answer.totals.clicks, hasMore: answer.hasMore };
}

export async function askFunnel(question: Question, signal: AbortSignal): Promise<Step[]> {
  const answer = await get<{ steps: Step[] }>("/api/stats/funnel", question.query, signal);
  return answer.steps;
}
