package dev.suzaku.agent;

/**
 * What coordinator and agent say to each other. Every message names campaign and run, chosen by the coordinator, and is
 * idempotent: a second Start of a known run, or a Stop of a finished one, changes nothing.
 */
public sealed interface AgentMessage permits AgentMessage.Start, AgentMessage.Stop, AgentMessage.Finished, Progress {

    String campaign();

    String run();

    /** To the agent: carry out this run in this directory (absolute path, exists or can be made). */
    record Start(RunSpec spec, String runDirectory) implements AgentMessage {
        @Override
        public String campaign() {
            return spec.campaign();
        }

        @Override
        public String run() {
            return spec.run();
        }
    }

    /** To the agent: end the run, leave nothing of it running. */
    record Stop(String campaign, String run) implements AgentMessage {}

    /** From the agent: the run has ended, nothing of it runs any more. */
    record Finished(RunReport report) implements AgentMessage {
        @Override
        public String campaign() {
            return report.campaign();
        }

        @Override
        public String run() {
            return report.run();
        }
    }
}
