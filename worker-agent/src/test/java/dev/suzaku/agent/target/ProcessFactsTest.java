package dev.suzaku.agent.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProcessFactsTest {
    @Test
    void theThreadsOfAProcessThatHasEndedAreNotNone() throws Exception {
        Process process = new ProcessBuilder("sleep", "1000").start();
        ProcessFacts facts = new ProcessFacts(process.pid());
        Path task = Path.of("/proc/" + process.pid() + "/task");
        assertThat(facts.threads()).containsExactly(task.resolve(Long.toString(process.pid())));

        process.destroyForcibly().waitFor();

        assertThatThrownBy(facts::threads)
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("the process has ended");
    }
}
