import { Show, type JSX } from "solid-js";
import { isRunning } from "../api/campaign";
import { fetchCampaign } from "../api/coordinatorApi";
import { createPolling } from "../api/polling";
import { CampaignBanner } from "../parts/CampaignBanner";
import { Notice } from "../parts/Notice";
import { PolledContent } from "../parts/PolledContent";
import { RunsTable } from "../parts/RunsTable";

/** One campaign: what it says as a whole, and its runs. Follows a campaign that still runs. */
export function CampaignPage(props: { campaign: string }): JSX.Element {
  const campaign = createPolling((signal) => fetchCampaign(props.campaign, signal), 1_000, (answer) => !isRunning(answer));
  return (
    <>
      <h1>{props.campaign}</h1>
      <PolledContent polled={campaign} what="the campaign">
        {(loaded) => (
          <>
            <CampaignBanner campaign={loaded()} />
            <Show when={loaded().runs.length > 0} fallback={<Notice kind="empty" title="This campaign has planned no run yet" />}>
              <RunsTable campaign={props.campaign} runs={loaded().runs} />
            </Show>
            <dl class="where">
              <Show when={loaded().command}>
                {(command) => (
                  <>
                    <dt>Repeat it</dt>
                    <dd>
                      <code>{command()}</code>
                    </dd>
                  </>
                )}
              </Show>
              <Show when={loaded().store}>
                {(store) => (
                  <>
                    <dt>Run directories</dt>
                    <dd>
                      <code>{store()}</code>
                    </dd>
                  </>
                )}
              </Show>
            </dl>
          </>
        )}
      </PolledContent>
    </>
  );
}
