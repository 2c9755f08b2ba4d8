package dev.suzaku.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.coordinator.Samples;
import dev.suzaku.histories.HistoryHeader;
import dev.suzaku.histories.HistoryRecorder;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.Value;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wrong input of every kind: one clear line on stderr, nothing on stdout, exit code 254. */
class ExitCodeTest {
    private static final String EDN_VALID = "{:process 0, :type :invoke, :f :write, :value 1}\n"
            + "{:process 0, :type :ok, :f :write, :value 1}\n"
            + "{:process 0, :type :invoke, :f :read, :value nil}\n"
            + "{:process 0, :type :ok, :f :read, :value 1}\n";

    @TempDir
    private Path folder;

    private record Run(int code, String out, String err) {}

    @Test
    void wrong_arguments_are_254_with_one_line() throws Exception {
        refused("Unknown option", "run", "--no-such-option", "c.yaml");
        refused("Missing required parameter", "run");
        refused("unknown command 'frob'; there are demo, run, ", "frob");
        refused("unknown command 'frob'; there are run, cut, ", "wpp", "frob", "--image", "x");
        refused("Unmatched argument at index 2: 'b'", "run", "a", "b");
        refused("Missing required option", "soak");
        refused("'--image=DIR'; unknown option: '--imagee'", "wpp", "run", "--imagee", "d", "--", "true");
        refused("--fidelity L0 or L1, not 'L1-torn'", "soak", "--program", "counter-raw", "--fidelity", "L1-torn");
        refused("--stepped needs --fidelity L1", "soak", "--program", "counter-raw", "--stepped", "--fidelity", "L0");
        refused("Missing required option", "shrink", "h.szh", "--model", "kv");
        refused("neither embedded nor own-jvm", "run", "c.yaml", "--agent", "elsewhere");
        refused("--seed", "run", "c.yaml", "--seed", "many");
    }

    @Test
    void a_campaign_that_cannot_be_used_is_254_with_the_line() throws Exception {
        Path campaign = Files.writeString(folder.resolve("c.yaml"), "campaign: a\nsurprise: 1\n");

        refused("c.yaml:2: unknown key 'surprise'", "run", campaign.toString());
        refused("no such file", "run", folder.resolve("none.yaml").toString());
    }

    @Test
    void a_seed_out_of_range_is_254() throws Exception {
        Path campaign = Files.writeString(folder.resolve("c.yaml"), Samples.CAMPAIGN);

        refused("--seed must be 0 to", "run", campaign.toString(), "--seed", "-1");
        refused("--seed must be 0 to", "run", campaign.toString(), "--seed", Long.toString(1L << 53));
    }

    @Test
    void a_history_that_cannot_be_checked_is_254() throws Exception {
        Path edn = Files.writeString(folder.resolve("h.edn"), EDN_VALID);

        refused("no such file", "check", folder.resolve("none").toString(), "--model", "kv");
        refused("quantum", "check", edn.toString(), "--model", "quantum");
        refused("there are all, strict", "check", edn.toString(), "--model", "register", "--condition", "eventual");
        refused("exact, knossos", "check", edn.toString(), "--model", "register", "--engine", "warp");
        refused("tape", "check", edn.toString(), "--model", "register", "--format", "tape");
        refused("--memory", "check", edn.toString(), "--model", "register", "--memory", "63m");
        refused("./suzaku check", "check", edn.toString(), "--model", "register", "--memory", "64m");
        refused(
                "give --model, one of register, cas-register, kv",
                "check",
                edn.toString(),
                "--condition",
                "all",
                "--json");
        refused("together with --model-jar", "check", edn.toString(), "--model-class", "Mine");
        refused("--budget", "check", edn.toString(), "--model", "register", "--budget", "10 parsecs");
        refused(
                ".szh",
                "check",
                Files.writeString(folder.resolve("x.szh"), "garbage").toString(),
                "--model",
                "kv");
    }

    @Test
    void what_shrink_writes_is_checked_as_a_violation_and_nothing_is_overwritten() throws Exception {
        Path valid = Files.writeString(folder.resolve("valid.edn"), EDN_VALID);
        Path invalid = Files.writeString(
                folder.resolve("invalid.edn"), EDN_VALID.replace("f :read, :value 1", "f :read, :value 2"));
        String small = folder.resolve("small.szh").toString();

        assertThat(execute("shrink", valid.toString(), "--model", "register", "-o", small)
                        .code())
                .isEqualTo(2);
        assertThat(Path.of(small)).doesNotExist();
        Run shrunk = execute("shrink", invalid.toString(), "--model", "register", "-o", small);
        assertThat(shrunk.code()).as(shrunk.err()).isZero();
        assertThat(shrunk.out()).contains("1 of 2 operations still violate durable");
        assertThat(execute("check", small).code()).isEqualTo(1); // the file says which model
        refused("exists; name a file that does not", "shrink", invalid.toString(), "--model", "register", "-o", small);
        refused(
                "unknown condition eventual",
                "shrink",
                invalid.toString(),
                "--model",
                "register",
                "--condition",
                "eventual",
                "-o",
                small + "2");
    }

