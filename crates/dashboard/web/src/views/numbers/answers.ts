// Asking the questions, and what the views take from the answers.

import { get } from "../../api/request";
import type { Numbers, Returns, StatsBreakdown, StatsFunnel, StatsOverview, StatsTimeseries } from "../../api/types";
import { UNKNOWN, learn } from "./names.svelte";
import type { Dimension, Question } from "./question.svelte";

export interface Breakdown {
  rows: { value: string; clicks: number; visitors: number }[];
  total: number;
  hasMore: boolean;
}

export interface Timeline {
  times: number[];
  now: Numbers[];
  /** What lies as far behind the beginning of the time before. */
  before: (Numbers | undefined)[];
}

export const askTotals = (question: Question, signal: AbortSignal) => get<StatsOverview>("/api/stats/overview", question.query, signal);

export async function askTimeline(question: Question, signal: AbortSignal): Promise<Timeline> {
  const query = { ...question.query, interval: question.interval, compare: "previous" };
  const { points, previous } = await get<StatsTimeseries>("/api/stats/timeseries", query, signal);
  return { times: points.map((point) => Date.parse(point.from) / 1000), now: points, before: points.map((_, index) => previous?.points[index]) };
}

export async function askBreakdown(question: Question, by: Dimension, limit: number, signal: AbortSignal): Promise<Breakdown> {
  // What is chosen of this very dimension does not narrow its own list, so that another value can be chosen beside it.
  const query = { ...question.query, [by]: undefined, ...(by === "traffic" ? { traffic: "all" } : {}), by, limit };
  const answer = await get<StatsBreakdown>("/api/stats/breakdown", query, signal);
  for (const { value, caption } of answer.rows) if (value && caption) learn(value, caption);
  const rows = answer.rows.map(({ value, clicks, visitors }) => ({ value: value ?? UNKNOWN, clicks, visitors }));
  return { rows, total: answer.totals.clicks, hasMore: answer.hasMore };
}

export const askFunnel = async (question: Question, signal: AbortSignal) => (await get<StatsFunnel>("/api/stats/funnel", question.query, signal)).steps;

/** What a cost can be told apart by: it is a link's, not a click's. */
const OF_LINKS: readonly Dimension[] = ["link", "tag", "account", "project"];

/** What links cost and brought, now and in the time before. Nothing where the numbers are narrowed by what no cost is said of. */
export async function askReturns(question: Question, { range, previousRange }: StatsOverview, signal: AbortSignal): Promise<{ now: Returns; before: Returns | null } | null> {
  if (question.filters.some(({ by, isExclusion }) => isExclusion || !OF_LINKS.includes(by))) return null;
  const { timezone: _, traffic: __, ...which } = question.query;
  const ask = ({ from, to }: { from: string; to: string }) => get<Returns>("/api/stats/returns", { ...which, from, to, limit: 1 }, signal);
  const [now, before] = await Promise.all([ask(range), previousRange ? ask(previousRange) : null]);
  return { now, before };
}

/** What was counted, by one number; of money the gross in a currency. */
export type Measure = "clicks" | "visitors" | "claims" | "follows" | "subscriptions" | "sales" | "gross" | "net";

export function measured(numbers: Numbers, measure: Measure, currency = "USD"): number {
  if (measure !== "gross" && measure !== "net") return numbers[measure];
  return Number(numbers.money.find((money) => money.currency === currency)?.[measure] ?? 0);
}
