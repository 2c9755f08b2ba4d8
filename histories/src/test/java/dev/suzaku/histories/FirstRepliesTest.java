package dev.suzaku.histories;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known of the first reply after a cut that has no ready event. */
class FirstRepliesTest {
    private static final long NEVER = PowerCut.NEVER;

    @TempDir
    Path directory;

    @Test
    void nothing_that_ended_well_after_the_crash_means_never() {
        FirstReplies replies = new FirstReplies();
        replies.answered(0, 9);
        PowerCut cut = new PowerCut(0, 10, 12, NEVER, NEVER);
        assertThat(replies.bound(List.of(cut))).containsExactly(cut);
        replies.answered(0, 11); // perhaps after the crash, but invoked before it: the answer may have been on its way
        assertThat(replies.bound(List.of(cut))).containsExactly(new PowerCut(0, 10, 12, 10, NEVER));
    }

    @Test
    void the_first_return_of_a_later_call_bounds_every_cut_before_it_up_to_one_that_has_its_own() {
        FirstReplies replies = new FirstReplies();
        replies.answered(3, 40);
        replies.answered(3, 35);
        PowerCut own = new PowerCut(0, 1, 2, 3, 4);
        assertThat(replies.bound(
                        List.of(own, new PowerCut(1, 10, 12, NEVER, NEVER), new PowerCut(2, 20, 22, NEVER, NEVER))))
                .containsExactly(own, new PowerCut(1, 10, 12, 10, 35), new PowerCut(2, 20, 22, 20, 35));
    }

    @Test
    void the_first_reply_after_the_next_cut_is_one_after_this_one() {
        PowerCut next = new PowerCut(1, 20, 22, 30, 33);
        assertThat(new FirstReplies().bound(List.of(new PowerCut(0, 10, 12, NEVER, NEVER), next)))
                .containsExactly(new PowerCut(0, 10, 12, 10, 33), next);
    }

    @Test
    void a_file_read_as_a_whole_and_as_a_stream_says_what_the_definition_says() throws IOException {
        long seed = 20261128;
        Random random = new Random(seed);
        for (int number = 0; number < 300; number++) {
            Path szh = directory.resolve("history-" + number + HistoryFile.SUFFIX);
            write(szh, random);
            History whole = HistoryFile.read(szh);
            assertThat(whole.cuts()).as("seed %d, history %d", seed, number).isEqualTo(defined(whole));
            try (EventCursor stream = HistoryFormat.SUZAKU.stream(szh)) {
                while (stream.next()) {}
                assertThat(stream.cuts())
                        .as("seed %d, history %d", seed, number)
                        .isEqualTo(whole.cuts());
            }
            History one = new HistorySource(szh, HistoryFormat.SUZAKU).only(key -> key.equals("a"));
            assertThat(one.cuts()).as("seed %d, history %d", seed, number).isEqualTo(whole.cuts());
        }
    }

    private static void write(Path szh, Random random) {
        List<Operation> operations = new ArrayList<>();
        long invoke = 0;
        for (int index = 0; index < 12; index++) {
            Outcome outcome = Outcome.values()[random.nextInt(3)];
            long end = outcome == Outcome.INFO ? Operation.NEVER : invoke + random.nextInt(12);
            String key = random.nextBoolean() ? "a" : "b";
            operations.add(
                    new Operation(index, index, 0, "f", key, Value.NOTHING, Value.NOTHING, outcome, invoke, end));
            invoke += random.nextInt(4);
        }
        List<PowerCut> cuts = new ArrayList<>();
        long crash = random.nextInt(6);
        for (int epoch = 0; epoch < 3; epoch++) {
            long latest = crash + random.nextInt(4);
            boolean ready = random.nextInt(3) == 0;
            cuts.add(new PowerCut(epoch, crash, latest, ready ? latest : NEVER, ready ? latest + 1 : NEVER));
            crash = latest + random.nextInt(8);
        }
        HistoryFile.write(szh, new History(HistoryHeader.of("", "", 0), operations, cuts, true));
    }

    /** Cuts as they should be, of a history in which those with a ready event end one nanosecond after they begin. */
    private static List<PowerCut> defined(History history) {
        List<PowerCut> cuts = new ArrayList<>(history.cuts());
        for (int k = cuts.size() - 1; k >= 0; k--) {
            PowerCut cut = cuts.get(k);
            if (cut.readyEarliestNanos() == cut.crashLatestNanos()
                    && cut.readyLatestNanos() == cut.crashLatestNanos() + 1) {
                continue;
            }
            List<Operation> answered = history.operations().stream()
                    .filter(operation -> operation.outcome() == Outcome.OK)
                    .toList();
            long latest = answered.stream()
                    .filter(operation -> operation.invokeNanos() > cut.crashLatestNanos())
                    .mapToLong(Operation::returnNanos)
                    .min()
                    .orElse(NEVER);
            latest = k + 1 < cuts.size() ? Math.min(latest, cuts.get(k + 1).readyLatestNanos()) : latest;
            boolean after = latest != NEVER
                    || answered.stream().anyMatch(operation -> operation.returnNanos() > cut.crashEarliestNanos());
            cuts.set(
                    k,
                    new PowerCut(
                            k,
                            cut.crashEarliestNanos(),
                            cut.crashLatestNanos(),
                            after ? cut.crashEarliestNanos() : NEVER,
                            latest));
        }
        return cuts;
    }
}
