/**
 * The read-only HTTP interface of the coordinator and the page's static files, on the loopback interface.
 *
 * <p>Everything comes from the run directories. Answers are JSON; errors are {@code {"error": "..."}} with 400, 403 or 404. May use the
 * store and the history files.
 */
package dev.suzaku.coordinator.http;
