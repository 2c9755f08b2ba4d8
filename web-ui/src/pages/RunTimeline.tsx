import { createEffect, on, Show, type JSX } from "solid-js";
import { CounterexamplePanel } from "../parts/CounterexamplePanel";
import { cutRows, CutsTable } from "../parts/CutsTable";
import { OperationsTable } from "../parts/OperationsTable";
import { address } from "../place";
import { TimelinePanel } from "./TimelinePanel";
import { createTimelineState, type TimelineSource } from "./timelineState";

/** The timeline of a run with its counterexample beside it, its cuts and its operations below. */
export function RunTimeline(props: TimelineSource): JSX.Element {
  const state = createTimelineState(props);

  // The address follows the window, so that a place in a run can be linked; it makes no entries in the browser's history.
  createEffect(() => {
    const { campaign, run } = props.place;
    const key = state.key();
    history.replaceState(null, "", address({ page: "run", campaign, run, view: state.view(), ...(key === "" ? {} : { key }) }));
  });

  createEffect(on(() => props.place, state.follow, { defer: true }));

  return (
    <>
      <section class="timeline-and-example" classList={{ failing: props.run.verdict?.counterexample !== undefined }}>
        <TimelinePanel state={state} run={props.run} outline={props.outline} />
        <Show when={props.run.verdict?.counterexample}>
          {(found) => (
            <CounterexamplePanel
              counterexample={found()}
              selected={state.selected()}
              key={state.key()}
              onKey={state.setKey}
              onShow={state.showOperation}
            />
          )}
        </Show>
      </section>
      <h2>Power cuts</h2>
      <CutsTable rows={cutRows(props.run, props.outline.cuts)} onJump={state.showCut} />
      <OperationsTable operations={state.inView()} onShow={state.showOperation} />
    </>
  );
}
