// The names under which the pages know what the APIs answer. The types themselves are generated from the APIs' own documents.

import type { components as Main } from "./generated/linkforty";
import type { components as Own } from "./generated/trackway";

export type Link = Main["schemas"]["Link"];
export type LinkInput = Main["schemas"]["LinkInput"];
export type Template = Main["schemas"]["Template"];
export type Project = Main["schemas"]["Project"];
export type Key = Main["schemas"]["Key"];
export type NewKey = Main["schemas"]["NewKey"];
export type Webhook = Main["schemas"]["Webhook"];
export type Delivery = Main["schemas"]["Delivery"];
export type NewWebhook = Main["schemas"]["NewWebhook"];
export type Me = Own["schemas"]["Me"];
export type User = Own["schemas"]["User"];
export type Account = Own["schemas"]["Account"];
export type RankedLink = Own["schemas"]["RankedLink"];
export type RankedLinks = Own["schemas"]["RankedLinks"];
export type Person = Own["schemas"]["Person"];
export type People = Own["schemas"]["People"];
export type Conversion = Own["schemas"]["Conversion"];
export type Conversions = Own["schemas"]["Conversions"];
export type Client = Own["schemas"]["Client"];
export type NewClient = Own["schemas"]["NewClient"];
export type Consent = Own["schemas"]["Consent"];
export type Explanation = Own["schemas"]["Explanation"];
export type AttributionRules = Own["schemas"]["Attribution"];
export type Returns = Own["schemas"]["Returns"];
export type Numbers = Own["schemas"]["Numbers"];
export type StatsOverview = Own["schemas"]["Overview"];
export type StatsTimeseries = Own["schemas"]["Timeseries"];
export type StatsBreakdown = Own["schemas"]["Breakdown"];
export type StatsFunnel = Own["schemas"]["Funnel"];
