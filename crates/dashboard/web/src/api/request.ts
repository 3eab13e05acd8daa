// Asking the APIs with the session of whoever has signed in.

import { root } from "../navigation.svelte";
import { forget, workspaceHeader } from "./workspace";

/** Why something was not done. */
export class Trouble extends Error {
  constructor(
    readonly status: number,
    message: string,
    /** What is wrong with which field. */
    readonly fields: Record<string, string> = {},
  ) {
    super(message);
  }

  /** True where nothing was reached at all. */
  get isOffline(): boolean {
    return this.status === 0;
  }
}

export type Query = Record<string, string | number | boolean | null | undefined | string[]>;

export const get = <T>(path: string, query: Query = {}, signal?: AbortSignal) => ask<T>("GET", address(path, query), undefined, signal);
export const post = <T>(path: string, body: unknown = {}) => ask<T>("POST", address(path), body);
export const put = <T>(path: string, body: unknown = {}) => ask<T>("PUT", address(path), body);
export const patch = <T>(path: string, body: unknown = {}) => ask<T>("PATCH", address(path), body);
export const remove = <T>(path: string, body?: unknown) => ask<T>("DELETE", address(path), body);

/** A path of this installation with a query; what is not said is left out, lists are repeated. */
export function address(path: string, query: Query = {}): string {
  const pairs = Object.entries(query).flatMap(([name, value]) => {
    if (Array.isArray(value)) return value.map((one) => [name, one]);
    return value === null || value === undefined || value === "" ? [] : [[name, String(value)]];
  });
  const text = new URLSearchParams(pairs as string[][]).toString();
  return `${root}${path}${text ? `?${text}` : ""}`;
}

async function ask<T>(method: string, address: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  // The header shows the server that a page of ours asks.
  const headers: Record<string, string> = { "X-Trackway-Page": "1", Accept: "application/json", ...workspaceHeader() };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let response: Response;
  try {
    response = await fetch(address, { method, headers, body: body === undefined ? null : JSON.stringify(body), signal: signal ?? null });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Trouble(0, "Trackway cannot be reached.");
  }
  if (response.status === 401) {
    // Perhaps it was only the workspace that was not his any more.
    if (forget()) location.reload();
    else location.assign(`${root}/sign-in?return_to=${encodeURIComponent(location.pathname.slice(root.length) + location.search)}`);
    return new Promise(() => {});
  }
  const text = await response.text();
  const answer: unknown = text ? JSON.parse(text) : null;
  if (!response.ok) throw trouble(response.status, answer);
  return answer as T;
}

function trouble(status: number, answer: unknown): Trouble {
  const { message, validation } = (answer ?? {}) as { message?: string; validation?: Record<string, string> };
  return new Trouble(status, message ?? `The server answered ${status}.`, validation ?? {});
}
