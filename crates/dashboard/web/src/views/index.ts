// Which view stands at which path. Each is loaded when somebody opens it.

import type { Component } from "svelte";

type Loaded = Promise<{ default: Component }>;

export interface View {
  /** The entry of the menu that it belongs to. */
  name: string;
  /** Views of another key are made anew. */
  key: string;
  load: () => Loaded;
}

const VIEWS: Record<string, () => Loaded> = {
  "": () => import("./overview/Overview.svelte"),
  links: () => import("./links/Links.svelte"),
  "links/new": () => import("./links/NewLink.svelte"),
  "links/*": () => import("./link/LinkDetail.svelte"),
  "links/*/edit": () => import("./links/EditLink.svelte"),
  people: () => import("./people/People.svelte"),
  "people/*": () => import("./people/Dossier.svelte"),
  conversions: () => import("./conversions/Conversions.svelte"),
  installs: () => import("./installs/Installs.svelte"),
  returns: () => import("./returns/Returns.svelte"),
  accounts: () => import("./accounts/Accounts.svelte"),
  projects: () => import("./projects/Projects.svelte"),
  templates: () => import("./templates/Templates.svelte"),
  shares: () => import("./shares/Shares.svelte"),
  webhooks: () => import("./webhooks/Webhooks.svelte"),
  keys: () => import("./keys/Keys.svelte"),
  apps: () => import("./apps/Apps.svelte"),
  team: () => import("./team/Team.svelte"),
  audit: () => import("./audit/Audit.svelte"),
  settings: () => import("./settings/Settings.svelte"),
};

export function viewAt(segments: string[]): View {
  const path = segments.join("/");
  const known = path in VIEWS ? path : segments.map((segment, index) => (index === 1 ? "*" : segment)).join("/");
  const load = VIEWS[known] ?? (() => import("./Missing.svelte"));
  return { name: segments[0] ?? "", key: path, load: load as () => Loaded };
}
