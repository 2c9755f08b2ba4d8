import { createMemo, Index, Show, type JSX } from "solid-js";
import { inOrderOfInterest, type Counterexample } from "../api/counterexample";
import type { Operation } from "../api/operation";
import { OperationDetail } from "./OperationDetail";

export interface CounterexamplePanelProps {
  readonly counterexample: Counterexample;
  readonly selected: Operation | undefined;
  readonly key: string;
  readonly onKey: (key: string) => void;
  readonly onShow: (operation: Operation) => void;
}

/** The operations that no order can explain: the impossible one first, then what led to it. Each leads to its place on the timeline. */
export function CounterexamplePanel(props: CounterexamplePanelProps): JSX.Element {
  const operations = createMemo(() => inOrderOfInterest(props.counterexample));
  const onlyKey = (): boolean => props.key === props.counterexample.key;
  return (
    <aside class="counterexample" aria-label="Counterexample">
      <h2>Counterexample</h2>
      <p>
        No order of these {operations().length} operations explains the answer of the first one. The others follow backwards in time, the
        write of its value first.
      </p>
      <Show when={props.counterexample.key !== ""}>
        <button type="button" aria-pressed={onlyKey()} onClick={() => props.onKey(onlyKey() ? "" : props.counterexample.key)}>
          {onlyKey() ? "Show all keys" : `Show only key ${props.counterexample.key}`}
        </button>
      </Show>
      <ol>
        <Index each={operations()}>
          {(operation) => (
            <li>
              <button type="button" aria-pressed={props.selected?.index === operation().index} onClick={() => props.onShow(operation())}>
                <OperationDetail operation={operation()} />
              </button>
            </li>
          )}
        </Index>
      </ol>
      <Show when={props.counterexample.summary}>
        <details>
          <summary>In the checker's words</summary>
          <pre tabindex="0">{props.counterexample.summary}</pre>
        </details>
      </Show>
    </aside>
  );
}
