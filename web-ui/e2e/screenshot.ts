import assert from "node:assert/strict";
import { statSync } from "node:fs";
import type { RunSummary } from "../src/api/campaign";
import { Api } from "./api";
import { inBrowser } from "./browser";
import { TimelinePage } from "./timelinePage";

/** Writes a picture of one run's timeline, as the README shows it. See the script `screenshot` beside this file. */
const [base, campaignName, runId, file] = process.argv.slice(2);
assert(base && campaignName && runId && file, "usage: screenshot URL CAMPAIGN RUN FILE.png");
const mostBytes = 300_000;

const api = new Api(base);
const campaign = await api.campaign(campaignName);
const run = campaign.runs.find((candidate) => candidate.id === runId);
assert(run, `campaign ${campaignName} has no run ${runId}; it has ${campaign.runs.map((r: RunSummary) => r.id).join(", ")}`);

await inBrowser({ width: 1400, height: 860, colourScheme: "light", scale: 1 }, async (browser) => {
  const page = await browser.newPage();
  const timeline = new TimelinePage(page, base);
  await timeline.open(campaignName, run);
  // Playwright hides the caret with an inline style, which the page's policy refuses; there is no caret to hide.
  await page.screenshot({ path: file, caret: "initial" });
});
const bytes = statSync(file).size;
assert(bytes < mostBytes, `${file} has ${bytes} bytes, more than ${mostBytes}`);
console.log(`${file}: ${bytes} bytes`);
