import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import type { RunSummary } from "../src/api/campaign";
import type { Operation } from "../src/api/operation";
import { parsePlace } from "../src/place";
import { gutterWidth, rowHeight, rowTop } from "../src/timeline/layout";
import { timeScale } from "../src/timeline/timeScale";
import type { View } from "../src/timeline/view";

/** The page of one run, as a user handles it. */
export class TimelinePage {
  readonly canvas: Locator;

  constructor(
    readonly page: Page,
    private readonly base: string,
  ) {
    this.canvas = page.getByRole("application");
  }

  async open(campaign: string, run: RunSummary): Promise<void> {
    await this.page.goto(`${this.base}#/${encodeURIComponent(campaign)}/${encodeURIComponent(run.id)}`);
    await this.settled();
  }

  /** Waits until the slice for the window in view has been loaded and drawn. */
  async settled(): Promise<void> {
    await this.canvas.waitFor();
    await this.page.locator('.timeline[aria-busy="false"]').waitFor();
    await this.page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  }

  /** The window in view, from the address. */
  view(): View {
    return viewOf(new URL(this.page.url()));
  }

  /** Waits for the window in view to satisfy `wanted`, and for its operations. */
  async viewThat(wanted: (view: View) => boolean, what: string): Promise<View> {
    try {
      await this.page.waitForURL((url) => wanted(viewOf(url)), { timeout: 10_000 });
    } catch {
      assert.fail(`${what}: still ${JSON.stringify(this.view())}`);
    }
    await this.settled();
    return this.view();
  }

  /** Moves the pointer onto an operation's bar. */
  async hover(op: Operation, sessions: readonly number[]): Promise<void> {
    const box = await this.canvas.boundingBox();
    assert(box);
    const scale = timeScale(this.view(), gutterWidth, box.width - gutterWidth);
    const x = (scale.x(op.invokeNanos) + scale.x(op.returnNanos)) / 2;
    const y = rowTop(sessions.indexOf(op.session)) + rowHeight / 2;
    await this.page.mouse.move(box.x + x, box.y + y);
  }
}

function viewOf(url: URL): View {
  const place = parsePlace(url.hash);
  assert(place.page === "run" && place.view, `the address ${url.href} carries no window`);
  return place.view;
}
