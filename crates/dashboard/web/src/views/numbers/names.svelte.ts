// How values are called. Links and accounts go by ids in questions, and by names before people.

import { get } from "../../api/request";
import type { Account, Link } from "../../api/types";
import { capital, country, language } from "../../say";
import type { Dimension } from "./question.svelte";

const known = $state<Record<string, string>>({});
const asked = new Set<string>();

/** What people call a value. A name that is not known yet comes a moment later. */
export function nameOf(by: Dimension, value: string): string {
  if (value === UNKNOWN) return by === "referrer" ? "Direct, or not said" : "Unknown";
  if (by === "country") return country(value);
  if (by === "language") return language(value);
  if (by === "link" || by === "account") {
    ask(by, value);
    return known[value] ?? "…";
  }
  if (by === "destination") return capital(value.replaceAll("_", " "));
  return by === "device" || by === "traffic" ? capital(value) : value;
}

/** How the API writes that something is not known. */
export const UNKNOWN = "(unknown)";

export function learn(id: string, name: string): void {
  if (known[id] !== name) known[id] = name;
}

function ask(by: "link" | "account", id: string): void {
  if (asked.has(id) || known[id]) return;
  asked.add(id);
  const found = by === "link" ? get<Link>(`/api/links/${id}`).then((link) => learn(id, link.title ?? `/${link.short_code}`)) : get<Account[]>("/api/accounts").then((all) => all.forEach((account) => learn(account.id, account.name)));
  found.catch(() => queueMicrotask(() => learn(id, "a deleted link")));
}
