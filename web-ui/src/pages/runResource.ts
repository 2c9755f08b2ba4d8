import type { RunSummary } from "../api/campaign";
import { fetchCampaign, fetchHistorySlice, fetchRun } from "../api/coordinatorApi";
import type { HistorySlice } from "../api/historySlice";
import type { Run } from "../api/run";

/** What the page of one run shows, except its operations. */
export interface RunResource {
  readonly summary: RunSummary;
  readonly run: Run;
  /** Bounds, sessions and cuts of the history; undefined while the run has recorded none. Its operations are not used. */
  readonly outline: HistorySlice | undefined;
}

/** Fetches a run. Throws when the campaign has no such run, or an ApiError. */
export async function fetchRunResource(campaign: string, run: string, signal: AbortSignal): Promise<RunResource> {
  const [whole, detail, outline] = await Promise.all([
    fetchCampaign(campaign, signal),
    fetchRun(campaign, run, signal),
    fetchOutline(campaign, run, signal),
  ]);
  const summary = whole.runs.find((candidate) => candidate.id === run);
  if (summary === undefined) throw new Error(`Campaign ${campaign} has no run ${run}.`);
  return { summary, run: detail, outline };
}

async function fetchOutline(campaign: string, run: string, signal: AbortSignal): Promise<HistorySlice | undefined> {
  try {
    const request = { fromNanos: 0, toNanos: Number.MAX_SAFE_INTEGER, key: "", limit: 1 };
    return await fetchHistorySlice(campaign, run, request, signal);
  } catch (e) {
    // A run that is planned, or was lost before its first chunk, has no history; the other answers say what is wrong, if anything.
    if ((e as { status?: number }).status === 404) return undefined;
    throw e;
  }
}
