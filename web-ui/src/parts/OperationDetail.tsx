import type { JSX } from "solid-js";
import type { Operation } from "../api/operation";
import { duration } from "../format/duration";
import { answer, question } from "../format/operationWords";
import { instantLabel } from "../timeline/timeScale";

/** One operation in words: who asked what, when, and what came back. */
export function OperationDetail(props: { operation: Operation }): JSX.Element {
  const op = (): Operation => props.operation;
  const took = (): string =>
    Number.isFinite(op().returnNanos) ? `took ${duration(op().returnNanos - op().invokeNanos)}` : "never answered";
  return (
    <>
      <div class="words">
        <b>{question(op())}</b> → {answer(op())} <span class={`outcome ${op().outcome.toLowerCase()}`}>{op().outcome.toLowerCase()}</span>
      </div>
      <div class="quiet">
        session {op().session}, epoch {op().epoch}, operation {op().index}, at {instantLabel(op().invokeNanos, 1_000)}, {took()}
      </div>
    </>
  );
}
