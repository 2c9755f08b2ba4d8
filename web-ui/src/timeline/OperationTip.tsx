import type { JSX } from "solid-js";
import type { Operation } from "../api/operation";
import { OperationDetail } from "../parts/OperationDetail";

/** Also in styles/timeline.css: constant inline styles would break the Content-Security-Policy. */
const tipWidth = 340;

/** The words for the operation under the pointer, beside it and inside the canvas. */
export function OperationTip(props: { operation: Operation; x: number; top: number; width: number }): JSX.Element {
  const left = (): number => Math.max(Math.min(props.x + 12, props.width - tipWidth - 8), 0);
  return (
    <div class="tip" role="tooltip" style={{ left: `${left()}px`, top: `${props.top + 4}px` }}>
      <OperationDetail operation={props.operation} />
    </div>
  );
}
