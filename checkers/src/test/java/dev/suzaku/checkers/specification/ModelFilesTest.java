package dev.suzaku.checkers.specification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.suzaku.checkers.Answer;
import dev.suzaku.checkers.CheckException;
import dev.suzaku.checkers.CheckRequest;
import dev.suzaku.checkers.Condition;
import dev.suzaku.checkers.HistoryChecker;
import dev.suzaku.checkers.Verdict;
import dev.suzaku.checkers.models.OwnModel;
import dev.suzaku.histories.History;
import dev.suzaku.histories.HistoryHeader;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the manual, and files that hold no model. */
class ModelFilesTest {
    private static final Value NOTHING = Value.NOTHING;
    private static final String QUEUE = "example.priority-queue/model";

    @TempDir
    private Path folder;

    private final List<Operation> operations = new ArrayList<>();

    private void called(String function, Value argument, Value result) {
        int index = operations.size();
        operations.add(
                new Operation(index, 0, 0, function, "", argument, result, Outcome.OK, 2L * index, 2L * index + 1));
    }

    private void pending(String function, Value argument) {
        int index = operations.size();
        operations.add(new Operation(
                index, 100 + index, 0, function, "", argument, NOTHING, Outcome.INFO, 2L * index, Operation.NEVER));
    }

    private Verdict verdict(String name, Path place) {
        History history = new History(HistoryHeader.of("own", name, 0), operations, List.of(), true);
        return new HistoryChecker()
                .check(history, new OwnModel<>(name, ModelFiles.load(name, place)), CheckRequest.all("own"));
    }

    @Test
    void the_java_example_in_a_jar_tells_a_lock_from_a_broken_one() throws IOException {
        Path jar = ModelJar.compiled(ModelJar.EXAMPLES.resolve("example/FencedLock.java"), folder);
        called("acquire", NOTHING, Value.of(1));
        called("acquire", NOTHING, Value.of("BUSY"));
        called("release", Value.of(1), Value.of("RELEASED"));
        pending("acquire", NOTHING);
        called("release", Value.of(1), Value.of("STALE"));
        called("acquire", NOTHING, Value.of("BUSY"));

        assertThat(verdict("example.FencedLock", jar).answer(Condition.DURABLE)).isEqualTo(Answer.VALID);

        called("release", Value.of(2), Value.of("RELEASED"));
        called("acquire", NOTHING, Value.of(2));
        Verdict broken = verdict("example.FencedLock", jar);
        assertThat(broken.answer(Condition.DURABLE)).isEqualTo(Answer.INVALID);
        assertThat(broken.counterexample().orElseThrow().summary()).contains("acquire", "free, last held by 2");
    }

    @Test
    void the_clojure_example_is_loaded_from_its_sources_and_from_a_jar() throws IOException {
        Path jar = ModelJar.packed(ModelJar.EXAMPLES, folder.resolve("models.jar"));
        called("put", Value.of(3), NOTHING);
        called("put", Value.of(7), NOTHING);
        called("largest", NOTHING, Value.of(7));
        pending("take", NOTHING);
        called("largest", NOTHING, Value.of(3));
        called("take", NOTHING, Value.of(3));
        called("take", NOTHING, NOTHING);

        assertThat(verdict(QUEUE, jar).answer(Condition.DURABLE)).isEqualTo(Answer.VALID);
        assertThat(verdict(QUEUE, ModelJar.EXAMPLES).answer(Condition.DURABLE)).isEqualTo(Answer.VALID);

        called("take", NOTHING, Value.of(7));
        Verdict broken = verdict(QUEUE, ModelJar.EXAMPLES);
        assertThat(broken.answer(Condition.DURABLE)).isEqualTo(Answer.INVALID);
        assertThat(broken.counterexample().orElseThrow().summary()).contains("take", "numbers []");
    }

    @Test
    void what_is_no_model_is_refused_with_the_reason() throws IOException {
        Path source = Files.writeString(
                folder.resolve("Plain.java"),
                "public class Plain { static { if (true) throw new IllegalStateException(\"no luck\"); } }");
        Path plain = ModelJar.compiled(source, folder);
        Path hidden = ModelJar.compiled(
                Files.writeString(
                        Files.createDirectory(folder.resolve("h")).resolve("Hidden.java"),
                        "public class Hidden { private Hidden() {} }"),
                folder);

        refused("no such file", "Any", folder.resolve("none.jar"));
        refused("there is no class Missing", "Missing", plain);
        refused("does not implement dev.suzaku.checkers.specification.Specification", "java.lang.Object", plain);
        refused("no luck", "Plain", plain);
        refused("public constructor without parameters", "Hidden", hidden);
        refused("there is no class Any", "Any", Files.writeString(folder.resolve("not.jar"), "no jar"));
    }

    @Test
    void clojure_that_defines_no_model_is_refused_with_the_reason() throws IOException {
        Files.writeString(
                folder.resolve("odd.clj"),
                "(ns odd) (def number 7) (def lame {:initial 0}) (def nothing {:step inc})"
                        + " (def text {:initial 0 :step \"step\"})");
        Files.writeString(folder.resolve("broken.clj"), "(ns broken) (def model (undefined-thing))");

        refused("must be a map of :initial and :step, not 7", "odd/number", folder);
        refused("not undefined", "odd/model", folder);
        refused("no function :step", "odd/lame", folder);
        refused("no :initial", "odd/nothing", folder);
        refused(":step must be a function, not step", "odd/text", folder);
        refused("undefined-thing", "broken/model", folder);
        refused("could not be loaded", "never.written/model", folder);
    }

    private static void refused(String reason, String name, Path place) {
        assertThatThrownBy(() -> ModelFiles.load(name, place))
                .isInstanceOf(CheckException.class)
                .hasMessageContaining(reason);
    }
}
