import { span, type View } from "./view";

/** Maps instants of a window to pixels of a strip that starts at `left` and is `width` wide, and back. */
export interface TimeScale {
  readonly view: View;
  readonly left: number;
  readonly width: number;
  x(nanos: number): number;
  nanos(x: number): number;
}

export function timeScale(view: View, left: number, width: number): TimeScale {
  const pixelsPerNano = width / span(view);
  return {
    view,
    left,
    width,
    x: (nanos) => left + (nanos - view.from) * pixelsPerNano,
    nanos: (x) => view.from + (x - left) / pixelsPerNano,
  };
}

/** Instants for axis labels: multiples of 1, 2 or 5 times a power of ten, at most `most` of them. */
export function ticks(view: View, most: number): { stepNanos: number; instants: number[] } {
  const stepNanos = niceStep(span(view) / Math.max(most, 1));
  const first = Math.ceil(view.from / stepNanos);
  const last = Math.floor(view.to / stepNanos);
  const instants = Array.from({ length: Math.max(last - first + 1, 0) }, (_, i) => (first + i) * stepNanos);
  return { stepNanos, instants };
}

function niceStep(atLeast: number): number {
  const power = 10 ** Math.floor(Math.log10(atLeast));
  const factor = [1, 2, 5, 10].find((f) => f * power >= atLeast) ?? 10;
  return Math.max(factor * power, 1);
}

/** An instant of the axis, with as many decimals as the step between labels needs: `1.25 s`, `1.250 2 s`. */
export function instantLabel(nanos: number, stepNanos: number): string {
  const decimals = Math.min(Math.max(Math.ceil(-Math.log10(stepNanos / 1e9) - 1e-9), 0), 9);
  return `${(nanos / 1e9).toFixed(decimals)} s`;
}
