import { Index, Show, type JSX } from "solid-js";
import type { CampaignSummary } from "../api/campaign";
import { fetchCampaigns } from "../api/coordinatorApi";
import { createPolling } from "../api/polling";
import { count } from "../format/count";
import { Notice } from "../parts/Notice";
import { toneOf } from "../parts/OutcomeBadge";
import { PolledContent } from "../parts/PolledContent";
import { address } from "../place";

const startedAt = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium" });

/** All campaigns of the store, newest first. New ones may start at any time, so this page never stops polling. */
export function CampaignsPage(): JSX.Element {
  const campaigns = createPolling((signal) => fetchCampaigns(signal), 2_000, () => false);
  return (
    <>
      <h1>Campaigns</h1>
      <PolledContent polled={campaigns} what="campaigns">
        {(list) => (
          <Show when={list().length > 0} fallback={<NoCampaigns />}>
            <CampaignsTable campaigns={list()} />
          </Show>
        )}
      </PolledContent>
    </>
  );
}

function NoCampaigns(): JSX.Element {
  return (
    <Notice kind="empty" title="No campaign in this store yet">
      Start one with <code>./suzaku run CAMPAIGN.yaml</code>, or see how it works with <code>./suzaku demo</code>. It appears here by itself.
    </Notice>
  );
}

function CampaignsTable(props: { campaigns: readonly CampaignSummary[] }): JSX.Element {
  const newestFirst = (): CampaignSummary[] => props.campaigns.toSorted((a, b) => b.startedEpochMillis - a.startedEpochMillis);
  return (
    <div class="scroll" role="region" aria-label="Campaigns" tabindex="0">
      <table class="campaigns">
        <thead>
          <tr>
            <th scope="col">Campaign</th>
            <th scope="col">Started</th>
            <th scope="col" class="number">Runs</th>
            <th scope="col">Valid</th>
            <th scope="col">Outcome</th>
          </tr>
        </thead>
        <tbody>
          <Index each={newestFirst()}>
            {(campaign) => (
              <tr>
                <th scope="row">
                  <a href={address({ page: "campaign", campaign: campaign().name })}>{campaign().name}</a>
                </th>
                <td>{startedAt.format(campaign().startedEpochMillis)}</td>
                <td class="number">{count(campaign().runs)}</td>
                <td>{validity(campaign())}</td>
                <td>
                  <span class={`badge ${toneOf(campaign().outcome ?? "")}`}>{campaign().outcome ?? "RUNNING"}</span>
                </td>
              </tr>
            )}
          </Index>
        </tbody>
      </table>
    </div>
  );
}

function validity(campaign: CampaignSummary): JSX.Element {
  if (campaign.outcome === undefined || campaign.outcome === "RUNNING" || campaign.valid === undefined) return "";
  return campaign.valid ? "valid" : "not valid: controls not detected";
}
