// Something that a view shows and the server has: asked for when the view opens and whenever what it depends on changes.

import { Trouble } from "./request";

export class Resource<T> {
  data = $state.raw<T>();
  trouble = $state.raw<Trouble>();
  isLoading = $state(true);
  private round = 0;
  private stop: AbortController | undefined;

  /** `ask` is called in an effect: what it reads before it waits is what it depends on. None means that there is nothing to ask. */
  constructor(private readonly ask: (signal: AbortSignal) => Promise<T> | undefined) {
    $effect(() => {
      this.start();
      return () => this.stop?.abort();
    });
    // Whoever was offline sees what is there as soon as he is not.
    $effect(() => {
      const again = () => this.trouble && this.reload();
      addEventListener("online", again);
      return () => removeEventListener("online", again);
    });
  }

  reload = (): void => {
    this.start();
  };

  private start(): void {
    this.stop?.abort();
    const stop = new AbortController();
    this.stop = stop;
    const asked = this.ask(stop.signal);
    const round = ++this.round;
    if (!asked) return;
    this.isLoading = true;
    asked.then(
      (data) => this.end(round, () => ((this.data = data), (this.trouble = undefined))),
      (error: unknown) => this.end(round, () => (this.trouble = error instanceof Trouble ? error : new Trouble(-1, String(error)))),
    );
  }

  /** An answer that something else has overtaken is not shown. */
  private end(round: number, show: () => void): void {
    if (round !== this.round) return;
    show();
    this.isLoading = false;
  }
}
