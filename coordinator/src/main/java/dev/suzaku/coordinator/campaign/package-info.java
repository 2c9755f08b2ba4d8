/**
 * Campaign files: strict YAML, checked against the published schema {@code campaign.schema.json}, expanded into planned runs.
 *
 * <p>Pure functions of the file's text and a seed; no input or output besides reading the file. May use worker-agent's and
 * fault-injector's records.
 */
package dev.suzaku.coordinator.campaign;
