package dev.suzaku.coordinator.cluster;

/** What may cross between JVMs: records of records, enums, lists, texts, numbers and actor references. */
public sealed interface WireMessage permits AgentCommand, AgentEvent {}
