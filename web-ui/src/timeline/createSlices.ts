import { createEffect, createSignal, onCleanup, untrack, type Accessor } from "solid-js";
import type { HistorySlice } from "../api/historySlice";
import { sliceLimit, windowToFetch, type LoadedSlice } from "./sliceWindow";
import type { View } from "./view";

const settleMillis = 60;

/** Fetches the operations of a window for a key ("" for all keys), at most `limit` of them. */
export type FetchWindow = (window: View, key: string, limit: number, signal: AbortSignal) => Promise<HistorySlice>;

export interface Slices {
  readonly loaded: Accessor<LoadedSlice | undefined>;
  readonly loading: Accessor<boolean>;
  readonly error: Accessor<Error | undefined>;
}

/**
 * Keeps one slice in memory: the one that serves the window now in view. A move that leaves it fetches the next one as soon as
 * the window rests for a moment, and drops the request under way. `version` changes when the history has grown.
 */
export function createSlices(
  fetchWindow: FetchWindow,
  view: Accessor<View | undefined>,
  key: Accessor<string>,
  bounds: Accessor<View | undefined>,
  version: Accessor<number>,
): Slices {
  const [loaded, setLoaded] = createSignal<LoadedSlice>();
  const [loading, setLoading] = createSignal(true);
  const [error, setError] = createSignal<Error>();
  let abort = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let loadedVersion = -1;

  async function load(window: View, wantedKey: string, wantedVersion: number): Promise<void> {
    abort.abort();
    abort = new AbortController();
    const { signal } = abort;
    try {
      const slice = await fetchWindow(window, wantedKey, sliceLimit, signal);
      if (signal.aborted) return;
      loadedVersion = wantedVersion;
      setError(undefined);
      setLoaded({ slice, asked: window, key: wantedKey });
    } catch (e) {
      if (signal.aborted) return;
      setError(e instanceof Error ? e : new Error(String(e)));
      setLoading(false);
    }
  }

  createEffect(() => {
    const [nowView, nowKey, nowBounds, nowVersion] = [view(), key(), bounds(), version()];
    const current = loaded();
    if (nowView === undefined || nowBounds === undefined) return;
    const usable = loadedVersion === nowVersion ? current : undefined;
    const window = windowToFetch(nowView, nowKey, nowBounds, usable);
    clearTimeout(timer);
    setLoading(window !== undefined);
    if (window === undefined) return abort.abort();
    timer = setTimeout(() => untrack(() => void load(window, nowKey, nowVersion)), settleMillis);
  });

  onCleanup(() => {
    abort.abort();
    clearTimeout(timer);
  });
  return { loaded, loading, error };
}
