/** Tests of the coordinator; {@link dev.suzaku.coordinator.Samples} makes what they share. */
package dev.suzaku.coordinator;
