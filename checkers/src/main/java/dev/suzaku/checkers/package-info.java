/**
 * Says which crash-consistency conditions a history meets.
 *
 * <p>{@link dev.suzaku.checkers.HistoryChecker} is the entrance. Models say what each operation does to one object
 * ({@code dev.suzaku.checkers.models}), conditions say how long an operation that was pending at a power cut may still
 * take effect ({@link dev.suzaku.checkers.Condition}), engines search for an order that explains every answer
 * ({@code dev.suzaku.checkers.engines}). The module may use {@code dev.suzaku.histories} only.
 */
package dev.suzaku.checkers;
