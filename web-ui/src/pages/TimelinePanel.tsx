import { createMemo, createSignal, Show, type JSX } from "solid-js";
import type { HistorySlice } from "../api/historySlice";
import type { Run } from "../api/run";
import { Notice } from "../parts/Notice";
import { OperationDetail } from "../parts/OperationDetail";
import { numberedOperations } from "../timeline/firstError";
import type { KeyAction } from "../timeline/keyboard";
import type { DrawnCondition } from "../timeline/lateEffect";
import { Legend } from "../timeline/Legend";
import { navigate } from "../timeline/navigate";
import { Overview } from "../timeline/Overview";
import { Timeline } from "../timeline/Timeline";
import { TimelineToolbar } from "../timeline/TimelineToolbar";
import { counterexampleOf, type TimelineState } from "./timelineState";

/** The timeline itself with its controls above, the selected operation and the legend below. */
export function TimelinePanel(props: { state: TimelineState; run: Run; outline: HistorySlice }): JSX.Element {
  const { state } = props;
  const [condition, setCondition] = createSignal<DrawnCondition>("durable");
  const highlighted = createMemo(() => new Map(counterexampleOf(props.run).map((op, i) => [op.index, i + 1])));
  const keys = createMemo(() => [...new Set(state.operations().map((op) => op.key))].toSorted());
  const onKey = (action: KeyAction): void =>
    navigate(action, {
      ...state,
      view: state.view(),
      bounds: state.bounds(),
      operations: state.operations(),
      selected: state.selected(),
      cuts: props.outline.cuts,
      sessions: props.outline.sessions,
    });

  return (
    <div class="timeline-panel">
      <TimelineToolbar
        view={state.view()}
        operationsInView={state.inView().length}
        incomplete={(state.known()?.to ?? Infinity) < state.view().to}
        loading={state.slices.loading()}
        keys={keys()}
        key={state.key()}
        condition={condition()}
        hasError={highlighted().size > 0}
        onKey={state.setKey}
        onCondition={setCondition}
        onZoom={state.zoomBy}
        onFit={() => state.setView(state.bounds())}
        onError={state.showError}
      />
      <Show when={state.slices.error()}>
        {(error) => (
          <Notice kind="error" title="Cannot load these operations">
            {error().message}
          </Notice>
        )}
      </Show>
      <Overview
        bounds={state.bounds()}
        view={state.view()}
        cuts={props.outline.cuts}
        marks={counterexampleOf(props.run).slice(0, numberedOperations).map((op) => op.invokeNanos)}
        onView={state.setView}
      />
      <Timeline
        bounds={state.bounds()}
        view={state.view()}
        known={state.known()}
        sessions={props.outline.sessions}
        operations={state.operations()}
        cuts={props.outline.cuts}
        condition={condition()}
        loading={state.slices.loading()}
        highlighted={highlighted()}
        selected={state.selected()}
        onView={state.setView}
        onSelect={state.select}
        onKey={onKey}
      />
      <div class="selection" role="status" aria-live="polite">
        <Show when={state.selected()} fallback={<span class="quiet">No operation selected</span>}>
          {(op) => <OperationDetail operation={op()} />}
        </Show>
      </div>
      <Legend />
    </div>
  );
}
