import { Index, Show, type JSX } from "solid-js";
import type { Operation } from "../api/operation";
import type { Counterexample } from "../api/run";
import { OperationDetail } from "./OperationDetail";

/** The operations that no order can explain, in the order of their invocation; each leads to its place on the timeline. */
export function CounterexamplePanel(props: {
  counterexample: Counterexample;
  selected: Operation | undefined;
  onShow: (operation: Operation) => void;
}): JSX.Element {
  return (
    <aside class="counterexample" aria-label="Counterexample">
      <h2>Counterexample</h2>
      <Show when={props.counterexample.summary}>
        <p class="summary">{props.counterexample.summary}</p>
      </Show>
      <ol>
        <Index each={props.counterexample.operations}>
          {(operation) => (
            <li>
              <button
                type="button"
                aria-pressed={props.selected?.index === operation().index}
                onClick={() => props.onShow(operation())}
              >
                <OperationDetail operation={operation()} />
              </button>
            </li>
          )}
        </Index>
      </ol>
    </aside>
  );
}
