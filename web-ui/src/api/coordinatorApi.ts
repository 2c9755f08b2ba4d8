import { readCampaign, readCampaignSummaries, type Campaign, type CampaignSummary } from "./campaign";
import { readHistorySlice, type HistorySlice } from "./historySlice";
import { readRun, type Run } from "./run";

const timeoutMillis = 15_000;

/** The coordinator refused a request (status 400, 404, ...) or could not be reached (status 0). */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** What part of a history to fetch; nanoseconds since the run's first event, both ends included. */
export interface SliceRequest {
  readonly fromNanos: number;
  readonly toNanos: number;
  readonly key: string;
  readonly limit: number;
}

export async function fetchCampaigns(signal?: AbortSignal): Promise<CampaignSummary[]> {
  return readCampaignSummaries(await fetchJson("api/campaigns", signal));
}

export async function fetchCampaign(campaign: string, signal?: AbortSignal): Promise<Campaign> {
  return readCampaign(await fetchJson(campaignPath(campaign), signal));
}

export async function fetchRun(campaign: string, run: string, signal?: AbortSignal): Promise<Run> {
  return readRun(await fetchJson(runPath(campaign, run), signal));
}

export async function fetchHistorySlice(
  campaign: string,
  run: string,
  request: SliceRequest,
  signal?: AbortSignal,
): Promise<HistorySlice> {
  const query = new URLSearchParams({
    from_ns: String(Math.floor(request.fromNanos)),
    to_ns: String(Math.ceil(request.toNanos)),
    limit: String(request.limit),
  });
  if (request.key !== "") query.set("key", request.key);
  return readHistorySlice(await fetchJson(`${runPath(campaign, run)}/history?${query}`, signal));
}

function campaignPath(campaign: string): string {
  return `api/campaigns/${encodeURIComponent(campaign)}`;
}

function runPath(campaign: string, run: string): string {
  return `${campaignPath(campaign)}/runs/${encodeURIComponent(run)}`;
}

async function fetchJson(path: string, signal?: AbortSignal): Promise<unknown> {
  const limits = [AbortSignal.timeout(timeoutMillis), ...(signal ? [signal] : [])];
  let response: Response;
  try {
    response = await fetch(path, { headers: { accept: "application/json" }, signal: AbortSignal.any(limits) });
  } catch (e) {
    if (signal?.aborted) throw e;
    throw new ApiError(0, "The coordinator does not answer. Is it still running?");
  }
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw new ApiError(response.status, errorText(body) ?? `HTTP ${response.status} for ${path}`);
  return body;
}

function errorText(body: unknown): string | undefined {
  const error = (body as { error?: unknown } | undefined)?.error;
  return typeof error === "string" ? error : undefined;
}
