/** A window of time, in nanoseconds since the run's first event; `to` is after `from`. */
export interface View {
  readonly from: number;
  readonly to: number;
}

/** The narrowest window: below a microsecond nothing is recorded. */
export const narrowestNanos = 1_000;

export function span(view: View): number {
  return view.to - view.from;
}

/** Keeps the window inside the bounds, narrower where it is wider than they are. */
export function clamp(view: View, bounds: View): View {
  const width = Math.min(Math.max(span(view), narrowestNanos), Math.max(span(bounds), narrowestNanos));
  const from = Math.min(Math.max(view.from, bounds.from), Math.max(bounds.to - width, bounds.from));
  return { from, to: from + width };
}

/** Widens (factor > 1) or narrows the window; the instant `at` stays where it is on the screen. */
export function zoom(view: View, at: number, factor: number, bounds: View): View {
  const width = Math.min(Math.max(span(view) * factor, narrowestNanos), span(bounds));
  const share = (at - view.from) / span(view);
  const from = at - share * width;
  return clamp({ from, to: from + width }, bounds);
}

export function pan(view: View, byNanos: number, bounds: View): View {
  return clamp({ from: view.from + byNanos, to: view.to + byNanos }, bounds);
}

/** The window that shows `part` with a quarter of its length around it, at least `leastNanos` wide. */
export function around(part: View, leastNanos: number, bounds: View): View {
  const middle = (part.from + part.to) / 2;
  const width = Math.max(span(part) * 1.5, leastNanos);
  return clamp({ from: middle - width / 2, to: middle + width / 2 }, bounds);
}