    @Test
    void an_image_that_cannot_be_used_is_254() throws Exception {
        Files.writeString(folder.resolve("file"), "");

        String none = folder.resolve("none").toString();
        for (String command : new String[] {"resume", "inspect", "verify", "cut"}) {
            refused("no image in " + none + ": it does not exist", "wpp", command, "--image", none);
        }
        refused("no image in " + folder + ": it holds no file tables", "wpp", "verify", "--image", folder.toString());
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("none"));
        refused(
                "symbolic links are refused",
                "wpp",
                "verify",
                "--image",
                folder.resolve("link").toString());
        refused("not empty", "wpp", "run", "--image", folder.toString(), "--", "/bin/true");
        refused("--fidelity must be", "wpp", "cut", "--image", folder.toString(), "--fidelity", "L9");
    }

    @Test
    void a_taken_port_is_254() throws Exception {
        refused("must be 1024 to 32767", "coordinator", "--port", "80", "--store", folder.toString());
        int port = 24_601;
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
            refused(
                    "port 24601 on 127.0.0.1 is taken",
                    "coordinator",
                    "--cluster-port",
                    "24601",
                    "--store",
                    folder.toString());
        }
    }

    @Test
    void verdicts_have_their_exit_codes() throws Exception {
        Path valid = Files.writeString(folder.resolve("valid.edn"), EDN_VALID);
        Path invalid = Files.writeString(
                folder.resolve("invalid.edn"), EDN_VALID.replace(":read, :value 1", ":read, :value 2"));

        Run pass = execute("check", valid.toString(), "--model", "register", "--json");
        assertThat(pass.code()).as(pass.err()).isZero();
        assertThat(pass.out()).contains("\"verdict\" : \"VALID\"");
        Run violation = execute("check", invalid.toString(), "--model", "register", "--json");
        assertThat(violation.code()).isEqualTo(1);
        assertThat(violation.out()).contains("\"verdict\" : \"INVALID\"").contains("counterexample");
    }

    @Test
    void a_history_that_is_streamed_has_the_same_exit_codes() throws Exception {
        Path valid = Files.writeString(folder.resolve("valid.edn"), EDN_VALID);
        Path invalid = Files.writeString(
                folder.resolve("invalid.edn"), EDN_VALID.replace(":read, :value 1", ":read, :value 2"));

        Run pass = execute("check", valid.toString(), "--model", "register", "--stream");
        assertThat(pass.code()).as(pass.err()).isZero();
        assertThat(pass.out()).startsWith("VALID");
        Run violation = execute("check", invalid.toString(), "--model", "register", "--stream");
        assertThat(violation.code()).as(violation.err()).isEqualTo(1);
        assertThat(violation.out()).startsWith("INVALID");
        refused("streamed", "check", valid.toString(), "--model", "register", "--stream", "--cross-check");
    }

    @Test
    void windows_of_a_history_without_times_are_told_in_events() throws Exception {
        Path late = Files.writeString(
                folder.resolve("late.edn"),
                EDN_VALID
                        + "{:process 0, :type :invoke, :f :write, :value 2}\n"
                        + "{:process :nemesis, :type :info, :f :crash}\n{:process :nemesis, :type :info, :f :ready}\n"
                        + "{:process 1, :type :invoke, :f :read, :value nil}\n"
                        + "{:process 1, :type :ok, :f :read, :value 1}\n"
                        + "{:process 1, :type :invoke, :f :read, :value nil}\n"
                        + "{:process 1, :type :ok, :f :read, :value 2}\n");

        Run events = execute("check", late.toString(), "--model", "register");
        assertThat(events.code()).as(events.err()).isZero();
        assertThat(events.out()).contains("late-effect window: 2 events", "loss window: 0 events");

        Path timed = folder.resolve("timed.edn");
        int[] time = {0};
        Files.write(
                timed,
                Files.readAllLines(late).stream()
                        .map(line -> line.replace("}", ", :time " + 10 * time[0]++ + "}"))
                        .toList());
        assertThat(execute("check", timed.toString(), "--model", "register").out())
                .contains("loss window: 0 ms")
                .containsPattern("late-effect window: 0\\.0\\d* ms")
                .doesNotContain("E-");
    }

    @Test
    void a_damaged_history_that_is_violated_says_that_it_is_damaged() throws Exception {
        Path szh = folder.resolve("damaged.szh");
        try (HistoryRecorder recorder =
                HistoryRecorder.create(szh, HistoryHeader.of("r", "register", 0), System::nanoTime)) {
            recorder.complete(recorder.invoke(0, "read", "", Value.NOTHING), Outcome.OK, Value.of(7));
        }
        byte[] whole = Files.readAllBytes(szh);
        Files.write(szh, Arrays.copyOf(whole, whole.length - 1));

        Run violated = execute("check", szh.toString(), "--model", "register");

        assertThat(violated.code()).as(violated.err()).isEqualTo(1);
        assertThat(violated.out()).startsWith("INVALID").contains("the history is incomplete");
    }

    @Test
    void a_history_that_says_its_model_is_checked_without_being_told() throws Exception {
        Path szh = folder.resolve("mutex.szh");
        try (HistoryRecorder recorder =
                HistoryRecorder.create(szh, HistoryHeader.of("r", "register", 0), System::nanoTime)) {
            recorder.complete(recorder.invoke(0, "read", "", Value.NOTHING), Outcome.OK, Value.of(7));
        }

        Run checked = execute("check", szh.toString(), "--condition", "all", "--json");

        assertThat(checked.code()).as(checked.err()).isEqualTo(1);
        assertThat(checked.out()).contains("\"verdict\" : \"INVALID\"");
    }

    @Test
    void a_program_is_looked_up_as_a_shell_does() throws Exception {
        String image = folder.resolve("image").toString();
        refused(
                "program no-such-program is in no directory of PATH (",
                "wpp",
                "run",
                "--image",
                image,
                "--",
                "no-such-program");
        refused("/no/such/program does not exist", "wpp", "run", "--image", image, "--", "/no/such/program");

        assertThat(execute("wpp", "run", "--image", image, "--", "true").code()).isZero();
        assertThat(execute("wpp", "inspect", "--image", image).out()).containsPattern("program +/\\S*bin/true in ");
    }

    @Test
    void a_run_in_which_nothing_succeeded_is_inconclusive() throws Exception {
        Path run = Files.createDirectory(folder.resolve("failed"));
        try (HistoryRecorder recorder =
                HistoryRecorder.create(run.resolve("history.szh"), HistoryHeader.of("r", "kv", 0), System::nanoTime)) {
            recorder.complete(recorder.invoke(0, "get", "k", Value.NOTHING), Outcome.FAIL, Value.NOTHING);
        }

        Run checked = execute("check", run.toString(), "--model", "kv");

        assertThat(checked.code()).isEqualTo(2);
        assertThat(checked.out()).startsWith("UNKNOWN");
    }

    @Test
    void a_run_that_found_something_itself_does_not_pass_by_its_history() throws Exception {
        Path run = Files.createDirectory(folder.resolve("run"));
        try (HistoryRecorder recorder =
                HistoryRecorder.create(run.resolve("history.szh"), HistoryHeader.of("r", "kv", 0), System::nanoTime)) {
            recorder.complete(recorder.invoke(0, "get", "k", Value.NOTHING), Outcome.OK, Value.NOTHING);
        }
        assertThat(execute("check", run.toString(), "--model", "kv").code()).isZero();

        Files.writeString(run.resolve("spec.yaml"), "spec: {}\n");
        doubtful(run, "no report");
        Files.writeString(
                run.resolve("verdict.json"),
                "{\"report\": {\"completed\": true, \"findings\": [{\"reason\": \"not recovered\", \"detail\":"
                        + " \"hung\"}]}}");
        doubtful(run, "not recovered: hung");
        Files.writeString(
                run.resolve("verdict.json"),
                "{\"report\": {\"completed\": true, \"receipts\": [{\"cut\": 4, \"complete\": false}]}}");
        doubtful(run, "cut 4 has no complete receipt");
        Files.writeString(run.resolve("verdict.json"), "{\"report\": {\"completed\": false}}");
        doubtful(run, "did not complete");
        Files.writeString(run.resolve("verdict.json"), "{\"report\": {\"completed\": true}}");
        assertThat(execute("check", run.toString(), "--model", "kv").code()).isZero();
    }

    private void doubtful(Path run, String reason) throws Exception {
        Run doubt = execute("check", run.toString(), "--model", "kv");
        assertThat(doubt.code()).isEqualTo(2);
        assertThat(doubt.out()).startsWith("UNKNOWN").contains(reason);
    }

    @Test
    void every_command_has_help_with_an_example() throws Exception {
        for (String command : new String[] {
            "",
            "demo",
            "run",
            "check",
            "shrink",
            "soak",
            "wpp",
            "wpp run",
            "wpp cut",
            "wpp resume",
            "wpp inspect",
            "wpp verify",
            "bench",
            "bench runtime",
            "bench checkers",
            "coordinator",
            "agent",
            "doctor"
        }) {
            for (String option : new String[] {"--help", "-h"}) {
                Run help = execute((command + " " + option).strip().split(" "));
                assertThat(help.code()).as(command).isZero();
                assertThat(help.err()).as(command).isEmpty();
                assertThat(help.out())
                        .as(command)
                        .contains("Usage: suzaku " + command)
                        .contains("Example: suzaku");
            }
        }
    }

    private static void refused(String because, String... arguments) throws Exception {
        Run run = execute(arguments);
        assertThat(run.code()).as(run.err()).isEqualTo(254);
        assertThat(run.err()).contains(because);
        assertThat(run.err().strip().lines()).as("one line").hasSize(1);
        assertThat(run.out()).isEmpty();
    }

    private static Run execute(String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream capturedOut = new ByteArrayOutputStream();
        ByteArrayOutputStream capturedErr = new ByteArrayOutputStream();
        System.setOut(new PrintStream(capturedOut, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(capturedErr, true, StandardCharsets.UTF_8));
        try {
            int code = Suzaku.execute(arguments);
            return new Run(
                    code, capturedOut.toString(StandardCharsets.UTF_8), capturedErr.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }
}
