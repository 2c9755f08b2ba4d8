import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { inBrowser } from "./browser";
import { watch } from "./consoleWatch";
import { startSampleServer } from "./sampleServer";

/** States of the page that a real coordinator does not show on demand, over the sample results. */
const server = await startSampleServer(0);
const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

try {
  await inBrowser({ width: 1280, height: 800, colourScheme: "dark" }, async (browser) => {
    const page = await browser.newPage();
    const watched = watch(page, base);

    await test("a campaign with undetected controls is INVALID and names them, whatever its runs say", async () => {
      await page.goto(`${base}#/no-plants`);
      await page.getByRole("heading", { name: "INVALID campaign" }).waitFor();
      await page.locator(".banner").getByText("one stale read in 1,000 (stale-read)").waitFor();
      assert.equal(await page.getByText("NOT FOUND").count(), 4);
    });

    await test("a campaign that runs is followed until it is done", async () => {
      let ended = false;
      await page.route("**/api/campaigns/live", async (route) => {
        const name = ended ? "memcached-demo" : "live";
        const response = await route.fetch({ url: `${base}api/campaigns/${name}` });
        await route.fulfill({ response });
      });
      await page.goto(`${base}#/live`);
      await page.getByText("1 of 5 runs done").waitFor();
      assert.equal(await page.getByText("PASS").count(), 1, "only the run that is done has an outcome");
      ended = true;
      await page.getByText("Valid campaign: 4 of 4 controls found").waitFor();
      await page.unroute("**/api/campaigns/live");
    });

    await test("the page asks no more once a campaign is done", async () => {
      const timed = await browser.newPage();
      await timed.clock.install();
      await timed.goto(`${base}#/live`);
      const next = timed.waitForRequest("**/api/campaigns/live");
      await timed.clock.runFor(5_000);
      await next;
      await timed.goto(`${base}#/memcached-demo`);
      await timed.getByText("Valid campaign").waitFor();
      let asked = 0;
      timed.on("request", () => asked++);
      await timed.clock.runFor(60_000);
      assert.equal(asked, 0);
      await timed.close();
    });

    await test("a run that has not begun says that its history is still to come", async () => {
      await page.goto(`${base}#/live/stale-read`);
      await page.getByText("No history yet").waitFor();
    });

    await test("a store without campaigns says how to start one", async () => {
      await page.route("**/api/campaigns", (route) => route.fulfill({ json: [] }));
      await page.goto(`${base}#/`);
      await page.getByText("No campaign in this store yet").waitFor();
      await page.getByText("./suzaku demo").waitFor();
      await page.unroute("**/api/campaigns");
    });

    await test("an answer of the wrong shape is refused with the place, and the page recovers by itself", async () => {
      await page.route("**/api/campaigns", (route) => route.fulfill({ json: [{ name: 7 }] }));
      await page.goto(`${base}#/memcached-demo`);
      await page.goto(`${base}#/`);
      await page.getByRole("alert").getByText("campaigns[0].name: expected a string, got number 7").waitFor();
      await page.unroute("**/api/campaigns");
      await page.getByRole("link", { name: "memcached-demo" }).waitFor({ timeout: 10_000 });
      assert.equal(await page.getByRole("alert").count(), 0);
    });

    await test("text from a history is shown as text", async () => {
      await page.route("**/api/campaigns/memcached-demo/runs/stale-read", async (route) => {
        const response = await route.fetch();
        const body = await response.json();
        body.verdict.counterexample.summary = "<img src=x onerror=alert(1)>";
        await route.fulfill({ response, json: body });
      });
      await page.goto(`${base}#/memcached-demo/stale-read`);
      await page.getByText("In the checker's words").click();
      await page.locator(".counterexample").getByText("<img src=x onerror=alert(1)>").waitFor();
    });

    await test("nothing was asked of others, and nothing complained", () => watched.assertQuiet());
  });
} finally {
  server.close();
}
