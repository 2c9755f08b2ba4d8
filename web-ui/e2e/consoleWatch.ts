import assert from "node:assert/strict";
import type { Page } from "playwright-core";

/** Notes what a page must never do: report errors (a Content-Security-Policy violation is one), or ask anybody else for anything. */
export function watch(page: Page, base: string): { assertQuiet: () => void } {
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(`uncaught: ${error.message}`));
  page.on("console", (message) => {
    // The browser itself notes every 404; a test that asks for something missing sees it on the page.
    if (message.text().includes("status of 404")) return;
    if (message.type() === "error" || message.type() === "warning") complaints.push(`console: ${message.text()}`);
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(base) && !request.url().startsWith("data:")) complaints.push(`foreign request: ${request.url()}`);
  });
  return { assertQuiet: () => assert.deepEqual(complaints, []) };
}
