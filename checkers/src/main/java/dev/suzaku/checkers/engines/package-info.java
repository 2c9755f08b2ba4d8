/**
 * Searches for an order of the operations that explains every answer. An engine sees one object at a time, as a
 * {@link dev.suzaku.checkers.engines.Timeline} of invocations and ends, and knows nothing of conditions. May use
 * {@code dev.suzaku.checkers.models} and {@code dev.suzaku.histories} only.
 */
package dev.suzaku.checkers.engines;
