/**
 * What operations do to one object, as automata over small integers. May use {@code dev.suzaku.histories} only; engines
 * use the automata, {@link dev.suzaku.checkers.models.Models} finds them by name.
 */
package dev.suzaku.checkers.models;
