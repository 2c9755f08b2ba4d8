package dev.suzaku.coordinator.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs one of the browser scripts of {@code web-ui/package.json} and fails with all that it printed. */
final class PageScript {
    private static final long LIMIT_SECONDS = 180;
    private static final Path WEB_UI = webUi();

    private PageScript() {}

    static void passes(String script, Map<String, String> environment, Path log)
            throws IOException, InterruptedException {
        assertThat(WEB_UI.resolve("node_modules/.package-lock.json"))
                .as("the page's npm packages; `./suzaku test` and `mvn -Pweb` install them")
                .exists();
        ProcessBuilder builder = new ProcessBuilder(List.of("npm", "run", "--silent", script))
                .directory(WEB_UI.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        assertThat(ended)
                .as("ended within %d s:%n%s", LIMIT_SECONDS, Files.readString(log))
                .isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
        // A runner that found no test ends well too.
        assertThat(Files.readString(log))
                .containsPattern("(?m)^\\S* pass [1-9]")
                .containsPattern("(?m)^\\S* skipped 0$");
    }

    private static Path webUi() {
        Path module = Path.of("").toAbsolutePath();
        return (module.endsWith("coordinator") ? module.getParent() : module).resolve("web-ui");
    }
}
