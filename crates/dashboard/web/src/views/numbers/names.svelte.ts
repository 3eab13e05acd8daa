// How values are called. Links and accounts go by ids in questions, and by names before people.

import { get } from "../../api/request";
import type { Account, Link, Project } from "../../api/types";
import { capital, country, language } from "../../say";
import type { Dimension } from "./question.svelte";

const known = $state<Record<string, string>>({});
const asked = new Set<string>();

/** What people call a value. A name that is not known yet comes a moment later. */
export function nameOf(by: Dimension, value: string): string {
  if (value === UNKNOWN) return by === "referrer" ? "Direct, or not said" : "Unknown";
  if (by === "country") return country(value);
  if (by === "language") return language(value);
  if (by === "link" || by === "account" || by === "project") {
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

const FIND = {
  link: (id: string) => get<Link>(`/api/links/${id}`).then((link) => learn(id, link.title ?? `/${link.short_code}`)),
  account: () => get<Account[]>("/api/accounts").then((all) => all.forEach((account) => learn(account.id, account.name))),
  project: () => get<Project[]>("/api/projects").then((all) => all.forEach((project) => learn(project.id, project.name))),
};

function ask(by: keyof typeof FIND, id: string): void {
  if (asked.has(id) || known[id]) return;
  asked.add(id);
  FIND[by](id).catch(() => queueMicrotask(() => learn(id, `a deleted ${by}`)));
}
