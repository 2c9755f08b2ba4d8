package dev.suzaku.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What `run` and `demo` have in common. */
final class CampaignOptions {
    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Repeats the plan of an earlier campaign; 0 to 2^53-1. Default: random, printed.")
    private Optional<Long> seed = Optional.empty();

    @Option(
            names = "--store",
            paramLabel = "DIR",
            defaultValue = "store",
            description = "Where run directories go. Default: ./store")
    private Path store;

    @Option(names = "--json", description = "Print one JSON object instead of the table.")
    private boolean json;

    @Option(
            names = "--disable-planted-bugs",
            description = "Run the controls without their bugs: the campaign must then come out INVALID.")
    private boolean bugsDisabled;

    @Option(
            names = "--agent",
            paramLabel = "WHERE",
            defaultValue = "embedded",
            description = "embedded: in this JVM; own-jvm: in a JVM of its own. Default: ${DEFAULT-VALUE}")
    private AgentPlace agent;

    /** Where the agent of a campaign runs. */
    enum AgentPlace {
        EMBEDDED("embedded"),
        OWN_JVM("own-jvm");

        private final String id;

        AgentPlace(String id) {
            this.id = id;
        }

        static AgentPlace named(String id) {
            for (AgentPlace place : values()) {
                if (place.id.equals(id)) {
                    return place;
                }
            }
            throw new TypeConversionException("'" + id + "' is neither embedded nor own-jvm");
        }
    }

    Optional<Long> seed() {
        return seed;
    }

    Path store() {
        return store;
    }

    boolean json() {
        return json;
    }

    boolean plantBugs() {
        return !bugsDisabled;
    }

    boolean ownJvm() {
        return agent == AgentPlace.OWN_JVM;
    }
}
