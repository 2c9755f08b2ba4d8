/** Drives the page of a coordinator in headless Chromium, over the results of a real campaign. */
package dev.suzaku.coordinator.page;
