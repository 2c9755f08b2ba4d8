package dev.suzaku.coordinator.cluster;

import dev.suzaku.agent.AgentMessage;
import dev.suzaku.agent.Progress;
import dev.suzaku.agent.RunMachine;
import dev.suzaku.agent.RunReport;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Makes what carries out a run. The real one is {@link #MACHINES}. */
interface RunnerFactory {

    /** Carries out one run; {@link #cancel} comes from another thread. */
    interface Runner {
        /** To the end; nothing of the run is left running when it returns or throws. */
        RunReport run();

        void cancel();
    }

    RunnerFactory MACHINES = (start, progress) -> {
        RunMachine machine = new RunMachine(start.spec(), Path.of(start.runDirectory()), progress);
        return new Runner() {
            @Override
            public RunReport run() {
                return machine.run();
            }

            @Override
            public void cancel() {
                machine.cancel();
            }
        };
    };

    Runner create(AgentMessage.Start start, Consumer<Progress> progress);
}
