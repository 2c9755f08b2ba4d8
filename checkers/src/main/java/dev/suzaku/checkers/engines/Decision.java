package dev.suzaku.checkers.engines;

/**
 * What was found out about one timeline, and by whom.
 *
 * @param engine the name of the engine that decided, or that looked last
 * @param reason why it was this one that decided, in words
 */
public record Decision(Finding finding, String engine, String reason) {}
