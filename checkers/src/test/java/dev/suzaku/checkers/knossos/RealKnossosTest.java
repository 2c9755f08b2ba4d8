package dev.suzaku.checkers.knossos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.suzaku.checkers.Answer;
import dev.suzaku.checkers.CheckRequest;
import dev.suzaku.checkers.Condition;
import dev.suzaku.checkers.HistoryChecker;
import dev.suzaku.checkers.RandomHistories;
import dev.suzaku.histories.History;
import dev.suzaku.histories.HistoryFormat;
import dev.suzaku.histories.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * We and the real Knossos say the same, on random histories of each model and on the public files. Only where a class path
 * of Knossos is given; {@code -Dsuzaku.knossos.histories=N} sets how many of each model.
 */
class RealKnossosTest {
    private static final int HISTORIES = Integer.getInteger("suzaku.knossos.histories", 100);
    private static final int REQUESTS_PER_PROCESS = 100; // each leaves searches behind that Knossos gives up slowly
    private static final long BUDGET_MILLIS = 20_000;

    private Optional<KnossosProcess> process = Optional.empty();
    private int asked;

    @AfterEach
    void end() {
        process.ifPresent(KnossosProcess::close);
    }

    @BeforeAll
    static void whereKnossosIsGiven() {
        assumeTrue(
                System.getenv(KnossosInstallation.CLASS_PATH) != null,
                "skipped: " + KnossosInstallation.CLASS_PATH + " names no class path with Knossos");
    }

    @Test
    void on_random_histories_of_every_model_it_has() {
        for (KnossosModel model : KnossosModel.values()) {
            Map<Answer, Integer> answers = new EnumMap<>(Answer.class);
            RandomHistories histories = new RandomHistories(41, model.name, 0.4);
            for (int i = 0; i < HISTORIES; i++) {
                History history = withoutRemovals(histories.next(3, 8, i % 3), model);
                Answer answer = ours(history, model.name);
                Answer theirs = theirs(history, model);
                if (theirs != Answer.UNKNOWN) {
                    assertThat(theirs).as(history.operations().toString()).isEqualTo(answer);
                }
                answers.merge(theirs, 1, Integer::sum);
            }
            System.out.println("Knossos on " + HISTORIES + " histories of " + model.name + ": " + answers);
            assertThat(answers).as(model.name).containsKeys(Answer.VALID, Answer.INVALID);
            assertThat(answers.getOrDefault(Answer.UNKNOWN, 0)).as(model.name).isLessThan(HISTORIES / 4);
        }
    }

    @Test
    void on_all_public_files_that_it_can_read() throws IOException {
        Path manifest = Path.of("")
                .toAbsolutePath()
                .resolve("../../shared/data/histories/MANIFEST.tsv")
                .normalize();
        assumeTrue(Files.exists(manifest), "skipped: " + manifest + " is not there");
        int agreed = 0;
        List<String> undecided = new ArrayList<>();
        for (String line : Files.readAllLines(manifest)) {
            String[] columns = line.split("\t");
            String model = columns[6].startsWith("cas-register") ? "cas-register" : columns[6];
            boolean readable = model.equals("cas-register") || model.equals("set");
            if (!readable) {
                continue;
            }
            History history = HistoryFormat.read(manifest.resolveSibling(columns[0]), "auto");
            Answer theirs = theirs(history, KnossosModel.named(model));
            if (theirs == Answer.UNKNOWN) {
                undecided.add(columns[0]);
            } else {
                assertThat(theirs).as(columns[0]).isEqualTo(ours(history, model));
                agreed++;
            }
        }
        System.out.println("Knossos agrees on " + agreed + " files and gives no answer on " + undecided);
        assertThat(agreed).isGreaterThan(50);
    }

    /** Knossos's set only grows. */
    private static History withoutRemovals(History history, KnossosModel model) {
        if (model != KnossosModel.SET) {
            return history;
        }
        List<Operation> kept = history.operations().stream()
                .filter(operation -> operation.function().equals("add")
                                && !operation.result().toString().equals("REFUSED")
                        || operation.function().equals("read"))
                .toList();
        return new History(history.header(), kept, history.cuts(), true);
    }

    private static Answer ours(History history, String model) {
        CheckRequest request = new CheckRequest(model, List.of(Condition.DURABLE), BUDGET_MILLIS, "auto", false);
        return new HistoryChecker().check(history, request).answer(Condition.DURABLE);
    }

    private Answer theirs(History history, KnossosModel model) {
        assertThat(history.operations())
                .extracting(Operation::key)
                .as("one object")
                .containsOnly(history.operations().get(0).key());
        if (asked++ % REQUESTS_PER_PROCESS == 0 || !process.orElseThrow().usable()) {
            end();
            process = Optional.of(KnossosProcess.start(KnossosInstallation.find(System.getenv())));
        }
        KnossosAnswer answer = process.orElseThrow().ask(KnossosHistory.of(model, history.operations()), BUDGET_MILLIS);
        if (answer instanceof KnossosAnswer.Unknown) {
            return Answer.UNKNOWN;
        }
        return answer instanceof KnossosAnswer.Valid ? Answer.VALID : Answer.INVALID;
    }
}
