import { Show, type JSX } from "solid-js";
import type { RunSummary } from "../api/campaign";
import type { Verdict } from "../api/run";
import { count } from "../format/count";
import { duration, durationOfMillis } from "../format/duration";
import { firstLine } from "../format/firstLine";
import { ConditionChips } from "./ConditionChips";
import { ControlBadge, OutcomeBadge } from "./OutcomeBadge";

/** A run in one strip: outcome, what ran, what it cost. */
export function RunFacts(props: { run: RunSummary; verdict: Verdict | undefined; lengthNanos: number | undefined }): JSX.Element {
  const run = (): RunSummary => props.run;
  const conditions = (): RunSummary["conditions"] => props.verdict?.conditions ?? run().conditions;
  return (
    <section class="facts" aria-label="The run">
      <div class="fact">
        <dt>Outcome</dt>
        <dd>
          <OutcomeBadge run={run()} />
        </dd>
      </div>
      <Show when={run().control !== ""}>
        <div class="fact">
          <dt>Control</dt>
          <dd>
            <ControlBadge run={run()} /> {run().control}
          </dd>
        </div>
      </Show>
      <Fact name="Target" value={`${run().target} ${run().persistence}`} />
      <Fact name="Fidelity" value={run().fidelity} />
      <Fact name="Receipts / cuts" value={run().cuts === undefined ? "" : `${count(run().receipts ?? 0)} / ${count(run().cuts)}`} />
      <Fact name="Operations" value={count(run().operations)} />
      <Fact name="Length" value={props.lengthNanos === undefined ? "" : duration(props.lengthNanos)} />
      <Fact name="Recovery median / max" value={recovery(run())} />
      <Fact name="Late-effect window" value={durationOfMillis(run().lateEffectWindowMillis)} />
      <Fact name="Seed" value={run().seed} />
      <Fact name="Checked by" value={engine(props.verdict)} />
      <Show when={conditions().size > 0}>
        <div class="fact">
          <dt>Conditions</dt>
          <dd>
            <ConditionChips conditions={conditions()} />
          </dd>
        </div>
      </Show>
      <Show when={run().reason ?? props.verdict?.reason}>{(reason) => <p class="reason">{firstLine(reason())}</p>}</Show>
    </section>
  );
}

function Fact(props: { name: string; value: string }): JSX.Element {
  return (
    <Show when={props.value.trim() !== ""}>
      <div class="fact">
        <dt>{props.name}</dt>
        <dd>{props.value}</dd>
      </div>
    </Show>
  );
}

function recovery(run: RunSummary): string {
  const { median, max } = run.recoveryMillis ?? {};
  return median === undefined ? "" : `${durationOfMillis(median)} / ${durationOfMillis(max)}`;
}

function engine(verdict: Verdict | undefined): string {
  if (verdict?.engine === undefined) return "";
  return verdict.elapsedMillis === undefined ? verdict.engine : `${verdict.engine}, ${durationOfMillis(verdict.elapsedMillis)}`;
}
