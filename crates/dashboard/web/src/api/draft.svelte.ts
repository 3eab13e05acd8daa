// A form that is being filled in: what is wrong with which field, and whether it is on its way.

import { Trouble } from "./request";

export class Draft {
  faults = $state.raw<Record<string, string>>({});
  /** What is wrong that is no field's. */
  complaint = $state("");
  isBusy = $state(false);

  /** Sends it. True where the server has taken it. */
  async send(work: () => Promise<unknown>): Promise<boolean> {
    this.isBusy = true;
    this.clear();
    try {
      await work();
      return true;
    } catch (error) {
      this.refuse(error);
      return false;
    } finally {
      this.isBusy = false;
    }
  }

  clear(): void {
    this.faults = {};
    this.complaint = "";
  }

  private refuse(error: unknown): void {
    if (!(error instanceof Trouble)) throw error;
    this.faults = error.fields;
    this.complaint = error.message;
    // Whoever cannot see the field is taken to it.
    requestAnimationFrame(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  }
}
