import assert from "node:assert/strict";
import { test } from "node:test";
import type { RunSummary } from "../src/api/campaign";
import { inOrderOfInterest } from "../src/api/counterexample";
import { count } from "../src/format/count";
import { question } from "../src/format/operationWords";
import { numberedOperations } from "../src/timeline/firstError";
import { Api } from "./api";
import { inBrowser } from "./browser";
import { watch } from "./consoleWatch";
import { TimelinePage } from "./timelinePage";

/**
 * Drives the page of a running coordinator. Its newest campaign, or the one that SUZAKU_CAMPAIGN names, is done and holds a
 * passing run with a cut and a run with a counterexample. Everything shown is compared with the API at SUZAKU_URL.
 */
const base = process.env["SUZAKU_URL"];
assert(base, "set SUZAKU_URL to the coordinator's address, for example http://127.0.0.1:7070/");

const api = new Api(base);
const campaign = await api.campaign(process.env["SUZAKU_CAMPAIGN"]);
const runs = campaign.runs.filter((run) => (run.operations ?? 0) > 0);
const passing = found(runs.find((run) => run.outcome === "PASS" && (run.receipts ?? 0) > 0), "a run that passes, with a cut");
const failing = found(await firstWithCounterexample(), "a run with a counterexample");

await inBrowser({ width: 1440, height: 900, colourScheme: "light" }, async (browser) => {
  const page = await browser.newPage();
  const watched = watch(page, base);
  const timeline = new TimelinePage(page, base);

  await test("the list of campaigns leads to the campaign", async () => {
    await page.goto(base);
    await page.getByRole("link", { name: campaign.name, exact: true }).click();
    await page.getByRole("heading", { level: 1, name: campaign.name }).waitFor();
  });

  await test("the campaign says whether it is valid, and lists every run with what the API says of it", async () => {
    const banner = page.locator(".banner");
    await banner.getByText(campaign.outcome === "INVALID" ? "INVALID campaign" : campaign.valid ? "Valid campaign" : "Not a valid campaign").waitFor();
    assert.equal(await page.locator(".runs tbody tr").count(), campaign.runs.length);
    for (const run of campaign.runs) {
      const row = (await page.getByRole("row").filter({ has: page.getByRole("link", { name: run.id, exact: true }) }).innerText()).replace(/\s+/g, " ");
      for (const part of [run.fidelity, count(run.operations), run.strongest ?? "none", run.outcome ?? "", run.control]) {
        assert(row.includes(part), `the row of ${run.id} lacks "${part}": ${row}`);
      }
    }
  });

  await test("a run opens at its first cut, with the operations that the API has for that window", async () => {
    await timeline.open(campaign.name, passing);
    const { from, to } = timeline.view();
    const slice = await api.slice(campaign.name, passing, from, to);
    const [first] = slice.cuts;
    assert(first && first.crashEarliestNanos >= from && first.crashLatestNanos <= to, "the first cut is not in view");
    const shown = slice.operations.filter((op) => op.invokeNanos <= to && op.returnNanos >= from);
    await page.locator(".toolbar").getByText(`${count(shown.length)} operations`).waitFor();
  });

  await test("the pointer on an operation shows it in words, a click keeps it", async () => {
    const { from, to } = timeline.view();
    const slice = await api.slice(campaign.name, passing, from, to);
    const inside = slice.operations.filter((op) => op.invokeNanos > from && op.returnNanos < to && op.outcome === "OK");
    const widest = found(inside.toSorted((a, b) => b.returnNanos - b.invokeNanos - (a.returnNanos - a.invokeNanos))[0], "an answered operation");
    await timeline.hover(widest, slice.sessions);
    await page.getByRole("tooltip").getByText(question(widest)).waitFor();
    await page.mouse.down();
    await page.mouse.up();
    await page.locator(".selection").getByText(`operation ${widest.index},`).waitFor();
  });

  await test("wheel, drag and keys move the window, and no request asks for more than the limit", async () => {
    const limits: number[] = [];
    page.on("request", (request) => {
      const limit = new URL(request.url()).searchParams.get("limit");
      if (limit !== null) limits.push(Number(limit));
    });
    const before = timeline.view();
    const width = before.to - before.from;
    await page.mouse.wheel(0, -400);
    const zoomed = await timeline.viewThat((view) => view.to - view.from < width * 0.9, "wheel up zooms in");
    await page.mouse.down();
    await page.mouse.move(900, 400, { steps: 3 });
    await page.mouse.move(600, 400, { steps: 3 });
    await page.mouse.up();
    await timeline.viewThat((view) => view.from !== zoomed.from, "dragging pans");
    await timeline.canvas.focus();
    await page.keyboard.press("0");
    await timeline.viewThat((view) => view.from === 0 && view.to - view.from > width, "0 shows the whole run");
    await page.keyboard.press("]");
    await timeline.viewThat((view) => view.to - view.from < width * 3 && view.from > 0, "] goes to a cut");
    assert(limits.length > 0 && limits.every((limit) => limit <= 5_000), `limits asked for: ${limits.join(", ")}`);
  });

  await test("the key filter leaves only operations on that key", async () => {
    await timeline.open(campaign.name, passing);
    const { from, to } = timeline.view();
    const slice = await api.slice(campaign.name, passing, from, to);
    const key = found(slice.operations.find((op) => op.invokeNanos > from && op.returnNanos < to), "an operation in view").key;
    await page.getByLabel("Key").fill(key);
    await page.keyboard.press("Enter");
    await timeline.settled();
    await page.getByText("Operations in view").click();
    await page.locator(".operations tbody tr").first().waitFor(); // the rows come with the next slice
    const asked = await page.locator(".operations tbody tr td:nth-child(6)").allInnerTexts();
    assert(asked.length > 0, "no operation left");
    for (const words of asked) assert(words.split(" ").includes(key), `"${words}" is not on ${key}`);
  });

  await test("every cut is listed with its receipt, and leads to its place on the timeline", async () => {
    await timeline.open(campaign.name, passing);
    const { receipts } = await api.run(campaign.name, passing);
    const { cuts } = await api.slice(campaign.name, passing, 0, 0, 1);
    const rows = page.locator(".cuts tbody tr");
    assert.equal(await rows.count(), receipts.length);
    const last = found(cuts.at(-1), "a cut");
    const receipt = found(receipts.find((candidate) => candidate.cut === last.epoch), "its receipt");
    const row = rows.filter({ has: page.getByRole("button", { name: `cut ${last.epoch}`, exact: true }) });
    assert((await row.innerText()).includes(String(receipt.pid)), "the row lacks the pid");
    await row.getByRole("button").click();
    await timeline.viewThat((view) => view.from <= last.crashEarliestNanos && last.crashLatestNanos <= view.to, "the cut is in view");
  });

  await test("a counterexample is shown at once, listed beside the timeline, and found again by the button", async () => {
    await timeline.open(campaign.name, failing);
    const example = found((await api.run(campaign.name, failing)).verdict?.counterexample, "the counterexample");
    const listedOperations = inOrderOfInterest(example);
    const starts = listedOperations.slice(0, numberedOperations).map((op) => op.invokeNanos);
    const showsAll = (view: { from: number; to: number }): boolean => starts.every((start) => view.from <= start && start <= view.to);
    await timeline.viewThat(showsAll, "its most telling operations are in view");
    const listed = page.locator(".counterexample li");
    assert.equal(await listed.count(), example.operations.length);
    for (const [i, op] of listedOperations.entries()) {
      assert((await listed.nth(i).innerText()).includes(question(op)), `entry ${i + 1} is not ${question(op)}`);
    }
    await page.getByRole("button", { name: "Whole run" }).click();
    const whole = await timeline.viewThat((view) => view.from === 0, "the whole run is in view");
    await page.getByRole("button", { name: "Jump to the first error" }).click();
    await timeline.viewThat((view) => showsAll(view) && view.to - view.from < whole.to - whole.from, "the error is in view again");
  });

  await test("a campaign that does not exist is an error that says so", async () => {
    await page.goto(`${base}#/no-such-campaign`);
    await page.getByRole("alert").getByText("no such campaign").waitFor();
  });

  await test("nothing was asked of others, and nothing complained", () => watched.assertQuiet());
});

async function firstWithCounterexample(): Promise<RunSummary | undefined> {
  for (const run of runs) if ((await api.run(campaign.name, run)).verdict?.counterexample) return run;
  return undefined;
}

function found<T>(value: T | undefined, what: string): T {
  assert(value !== undefined, `campaign ${campaign.name} at ${base} lacks ${what}`);
  return value;
}
