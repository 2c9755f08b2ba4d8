import { createSignal, Index, Show, type JSX } from "solid-js";
import type { Operation } from "../api/operation";
import { count } from "../format/count";
import { duration } from "../format/duration";
import { answer, question } from "../format/operationWords";
import { instantLabel } from "../timeline/timeScale";

const mostRows = 200;

/** The operations in view as a table, for reading in order and for those who cannot see the canvas. Built only when opened. */
export function OperationsTable(props: { operations: readonly Operation[]; onShow: (operation: Operation) => void }): JSX.Element {
  const [open, setOpen] = createSignal(false);
  return (
    <details class="operations" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <h2>Operations in view</h2> <span class="quiet">{count(props.operations.length)}</span>
      </summary>
      <Show when={open()}>
        <div class="scroll" role="region" aria-label="Operations in view" tabindex="0">
          <table>
            <thead>
              <tr>
                <th scope="col" class="number">Operation</th>
                <th scope="col" class="number">At</th>
                <th scope="col" class="number">Took</th>
                <th scope="col" class="number">Session</th>
                <th scope="col" class="number">Epoch</th>
                <th scope="col">Asked</th>
                <th scope="col">Answer</th>
              </tr>
            </thead>
            <tbody>
              <Index each={props.operations.slice(0, mostRows)}>
                {(op) => (
                  <tr>
                    <th scope="row" class="number">
                      <button type="button" class="link" onClick={() => props.onShow(op())}>
                        {op().index}
                      </button>
                    </th>
                    <td class="number">{instantLabel(op().invokeNanos, 1_000)}</td>
                    <td class="number">{duration(op().returnNanos - op().invokeNanos)}</td>
                    <td class="number">{op().session}</td>
                    <td class="number">{op().epoch}</td>
                    <td class="mono">{question(op())}</td>
                    <td class="mono">{answer(op())}</td>
                  </tr>
                )}
              </Index>
            </tbody>
          </table>
          <Show when={props.operations.length > mostRows}>
            <p class="quiet">The first {mostRows} are listed; zoom in for the others.</p>
          </Show>
        </div>
      </Show>
    </details>
  );
}
