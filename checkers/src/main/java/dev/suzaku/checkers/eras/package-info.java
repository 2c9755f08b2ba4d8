/**
 * The buffered conditions, under which a power cut may undo what was completed before it. They look at all objects
 * together, era by era. May use {@code dev.suzaku.histories}, models, and the budget of the engines.
 */
package dev.suzaku.checkers.eras;
