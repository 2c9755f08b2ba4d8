/**
 * Knossos as a second opinion. It is Clojure, is found on a class path that the user names, and runs in a process of its
 * own: its memory and its endless searches cannot hurt the one that asks. {@link
 * dev.suzaku.checkers.knossos.KnossosChecker} is the entrance; {@code KnossosMain} is that other process, which calls
 * {@code suzaku/knossos.clj} among the resources. May use the packages of this module and {@code dev.suzaku.histories}.
 */
package dev.suzaku.checkers.knossos;
