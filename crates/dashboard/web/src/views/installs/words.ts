// How the outcomes of looking for a click, and what was compared, are called.

import type { Install, InstallExplanation } from "../../api/types";

export type Candidate = InstallExplanation["candidates"][number];

export const PLATFORMS: Record<string, string> = { ios: "iOS", android: "Android" };

/** Why there is no link. */
export const OUTCOMES: Record<Install["outcome"], string> = {
  credited: "a deleted link",
  awaiting_click: "its click is on its way",
  named_click_refused: "the named click cannot be it",
  ambiguous: "several links fit",
  no_click_fits: "no click fits",
  no_click_named: "nobody, as far as is known",
};

export const RULES: Record<NonNullable<Install["rule"]>, string> = {
  click_id: "the app named the click",
  install_referrer: "the store named the click",
  fingerprint: "compared with recent clicks",
};

export const FACTORS: Record<Candidate["factors"][number]["factor"], string> = {
  ip: "address",
  user_agent: "system",
  timezone: "time zone",
  language: "language",
  click_id: "click's id",
  install_referrer: "store's referrer",
};
