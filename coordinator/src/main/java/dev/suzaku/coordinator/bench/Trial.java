package dev.suzaku.coordinator.bench;

import java.io.IOException;
import java.util.Map;

/** One measurement of one side. */
interface Trial {
    /** Numbers by the name of their measure. */
    Map<String, Double> run() throws IOException, InterruptedException;
}
