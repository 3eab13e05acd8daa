// Clicks as they come in. The server says at most once a second what there was.

import { root } from "../navigation.svelte";

export interface LiveClick {
  id: string;
  linkId: string;
  code: string;
  name: string | null;
  at: string;
  traffic: string;
  country: string | null;
  city: string | null;
  device: string;
  system: string | null;
  browser: string | null;
  referrer: string | null;
}

export interface LiveEvent {
  clicks: number;
  humans: number;
  latest: LiveClick[];
}

/** Listens as long as the component that made it is there. The browser connects again by itself. */
export class LiveFeed {
  isOpen = $state(false);

  constructor(hear: (event: LiveEvent) => void) {
    $effect(() => {
      const source = new EventSource(`${root}/dashboard/live`);
      source.addEventListener("open", () => (this.isOpen = true));
      source.addEventListener("error", () => (this.isOpen = false));
      source.addEventListener("clicks", (event: MessageEvent<string>) => hear(JSON.parse(event.data) as LiveEvent));
      return () => source.close();
    });
  }
}
