package dev.suzaku.pmem.recovery;

import static dev.suzaku.pmem.image.Layout.RECORD_CALL;
import static dev.suzaku.pmem.image.Layout.RECORD_COMMITTED;
import static dev.suzaku.pmem.image.Layout.RECORD_NONE;
import static dev.suzaku.pmem.recovery.SyntheticImage.APPLICATION;
import static dev.suzaku.pmem.recovery.SyntheticImage.INSIDE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.suzaku.pmem.ImageException;
import dev.suzaku.pmem.image.ImageState;
import dev.suzaku.pmem.image.Layout;
import dev.suzaku.pmem.image.ThreadSlot;
import dev.suzaku.pmem.trace.UserRegisters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a thread continues that a signal was on its way to: as {@link InterruptedThreadTest}, on an image made by hand. */
class SignalledThreadTest {
    private static final long WRITE = 1;
    private static final long FUTEX = 202;
    private static final long NO_CALL = -1;

    @RegisterExtension
    private final SyntheticImage image = new SyntheticImage();

    @Test
    void aSignalOnItsWayIsDeliveredAgainFromItsFrame() {
        ThreadSlot slot = image.live(0, SyntheticImage.DELIVER + 8, NO_CALL);
        long frame = SyntheticImage.MAPPED + 64;
        slot.setSignalFrame(frame);
        image.write(frame + 312, 10);

        image.apply();

        assertThat(image.resumed(slot, ApplicationContext.RIP)).isEqualTo(SyntheticImage.DELIVER);
        assertThat(image.resumed(slot, ApplicationContext.RSP)).isEqualTo(frame);
        assertThat(image.resumed(slot, ApplicationContext.RDI)).isEqualTo(10);
        assertThat(image.resumed(slot, ApplicationContext.RSI)).isEqualTo(frame + 312);
        assertThat(image.resumed(slot, ApplicationContext.RDX)).isEqualTo(frame + 8);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSignalThatArrivesDuringACallWaitsForItsEnd(boolean committed) {
        ThreadSlot slot = image.live(0, SyntheticImage.DELIVER + 8, NO_CALL);
        image.record(slot, committed ? RECORD_COMMITTED : RECORD_CALL, WRITE);
        long frame = SyntheticImage.MAPPED + 64;
        slot.setSignalFrame(frame);
        image.write(frame + 312, 10);
        image.write(frame + 8 + 296, 0x5000);

        image.apply();

        assertThat(slot.deferredSignal()).isEqualTo(10);
        assertThat(slot.word(Layout.number("thread.deferred_mask"))).isEqualTo(0x5000);
        assertThat(image.resumed(slot, ApplicationContext.RIP))
                .isEqualTo(committed ? SyntheticImage.EXIT_ALL : SyntheticImage.ENTRY_RECORDED);
    }

    /** Where the application went on behind the call, it would learn of the signal in its next call only. */
    @Test
    void aCommittedCallForWhoseEndASignalWaitsGoesOnInTheRuntime() {
        ThreadSlot slot = image.live(0, INSIDE, NO_CALL);
        image.record(slot, RECORD_COMMITTED, WRITE);
        slot.setRecordWord("redo_address", Layout.TABLES_BASE + Layout.FDS_OFFSET + 8);
        slot.setDeferredSignal(10);

        image.apply();

        assertThat(image.resumed(slot, ApplicationContext.RIP)).isEqualTo(SyntheticImage.EXIT_ALL);
        assertThat(slot.recordState()).isEqualTo(RECORD_COMMITTED);
        assertThat(slot.recordWord("result")).isEqualTo(77);
        assertThat(slot.recordWord("redo_address")).isZero();
        assertThat(slot.deferredSignal()).isEqualTo(10);
    }

    /** Answered by the recovery itself, so the record must say so. */
    @Test
    void aFutexWaitForWhoseEndASignalWaitsIsCommitted() {
        ThreadSlot slot = image.live(0, INSIDE, FUTEX);
        image.record(slot, RECORD_CALL, FUTEX);
        slot.setRecordWord("rsi", 0);
        slot.setDeferredSignal(10);

        image.apply();

        assertThat(image.resumed(slot, ApplicationContext.RIP)).isEqualTo(SyntheticImage.EXIT_ALL);
        assertThat(slot.recordState()).isEqualTo(RECORD_COMMITTED);
        assertThat(slot.recordWord("result")).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {SyntheticImage.ENTRY, SyntheticImage.RECORDED, SyntheticImage.INSIDE})
    void aCallThatStartsAgainWithASignalThatWaitsForItsEndIsRecorded(long rip) {
        ThreadSlot slot = image.live(0, rip, NO_CALL);
        image.record(slot, rip == INSIDE ? RECORD_CALL : RECORD_NONE, WRITE);
        slot.setDeferredSignal(10);

        image.apply();

        boolean inRegisters = rip == SyntheticImage.ENTRY;
        assertThat(image.resumed(slot, ApplicationContext.RIP)).isEqualTo(SyntheticImage.ENTRY_RECORDED);
        assertThat(image.resumed(slot, ApplicationContext.R11))
                .isEqualTo(inRegisters ? 1000 + UserRegisters.R11 : APPLICATION);
        assertThat(image.resumed(slot, ApplicationContext.RCX))
                .isEqualTo(inRegisters ? 1000 + UserRegisters.RCX : APPLICATION + 2);
        assertThat(slot.recordState()).isEqualTo(RECORD_NONE);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 65, -1})
    void aNumberThatNoSignalHasIsRefusedAndNothingChanges(int number) {
        ThreadSlot slot = image.live(0, SyntheticImage.DELIVER + 8, NO_CALL);
        image.record(slot, RECORD_CALL, WRITE);
        long frame = SyntheticImage.MAPPED + 64;
        slot.setSignalFrame(frame);
        image.write(frame + 312, number);
        byte[] before = image.bytes(slot.offset(), Layout.THREAD_BYTES);

        assertThatThrownBy(image::apply)
                .isInstanceOf(ImageException.class)
                .hasMessageContaining(
                        "damaged: thread slot 0 was getting signal %d".formatted(Integer.toUnsignedLong(number)));

        assertThat(image.tables.state()).isEqualTo(ImageState.CUT);
        assertThat(image.bytes(slot.offset(), Layout.THREAD_BYTES)).isEqualTo(before);
    }

