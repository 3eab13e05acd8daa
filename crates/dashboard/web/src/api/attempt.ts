// Doing something that is no form: what became of it is said in a few words.

import { complain, say } from "../parts/toasts.svelte";

/** Does something and says that it is done, or why it is not. True where it is. */
export async function attempt(what: () => Promise<unknown>, done: string): Promise<boolean> {
  try {
    await what();
    say(done);
    return true;
  } catch (error) {
    complain(error);
    return false;
  }
}
