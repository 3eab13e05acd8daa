// What somebody types about a link, and how the API is told of it.

import type { Link, LinkInput } from "../../api/types";

export interface LinkForm {
  destination: string;
  name: string;
  code: string;
  template: string;
  account: string;
  project: string;
  tags: string;
  utm: Record<Utm, string>;
  countries: string[];
  languages: string[];
  platforms: string[];
  iosUrl: string;
  androidUrl: string;
  fallbackUrl: string;
  appScheme: string;
  deepLinkPath: string;
  expiresAt: string;
  expiredUrl: string;
  maxClicks: string;
  window: string;
  /** What it costs: nothing, or an amount by a model. */
  costModel: string;
  costAmount: string;
  costCurrency: string;
  forwardQuery: boolean;
  appendClickId: boolean;
  ogTitle: string;
  ogDescription: string;
  ogImageUrl: string;
}

type Cost = NonNullable<LinkInput["cost"]>;

export const UTM = ["source", "medium", "campaign", "term", "content"] as const;
export type Utm = (typeof UTM)[number];

export const emptyForm = (): LinkForm => ({
  destination: "", name: "", code: "", template: "", account: "", project: "", tags: "",
  utm: { source: "", medium: "", campaign: "", term: "", content: "" },
  countries: [], languages: [], platforms: [],
  iosUrl: "", androidUrl: "", fallbackUrl: "", appScheme: "", deepLinkPath: "",
  expiresAt: "", expiredUrl: "", maxClicks: "", window: "", costModel: "", costAmount: "", costCurrency: "USD", forwardQuery: false, appendClickId: false,
  ogTitle: "", ogDescription: "", ogImageUrl: "",
});

/** The form of a link that is there. */
export function formOf(link: Link): LinkForm {
  const utm = (link.utmParameters ?? {}) as Partial<Record<Utm, string>>;
  const rules = (link.targetingRules ?? {}) as { countries?: string[]; languages?: string[]; platforms?: string[] };
  const text = (value: string | null | undefined) => value ?? "";
  const cost = link.cost as { model: string; amount: string; currency: string } | null;
  return {
    destination: link.original_url, name: text(link.title), code: link.short_code, template: text(link.template_id), account: link.account_id, project: text(link.project_id),
    tags: link.tags.join(", "),
    utm: { source: text(utm.source), medium: text(utm.medium), campaign: text(utm.campaign), term: text(utm.term), content: text(utm.content) },
    countries: rules.countries ?? [], languages: rules.languages ?? [], platforms: rules.platforms ?? [],
    iosUrl: text(link.ios_url), androidUrl: text(link.android_url), fallbackUrl: text(link.web_fallback_url),
    appScheme: text(link.app_scheme), deepLinkPath: text(link.deep_link_path),
    expiresAt: link.expires_at ? local(link.expires_at) : "", expiredUrl: text(link.expired_url),
    maxClicks: link.max_clicks ? String(link.max_clicks) : "", window: String(link.attribution_window_hours),
    costModel: cost?.model ?? "", costAmount: cost?.amount ?? "", costCurrency: cost?.currency ?? "USD",
    forwardQuery: link.forward_query, appendClickId: link.append_click_id,
    ogTitle: text(link.og_title), ogDescription: text(link.og_description), ogImageUrl: text(link.og_image_url),
  };
}

/** All of it, as the API takes it. What is empty is cleared. */
export function inputOf(form: LinkForm): LinkInput {
  const text = (value: string) => value.trim() || null;
  const tags = form.tags.split(",").map((tag) => tag.trim()).filter(Boolean);
  return {
    templateId: form.template,
    projectId: form.project || null,
    originalUrl: withScheme(form.destination),
    title: text(form.name),
    tags,
    utmParameters: form.utm,
    targetingRules: { countries: form.countries, languages: form.languages, platforms: form.platforms as ("ios" | "android" | "web")[] },
    iosUrl: text(form.iosUrl), androidUrl: text(form.androidUrl), webFallbackUrl: text(form.fallbackUrl),
    appScheme: text(form.appScheme), deepLinkPath: text(form.deepLinkPath),
    expiresAt: form.expiresAt ? new Date(form.expiresAt).toISOString() : null, expiredUrl: text(form.expiredUrl),
    maxClicks: form.maxClicks ? Number(form.maxClicks) : null,
    ...(form.window ? { attributionWindowHours: Number(form.window) } : {}),
    cost: form.costModel ? { model: form.costModel as Cost["model"], amount: String(form.costAmount), currency: form.costCurrency } : null,
    forwardQuery: form.forwardQuery, appendClickId: form.appendClickId,
    ogTitle: text(form.ogTitle), ogDescription: text(form.ogDescription), ogImageUrl: text(form.ogImageUrl),
  };
}

/** What a new link is told besides: this can never be changed. */
export function newInputOf(form: LinkForm): LinkInput {
  return { ...inputOf(form), ...(form.code.trim() ? { customCode: form.code.trim() } : {}), ...(form.account ? { accountId: form.account } : {}) };
}

/** People leave out what their browser adds. */
export function withScheme(address: string): string {
  const text = address.trim();
  return text && !/^[a-z][a-z0-9+.-]*:/i.test(text) && /^[^\s/]+\.[^\s/]+/.test(text) ? `https://${text}` : text;
}

/** A time as the browser's field wants it: without a zone, in the reader's own. */
function local(at: string): string {
  const moment = new Date(at);
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
