import { createSignal, onCleanup, type Accessor } from "solid-js";

/** What is known of a resource that is fetched again and again: the last good answer, and the last error if it is newer. */
export interface Polled<T> {
  readonly value: Accessor<T | undefined>;
  readonly error: Accessor<Error | undefined>;
  readonly retry: () => void;
}

const slowestRetryMillis = 10_000;

/**
 * Fetches at once and then `intervalMillis` after each answer until `isDone` says so; stops with its owner. An error keeps the
 * last value, is shown, and is retried ever more slowly. Hidden tabs do not poll.
 */
export function createPolling<T>(
  fetch: (signal: AbortSignal) => Promise<T>,
  intervalMillis: number,
  isDone: (value: T) => boolean,
): Polled<T> {
  const [value, setValue] = createSignal<T>();
  const [error, setError] = createSignal<Error>();
  const abort = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;

  async function poll(): Promise<void> {
    try {
      const answer = await fetch(abort.signal);
      if (abort.signal.aborted) return;
      failures = 0;
      setError(undefined);
      setValue(() => answer);
      if (!isDone(answer)) schedule(intervalMillis);
    } catch (e) {
      if (abort.signal.aborted) return;
      setError(e instanceof Error ? e : new Error(String(e)));
      schedule(Math.min(intervalMillis * 2 ** ++failures, slowestRetryMillis));
    }
  }

  function schedule(millis: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => (document.hidden ? schedule(millis) : void poll()), millis);
  }

  onCleanup(() => {
    abort.abort();
    clearTimeout(timer);
  });
  void poll();
  return {
    value,
    error,
    retry: () => {
      clearTimeout(timer);
      void poll();
    },
  };
}
