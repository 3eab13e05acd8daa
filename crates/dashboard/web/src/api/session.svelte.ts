// Who has signed in, and what he may do.

import { get } from "./request";
import type { Me } from "./types";
import { stayIn } from "./workspace";

class Session {
  me = $state.raw<Me>();

  async load(): Promise<void> {
    this.me = await get<Me>("/api/me");
    stayIn(this.me.workspace.id);
  }

  may(scope: "links:write" | "conversions:write" | "admin"): boolean {
    const scopes = this.me?.scopes ?? [];
    return scopes.includes(scope) || scopes.includes("admin");
  }
}

export const session = new Session();
