import { readCampaign, readCampaignSummaries, type Campaign, type RunSummary } from "../src/api/campaign";
import { readHistorySlice, type HistorySlice } from "../src/api/historySlice";
import { readRun, type Run } from "../src/api/run";

/** What the server says, read without the page, to compare the page with. */
export class Api {
  constructor(private readonly base: string) {}

  /** The campaign of that name, or the newest one of the store. */
  async campaign(name: string | undefined): Promise<Campaign> {
    const chosen = name ?? (await this.newestCampaign());
    return { ...readCampaign(await this.json(`api/campaigns/${encodeURIComponent(chosen)}`)), name: chosen };
  }

  private async newestCampaign(): Promise<string> {
    const [newest] = readCampaignSummaries(await this.json("api/campaigns")).toSorted((a, b) => b.startedEpochMillis - a.startedEpochMillis);
    if (newest === undefined) throw new Error(`no campaign at ${this.base}`);
    return newest.name;
  }

  async run(campaign: string, run: RunSummary): Promise<Run> {
    return readRun(await this.json(this.runPath(campaign, run)));
  }

  /** The operations that touch a window, as the page would fetch them. */
  async slice(campaign: string, run: RunSummary, fromNanos: number, toNanos: number, limit = 5_000): Promise<HistorySlice> {
    const query = `from_ns=${Math.floor(fromNanos)}&to_ns=${Math.ceil(toNanos)}&limit=${limit}`;
    return readHistorySlice(await this.json(`${this.runPath(campaign, run)}/history?${query}`));
  }

  private runPath(campaign: string, run: RunSummary): string {
    return `api/campaigns/${encodeURIComponent(campaign)}/runs/${encodeURIComponent(run.id)}`;
  }

  private async json(path: string): Promise<unknown> {
    const response = await fetch(new URL(path, this.base));
    if (!response.ok) throw new Error(`${path}: HTTP ${response.status}`);
    return response.json();
  }
}
