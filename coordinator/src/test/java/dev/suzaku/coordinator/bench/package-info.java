/** Tests of {@code dev.suzaku.coordinator.bench}. */
package dev.suzaku.coordinator.bench;