    @Test
    void aSignalWhoseFrameIsNotNotedYetIsDeliveredFromTheBeginning() {
        ThreadSlot slot = image.live(0, SyntheticImage.DELIVER, NO_CALL);
        slot.setSignalFrame(SyntheticImage.MAPPED + 64); // of an earlier signal

        image.apply();

        assertThat(image.resumed(slot, ApplicationContext.RIP)).isEqualTo(SyntheticImage.DELIVER);
        assertThat(image.resumed(slot, ApplicationContext.RSP)).isEqualTo(1000 + UserRegisters.RSP);
    }

    /** Its signal's frame is gone; the call is over, and the handler is being started at its end. */
    @Test
    void aHandlerThatIsBeingStartedAtTheEndOfACallKeepsTheVectorRegistersOfTheCut() {
        ThreadSlot slot = image.live(0, SyntheticImage.DELIVER + 8, NO_CALL);
        image.record(slot, RECORD_COMMITTED, WRITE);
        int frame = slot.offset() + ThreadSlot.RUNTIME_STACK + 256;
        slot.setSignalFrame(Layout.TABLES_BASE + frame);
        slot.setSavedRegister(UserRegisters.RSP, Layout.TABLES_BASE + frame + 4096);
        slot.setDeferredSignal(10);

        image.apply();

        assertThat(image.tables.word(slot.offset() + ThreadSlot.RESUME_FRAME + ResumeFrame.XSTATE))
                .isEqualTo(3000);
    }

    /** The handler has begun with fresh ones; those of the program lie where the kernel has put the signal. */
    @ParameterizedTest
    @ValueSource(longs = {SyntheticImage.DELIVER, SyntheticImage.DELIVER + 8})
    void aCallThatASignalMetKeepsTheProgramsVectorRegisters(long rip) {
        ThreadSlot slot = image.live(0, rip, NO_CALL);
        image.record(slot, RECORD_CALL, WRITE);
        int frame = slot.offset() + ThreadSlot.ALTERNATE_STACK + 256;
        int xstate = slot.offset() + ThreadSlot.ALTERNATE_STACK + 2048;
        image.tables.setWord(frame + 312, 10);
        image.tables.setWord(frame + 8 + SignalFrame.XSTATE_POINTER, Layout.TABLES_BASE + xstate);
        image.tables.setWord(xstate, 4321);
        slot.setSignalFrame(Layout.TABLES_BASE + frame);
        slot.setSavedRegister(UserRegisters.RSP, Layout.TABLES_BASE + frame);

        image.apply();

        assertThat(slot.deferredSignal()).isEqualTo(10);
        assertThat(image.tables.word(slot.offset() + ThreadSlot.RESUME_FRAME + ResumeFrame.XSTATE))
                .isEqualTo(4321);
    }
}
