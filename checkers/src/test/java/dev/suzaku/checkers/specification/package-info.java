/** Tests of a user's own models. */
package dev.suzaku.checkers.specification;
