import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type BrowserContext } from "playwright-core";

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export interface BrowserOptions {
  readonly width: number;
  readonly height: number;
  readonly colourScheme: "light" | "dark";
  readonly scale?: number;
}

/** Runs `work` in Debian's headless Chromium with a fresh profile, and leaves nothing behind. CHROMIUM names another binary. */
export async function inBrowser<T>(options: BrowserOptions, work: (browser: BrowserContext) => Promise<T>): Promise<T> {
  const profile = await mkdtemp(join(tmpdir(), "suzaku-page-"));
  try {
    const browser = await chromium.launchPersistentContext(profile, {
      executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
      headless: true,
      args: flags,
      viewport: { width: options.width, height: options.height },
      deviceScaleFactor: options.scale ?? 1,
      colorScheme: options.colourScheme,
    });
    try {
      return await work(browser);
    } finally {
      await browser.close();
    }
  } finally {
    await rm(profile, { recursive: true, force: true });
  }
}
