package dev.suzaku.pmem.recovery;

import static dev.suzaku.pmem.image.Layout.RECORD_CALL;
import static dev.suzaku.pmem.image.Layout.RECORD_COMMITTED;
import static dev.suzaku.pmem.image.Layout.RECORD_NONE;
import static dev.suzaku.pmem.image.Layout.number;
import static dev.suzaku.pmem.recovery.SyntheticImage.INSIDE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.pmem.image.ImageState;
import dev.suzaku.pmem.image.ThreadSlot;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a rewound call had decided is kept for its repetition, whatever handlers do before it and however often they are cut. */
class DecisionsTest {
    private static final long WRITE = 1;
    private static final long OPEN = 2;
    private static final long STACK = 0x7000000;
    private static final int CAPACITY = number("DECISION_CAPACITY");
    private static final int BYTES = number("decision.bytes");
    private static final int KEPT = number("thread.decisions");
    private static final int KEPT_COUNT = number("thread.decisions_kept");
    private static final int OWN = ThreadSlot.RECORD + number("call_record.decision");
    private static final int BEFORE = number("decision.before");

    @RegisterExtension
    private final SyntheticImage image = new SyntheticImage();

    private ThreadSlot slot;

    private record Kept(long call, long first, long stack, long before) {}

    @BeforeEach
    void aThreadInsideTheRuntime() {
        slot = image.live(0, INSIDE, WRITE);
    }

    @Test
    void aRewoundCallKeepsItsDecision() {
        cut(RECORD_CALL, WRITE, STACK, 42);

        assertThat(kept()).containsExactly(new Kept(WRITE + 1, 42, STACK, 43));
        assertThat(slot.recordWord("decision")).isZero();
        assertThat(slot.recordState()).isEqualTo(RECORD_NONE);
    }

    @Test
    void aRepetitionThatHasNotDecidedYetKeepsIt() {
        cut(RECORD_CALL, WRITE, STACK, 42);
        begin(RECORD_CALL, WRITE, STACK);
        image.apply();

        assertThat(kept()).containsExactly(new Kept(WRITE + 1, 42, STACK, 43));
    }

    @Test
    void aRewoundCallOfAHandlerWithoutADecisionChangesNothing() {
        cut(RECORD_CALL, WRITE, STACK, 42);
        begin(RECORD_CALL, OPEN, STACK - 4096);
        image.apply();

        assertThat(kept()).containsExactly(new Kept(WRITE + 1, 42, STACK, 43));
    }

    @Test
    void aCommittedCallForgetsIt() {
        cut(RECORD_CALL, WRITE, STACK, 42);
        cut(RECORD_COMMITTED, WRITE, STACK, 42);

        assertThat(kept()).isEmpty();
    }

    @Test
    void aCallOfAHandlerLeavesTheOneBelowAloneOverOrNot() {
        cut(RECORD_CALL, WRITE, STACK, 42);
        cut(RECORD_COMMITTED, WRITE, STACK - 4096, 7);
        cut(RECORD_CALL, WRITE, STACK - 4096, 7);

        assertThat(kept()).containsExactly(new Kept(WRITE + 1, 42, STACK, 43), new Kept(WRITE + 1, 7, STACK - 4096, 8));

        cut(RECORD_COMMITTED, WRITE, STACK - 4096, 7);

        assertThat(kept()).containsExactly(new Kept(WRITE + 1, 42, STACK, 43));
    }

    @Test
    void aRepetitionThatIsCutDecidesAnewAndKeepsWhatTheFirstAttemptFound() {
        cut(RECORD_CALL, WRITE, STACK, 42);
        cut(RECORD_CALL, WRITE, STACK, 50);

        assertThat(kept()).containsExactly(new Kept(WRITE + 1, 50, STACK, 43));
    }

    @Test
    void aCallWithOtherArgumentsFromTheSamePlaceIsNoRepetitionAndEndsWhatAJumpHasLeft() {
        cut(RECORD_CALL, WRITE, STACK, 42);
        begin(RECORD_CALL, WRITE, STACK);
        slot.setRecordWord("rdx", 9);
        decide(50);
        image.apply();

        assertThat(kept()).containsExactly(new Kept(WRITE + 1, 50, STACK, 51));
    }

    @Test
    void anotherCallFromTheSamePlaceEndsIt() {
        cut(RECORD_CALL, WRITE, STACK, 42);
        begin(RECORD_COMMITTED, OPEN, STACK);
        image.apply();

        assertThat(kept()).isEmpty();
    }

    @Test
    void whereThereIsNoRoomTheDeepestGoes() {
        for (int depth = 0; depth <= CAPACITY; depth++) {
            cut(RECORD_CALL, WRITE, STACK - depth * 4096L, depth);
        }

        assertThat(kept()).hasSize(CAPACITY);
        assertThat(kept().stream().map(Kept::first))
                .contains(0L, (long) CAPACITY)
                .doesNotContain(CAPACITY - 1L);
    }

    @Test
    void aControllerThatDiesBeforeThePhaseIsSetLeavesNothingTwice() {
        cut(RECORD_CALL, WRITE, STACK, 42);
        begin(RECORD_CALL, OPEN, STACK - 4096);
        decide(7);
        new Decisions(slot).keep();
        slot.setWord(KEPT_COUNT, 0);
        image.apply();

        assertThat(kept()).containsExactly(new Kept(WRITE + 1, 42, STACK, 43), new Kept(OPEN + 1, 7, STACK - 4096, 8));
    }

    private void cut(int state, long call, long stack, long decided) {
        begin(state, call, stack);
        decide(decided);
        image.apply();
    }

    private void begin(int state, long call, long stack) {
        image.tables.setState(ImageState.CUT);
        slot.setPhase(number("PHASE_RUNNING"));
        image.record(slot, state, call);
        slot.setRecordWord("rsp", stack);
    }

    private void decide(long first) {
        slot.setWord(OWN + number("decision.first"), first);
        int arguments = OWN + number("decision.arguments");
        for (String register : List.of("rdi", "rsi", "rdx", "r10")) {
            slot.setWord(arguments, slot.recordWord(register));
            arguments += Long.BYTES;
        }
        slot.setWord(OWN + number("decision.stack"), slot.recordWord("rsp"));
        for (int at = BEFORE; at < BYTES; at += Long.BYTES) {
            slot.setWord(OWN + at, first + 1);
        }
        slot.setWord(OWN + number("decision.call"), slot.recordWord("rax") + 1);
    }

    /** What is kept, in the order of its places; what the thread counts of it is the same. */
    private List<Kept> kept() {
        List<Kept> kept = IntStream.range(0, CAPACITY)
                .map(i -> KEPT + i * BYTES)
                .filter(place -> slot.word(place + number("decision.call")) != 0)
                .mapToObj(place -> new Kept(
                        slot.word(place + number("decision.call")),
                        slot.word(place + number("decision.first")),
                        slot.word(place + number("decision.stack")),
                        before(place)))
                .toList();
        assertThat(slot.word(KEPT_COUNT)).isEqualTo(kept.size());
        return kept;
    }

    /** What all its words are. */
    private long before(int place) {
        long[] words = IntStream.range(0, (BYTES - BEFORE) / Long.BYTES)
                .mapToLong(i -> slot.word(place + BEFORE + i * Long.BYTES))
                .distinct()
                .toArray();
        assertThat(words).hasSize(1);
        return words[0];
    }
}
