import type { PowerCut } from "../api/historySlice";
import type { Operation } from "../api/operation";
import { latestEffectNanos, nextInvocations, tailUntilNanos, waitedUntilNanos, type DrawnCondition } from "./lateEffect";
import type { TimeScale } from "./timeScale";

/** An operation placed on the canvas: the bar while its client waited, and the tail while it may still take effect. */
export interface Bar {
  readonly operation: Operation;
  readonly row: number;
  readonly left: number;
  readonly right: number;
  readonly tailRight: number;
  /** Nothing bounds its effect: the tail goes on, fading. */
  readonly unbounded: boolean;
}

/** Bars of the operations that touch the visible window, clipped to it; thinner than a pixel is drawn a pixel wide. */
export function placeBars(
  operations: readonly Operation[],
  rows: ReadonlyMap<number, number>,
  cuts: ReadonlyMap<number, PowerCut>,
  condition: DrawnCondition,
  scale: TimeScale,
): Bar[] {
  const leftEdge = scale.left;
  const rightEdge = scale.left + scale.width;
  const clip = (x: number): number => Math.min(Math.max(x, leftEdge - 2), rightEdge + 2);
  const next = nextInvocations(operations);
  const bars: Bar[] = [];
  for (const operation of operations) {
    const row = rows.get(operation.session);
    const tailEnd = tailUntilNanos(operation, condition, cuts);
    if (row === undefined || tailEnd < scale.view.from || operation.invokeNanos > scale.view.to) continue;
    const left = clip(scale.x(operation.invokeNanos));
    const right = Math.max(clip(scale.x(waitedUntilNanos(operation, cuts, next.get(operation.index)))), left + 1);
    const tailRight = Math.max(clip(scale.x(tailEnd)), right);
    const unbounded = !Number.isFinite(latestEffectNanos(operation, condition, cuts));
    bars.push({ operation, row, left, right, tailRight, unbounded });
  }
  return bars;
}

/** The bar under the pointer, preferring bars over tails and later operations over earlier ones; `slack` pixels off counts. */
export function barAt(bars: readonly Bar[], row: number, x: number, slack = 2): Bar | undefined {
  const inRow = bars.filter((bar) => bar.row === row);
  return (
    inRow.findLast((bar) => bar.left <= x && x <= bar.right) ??
    inRow.findLast((bar) => bar.left - slack <= x && x <= bar.right + slack) ??
    inRow.findLast((bar) => bar.left <= x && x <= bar.tailRight)
  );
}
