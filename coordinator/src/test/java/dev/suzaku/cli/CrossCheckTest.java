package dev.suzaku.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line with a Knossos that says what the test wants: only its place on the class path is Knossos's. */
class CrossCheckTest {
    private static final String MODEL = "(ns knossos.model (:refer-clojure :exclude [set]))\n"
            + "(definterface Model (step [op]))\n(defn inconsistent [why] why)\n(defn register [value] value)\n"
            + "(defn cas-register [value] value)\n(defn mutex [])\n(defn fifo-queue [])\n(defn set [])\n"
            + "(defn multi-register [registers] registers)\n";

    @TempDir
    private Path folder;

    @Test
    void two_checkers_that_contradict_each_other_are_exit_code_3() throws Exception {
        try (CommandLineProcess check = check("{:valid? false, :op {:index 1}}", "--cross-check", "--json")) {
            assertThat(check.exitCode()).as(check.err()).isEqualTo(3);
            assertThat(check.out())
                    .contains("\"outcome\" : \"disagreement\"")
                    .contains("says Knossos")
                    .contains("\"verdict\" : \"VALID\"")
                    .contains("\"verdict\" : \"INVALID\"");
        }
    }

    @Test
    void the_same_answer_and_none_leave_our_exit_code() throws Exception {
        try (CommandLineProcess check = check("{:valid? true}", "--cross-check")) {
            assertThat(check.exitCode()).as(check.err()).isZero();
            assertThat(check.out()).contains("cross-check: agreement, Knossos says VALID for durable");
        }
        try (CommandLineProcess check = check("{:valid? :unknown, :cause :timeout}", "--cross-check")) {
            assertThat(check.exitCode()).as(check.err()).isZero();
            assertThat(check.out())
                    .contains("cross-check: undecided, Knossos says UNKNOWN for durable")
                    .contains(":timeout");
        }
    }

    @Test
    void knossos_alone_gives_the_verdict() throws Exception {
        try (CommandLineProcess check = check("{:valid? false, :op {:index 1}}", "--engine", "knossos")) {
            assertThat(check.exitCode()).as(check.err()).isEqualTo(1);
            assertThat(check.out()).startsWith("INVALID").contains("engine: knossos");
        }
        try (CommandLineProcess check = check("{:valid? true}", "--engine", "knossos", "--cross-check")) {
            assertThat(check.exitCode()).isEqualTo(254);
            assertThat(check.err()).contains("--cross-check compares Knossos with another engine");
        }
    }

    @Test
    void without_knossos_both_say_so() throws Exception {
        Path history = history();
        for (String option : new String[] {"--engine=knossos", "--cross-check"}) {
            try (CommandLineProcess check = CommandLineProcess.start(
                    folder,
                    Map.of("SUZAKU_KNOSSOS_CLASSPATH", ""),
                    "check",
                    history.toString(),
                    "--model",
                    "register",
                    option)) {
                assertThat(check.exitCode()).isEqualTo(254);
                assertThat(check.err())
                        .startsWith("suzaku: Knossos is not here.")
                        .contains("SUZAKU_KNOSSOS_CLASSPATH");
                assertThat(check.out()).isEmpty();
            }
        }
    }

    private CommandLineProcess check(String result, String... options) throws Exception {
        Path namespaces = Files.createDirectories(folder.resolve("knossos"));
        Files.writeString(namespaces.resolve("model.clj"), MODEL);
        Files.writeString(
                namespaces.resolve("competition.clj"),
                "(ns knossos.competition)\n(defn analysis [_ _ _] " + result + ")\n");
        String[] arguments = new String[4 + options.length];
        System.arraycopy(new String[] {"check", history().toString(), "--model", "register"}, 0, arguments, 0, 4);
        System.arraycopy(options, 0, arguments, 4, options.length);
        return CommandLineProcess.start(folder, Map.of("SUZAKU_KNOSSOS_CLASSPATH", folder.toString()), arguments);
    }

    private Path history() throws Exception {
        return Files.writeString(
                folder.resolve("h.edn"),
                "{:process 0, :type :invoke, :f :write, :value 1}\n{:process 0, :type :ok, :f :write, :value 1}\n");
    }
}
