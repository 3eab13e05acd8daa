// A list that the server gives in portions: the first when the view opens and whenever what it depends on changes, the others when somebody
// asks for more.

import { complain } from "../parts/toasts.svelte";
import { Resource } from "./resource.svelte";

export interface Portion<T, C> {
  rows: T[];
  /** What the next portion is asked for by; null at the end. */
  nextCursor: C | null;
}

export class Listing<T, C extends string | number = string> {
  cursor = $state.raw<C | null>(null);
  readonly rows: Resource<T[]>;

  /** What `ask` reads before it waits is what the list depends on, as with any resource. */
  constructor(private readonly ask: (cursor: C | null, signal?: AbortSignal) => Promise<Portion<T, C>>) {
    this.rows = new Resource(async (signal) => {
      const { rows, nextCursor } = await this.ask(null, signal);
      this.cursor = nextCursor;
      return rows;
    });
  }

  goOn = async (): Promise<void> => {
    const cursor = this.cursor;
    try {
      const { rows, nextCursor } = await this.ask(cursor);
      // Whoever has chosen something else meanwhile sees that.
      if (cursor !== this.cursor) return;
      this.rows.data = [...(this.rows.data ?? []), ...rows];
      this.cursor = nextCursor;
    } catch (error) {
      complain(error);
    }
  };
}
