import { Index, Show, type JSX } from "solid-js";
import type { RunSummary } from "../api/campaign";
import { count, failureBound } from "../format/count";
import { durationOfMillis } from "../format/duration";
import { firstLine } from "../format/firstLine";
import { address } from "../place";
import { ControlBadge, OutcomeBadge } from "./OutcomeBadge";

/** The runs of a campaign, ordinary ones first as the campaign lists them. */
export function RunsTable(props: { campaign: string; runs: readonly RunSummary[] }): JSX.Element {
  return (
    <div class="scroll" role="region" aria-label="Runs" tabindex="0">
      <table class="runs">
        <thead>
          <tr>
            <th scope="col">Run</th>
            <th scope="col">Target</th>
            <th scope="col">Fidelity</th>
            <th scope="col" class="number" title="Receipts of planned cuts">Cuts</th>
            <th scope="col" class="number">Operations</th>
            <th scope="col" title="The strongest condition that holds">Strongest</th>
            <th scope="col" class="number" title="How long after the first reply a pending operation still took effect">Late effect</th>
            <th scope="col" class="number" title="From the recover call to the first correct reply: median / max">Recovery</th>
            <th scope="col" class="number" title="Failure probability per cut that these clean cuts leave possible, 95 % confidence">Bound</th>
            <th scope="col">Outcome</th>
            <th scope="col">Control</th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          <Index each={props.runs}>{(run) => <RunRow campaign={props.campaign} run={run()} />}</Index>
        </tbody>
      </table>
    </div>
  );
}

function RunRow(props: { campaign: string; run: RunSummary }): JSX.Element {
  const run = (): RunSummary => props.run;
  return (
    <tr classList={{ control: run().control !== "" }}>
      <th scope="row">
        <a href={address({ page: "run", campaign: props.campaign, run: run().id })}>{run().id}</a>
      </th>
      <td>
        {run().target} <span class="quiet">{run().persistence}</span>
      </td>
      <td>{run().fidelity}</td>
      <td class="number">
        {cutsWithReceipts(run())}
      </td>
      <td class="number">{run().state === "planned" ? "" : count(run().operations)}</td>
      <td>{run().strongest ?? (run().state === "done" ? "none" : "")}</td>
      <td class="number">{durationOfMillis(run().lateEffectWindowMillis)}</td>
      <td class="number">{recovery(run())}</td>
      <td class="number">{run().outcome === "PASS" && run().control === "" ? failureBound(run().receipts ?? 0) : ""}</td>
      <td>
        <OutcomeBadge run={run()} />
      </td>
      <td>
        <Show when={run().control !== ""}>
          <ControlBadge run={run()} /> {run().control}
        </Show>
      </td>
      <td class="why" title={run().reason}>
        <div>{firstLine(run().reason ?? "")}</div>
      </td>
    </tr>
  );
}

function cutsWithReceipts(run: RunSummary): string {
  if (run.cuts === undefined) return "";
  return run.receipts === undefined || run.state === "planned" ? count(run.cuts) : `${count(run.receipts)} / ${count(run.cuts)}`;
}

function recovery(run: RunSummary): string {
  const { median, max } = run.recoveryMillis ?? {};
  if (median === undefined) return "";
  return max === undefined ? durationOfMillis(median) : `${durationOfMillis(median)} / ${durationOfMillis(max)}`;
}
