import type { HistorySlice } from "../api/historySlice";
import { clamp, span, type View } from "./view";

/** Most operations held in memory; the API's own limit. */
export const sliceLimit = 5_000;

/** A slice with the request that brought it: which window, which key. */
export interface LoadedSlice {
  readonly slice: HistorySlice;
  readonly asked: View;
  readonly key: string;
}

/** The part of the asked window about which the slice tells everything. */
export function known(loaded: LoadedSlice): View {
  const { slice, asked } = loaded;
  const last = slice.operations.at(-1);
  if (!slice.truncated || last === undefined) return asked;
  return { from: asked.from, to: Math.min(Math.max(last.invokeNanos, asked.from), asked.to) };
}

/**
 * The window to fetch so that `view` can be drawn, or undefined when the loaded slice is as good as a new one: it tells
 * everything about the view, or it was asked for hardly more than the view and still hit the limit.
 */
export function windowToFetch(view: View, key: string, bounds: View, loaded: LoadedSlice | undefined): View | undefined {
  if (loaded !== undefined && loaded.key === key) {
    if (contains(known(loaded), view)) return undefined;
    const asMuchAsPossible = loaded.slice.truncated && view.from === loaded.asked.from && contains(loaded.asked, view);
    if (asMuchAsPossible && span(loaded.asked) <= span(view) * 1.01) return undefined;
    // A padded window that hit the limit: ask again from where the view starts, without padding.
    if (loaded.slice.truncated && contains(loaded.asked, view)) return view;
  }
  return padded(view, bounds);
}

/** Half a view more on both sides, so that small moves need no new slice. */
function padded(view: View, bounds: View): View {
  const pad = span(view) / 2;
  const from = Math.max(view.from - pad, bounds.from);
  const to = Math.min(view.to + pad, bounds.to);
  return to > from ? { from, to } : clamp(view, bounds);
}

function contains(outer: View, inner: View): boolean {
  return outer.from <= inner.from && inner.to <= outer.to;
}
