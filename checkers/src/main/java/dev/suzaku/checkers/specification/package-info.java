/**
 * A user's own model: the interface it implements, and how one that was written in Java or Clojure is found.
 * {@code docs/models.md} tells how to write one.
 */
package dev.suzaku.checkers.specification;
