// In which of his workspaces somebody acts here. A cookie says so to the server for what can carry no header (pictures, files, the live feed) and
// for the next time; each page stays in the workspace that it was opened in, whatever other pages do meanwhile.

import { root } from "../navigation.svelte";

const COOKIE = "trackway_workspace";
let own = document.cookie.split("; ").find((pair) => pair.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1) ?? "";

/** What each request says of it. */
export const workspaceHeader = (): Record<string, string> => (own ? { "X-Trackway-Workspace": own } : {});

/** This page is of that workspace from now on. */
export const stayIn = (id: string): void => void (own = id);

/** Opens the dashboard of another workspace. */
export function enter(id: string): void {
  keep(id, 31_536_000);
  location.assign(`${root}/dashboard`);
}

/** Forgets the choice, as that of somebody who is no member there any more. True where there was one. */
export function forget(): boolean {
  const had = document.cookie.includes(`${COOKIE}=`);
  keep("", 0);
  return had;
}

function keep(id: string, seconds: number): void {
  document.cookie = `${COOKIE}=${id}; Path=/; SameSite=Lax; Max-Age=${seconds}${location.protocol === "https:" ? "; Secure" : ""}`;
}
