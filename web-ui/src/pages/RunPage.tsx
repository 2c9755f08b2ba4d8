import { Show, type JSX } from "solid-js";
import { createPolling } from "../api/polling";
import { Notice } from "../parts/Notice";
import { PolledContent } from "../parts/PolledContent";
import { RunFacts } from "../parts/RunFacts";
import type { Place } from "../place";
import { fetchRunResource } from "./runResource";
import { RunTimeline } from "./RunTimeline";

type RunPlace = Place & { page: "run" };

/** One run: its facts, its timeline, its cuts. Follows a run that still goes on. */
export function RunPage(props: { place: RunPlace }): JSX.Element {
  const { campaign, run } = props.place;
  const resource = createPolling(
    (signal) => fetchRunResource(campaign, run, signal),
    1_500,
    ({ summary }) => summary.state === "done",
  );
  return (
    <>
      <h1>{run}</h1>
      <PolledContent polled={resource} what="the run">
        {(loaded) => (
          <>
            <RunFacts run={loaded().summary} verdict={loaded().run.verdict} lengthNanos={loaded().outline?.endNanos} />
            <Show
              when={loaded().outline}
              fallback={
                <Notice kind="empty" title="No history yet">
                  {loaded().summary.state === "done"
                    ? "The run ended before its first operations were recorded; its logs are in the run directory."
                    : "The timeline appears when the first operations are recorded."}
                </Notice>
              }
            >
              {(outline) => <RunTimeline place={props.place} run={loaded().run} outline={outline()} />}
            </Show>
          </>
        )}
      </PolledContent>
    </>
  );
}
