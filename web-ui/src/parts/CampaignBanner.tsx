import { Match, Show, Switch, type JSX } from "solid-js";
import { isRunning, type Campaign, type RunSummary } from "../api/campaign";
import { firstLine } from "../format/firstLine";
import { plural } from "../format/count";

/** What a campaign as a whole says, in one glance: still running, INVALID because a control was missed, or its outcome. */
export function CampaignBanner(props: { campaign: Campaign }): JSX.Element {
  const runs = (): readonly RunSummary[] => props.campaign.runs;
  const controls = (): RunSummary[] => runs().filter((run) => run.control !== "");
  const missed = (): RunSummary[] => controls().filter((run) => run.detected !== true);
  const done = (): number => runs().filter((run) => run.state === "done").length;
  const foundOf = (): string => `${controls().length - missed().length} of ${plural(controls().length, "control")} found`;

  return (
    <Switch>
      <Match when={isRunning(props.campaign)}>
        <section class="banner running" role="status">
          <h2>Running</h2>
          <p>
            {done()} of {plural(runs().length, "run")} done. There is no verdict before all controls have been tried.
          </p>
          <progress max={runs().length} value={done()} aria-label="Runs done" />
        </section>
      </Match>
      <Match when={props.campaign.outcome === "INVALID"}>
        <section class="banner bad" role="status">
          <h2>INVALID campaign</h2>
          <p>
            Controls not detected
            <Show when={missed().length > 0}>: {missed().map((run) => `${run.control} (${run.id})`).join(", ")}</Show>. A check that misses
            planted bugs proves nothing: do not trust the passes below.
          </p>
        </section>
      </Match>
      <Match when={true}>
        <section class={`banner ${bannerTone(props.campaign.outcome)}`} role="status">
          <h2>{props.campaign.outcome ?? "No outcome"}</h2>
          <p>
            {props.campaign.valid === false ? "Not a valid campaign" : "Valid campaign"}: {controls().length === 0 ? "it has no controls" : foundOf()}.{" "}
            {firstLine(props.campaign.reason ?? "")}
          </p>
        </section>
      </Match>
    </Switch>
  );
}

function bannerTone(outcome: string | undefined): string {
  if (outcome === "PASS") return "good";
  return outcome?.startsWith("VIOLATION") ? "bad" : "unsure";
}
