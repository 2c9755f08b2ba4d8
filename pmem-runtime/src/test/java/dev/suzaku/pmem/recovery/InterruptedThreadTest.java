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

/** Where one interrupted thread continues: every rule of the fix-ups on an image made by hand. */
class InterruptedThreadTest {
    private static final long DIRECTION_FLAG = 0x400;
    private static final long WRITE = 1;
    private static final long FUTEX = 202;
    private static final long NO_CALL = -1;

    @RegisterExtension
    private final SyntheticImage image = new SyntheticImage();

    @Test
    void aThreadInUserModeKeepsAllItsRegisters() {
        ThreadSlot slot = image.live(0, APPLICATION, NO_CALL);

        image.apply();

        assertThat(image.resumed(slot, ApplicationContext.RIP)).isEqualTo(APPLICATION);
        assertThat(image.resumed(slot, ApplicationContext.RAX)).isEqualTo(1000 + UserRegisters.RAX);
        assertThat(image.resumed(slot, ApplicationContext.RCX)).isEqualTo(1000 + UserRegisters.RCX);
        assertThat(image.resumed(slot, ApplicationContext.R11)).isEqualTo(1000 + UserRegisters.R11);
        assertThat(image.resumed(slot, ApplicationContext.R8)).isEqualTo(1000 + UserRegisters.R8);
        assertThat(image.resumed(slot, ApplicationContext.R15)).isEqualTo(1000 + UserRegisters.R15);
        assertThat(image.resumed(slot, ApplicationContext.RDI)).isEqualTo(1000 + UserRegisters.RDI);
        assertThat(image.resumed(slot, ApplicationContext.RBP)).isEqualTo(1000 + UserRegisters.RBP);
        assertThat(image.resumed(slot, ApplicationContext.RSP)).isEqualTo(1000 + UserRegisters.RSP);
        assertThat(slot.resumeFsBase()).isEqualTo(1000 + UserRegisters.FS_BASE);
        assertThat(slot.isRestoring()).isTrue();
        assertThat(image.tables.state()).isEqualTo(ImageState.RECOVERING);
    }

    @Test
    void theTrapFlagIsNotResumedAndSigsysIsNeverBlocked() {
        ThreadSlot slot = image.live(0, APPLICATION, NO_CALL);

        image.apply();

        assertThat(image.resumed(slot, ApplicationContext.EFLAGS)).isEqualTo(0x246);
        assertThat(image.resumedMask(slot)).isEqualTo(1L << 9);
    }

    @Test
    void anUndeliveredDispatchGoesBackToItsSyscallInstruction() {
        ThreadSlot slot = image.live(0, APPLICATION + 2, WRITE);

        image.apply();

        assertThat(image.resumed(slot, ApplicationContext.RIP)).isEqualTo(APPLICATION);
        assertThat(image.resumed(slot, ApplicationContext.RAX)).isEqualTo(WRITE);
    }

    @ParameterizedTest
    @ValueSource(longs = {SyntheticImage.ENTRY_RECORDED, SyntheticImage.ENTRY, SyntheticImage.DIRECT - 1})
    void beforeAnythingIsWrittenTheCallStartsAgainFromR11(long rip) {
        ThreadSlot slot = image.live(0, rip, NO_CALL);

        image.apply();

        assertThat(image.resumed(slot, ApplicationContext.RIP)).isEqualTo(1000 + UserRegisters.R11);
        assertThat(image.resumed(slot, ApplicationContext.RAX)).isEqualTo(1000 + UserRegisters.RAX);
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                SyntheticImage.DIRECT,
                SyntheticImage.DIRECT_END - 1,
                SyntheticImage.INTERRUPTED,
                SyntheticImage.RECORDED,
                SyntheticImage.ENTRY_LINKED - 1
            })
    void beforeTheRecordIsLinkedTheCallStartsAgainFromWhereTheRecordSays(long rip) {
        ThreadSlot slot = unrecorded(rip, NO_CALL);

        image.apply();

        assertThat(image.resumed(slot, ApplicationContext.RIP)).isEqualTo(APPLICATION);
        assertThat(image.resumed(slot, ApplicationContext.RAX)).isEqualTo(WRITE);
    }

    @Test
    void aCallWithoutARecordIsMadeAgainWhereTheKernelHasNotAnswered() {
        ThreadSlot slot = unrecorded(SyntheticImage.DIRECT_END, WRITE);

        image.apply();

        assertThat(image.resumed(slot, ApplicationContext.RIP)).isEqualTo(APPLICATION);
        assertThat(image.resumed(slot, ApplicationContext.RAX)).isEqualTo(WRITE);
    }

    @ParameterizedTest
    @ValueSource(longs = {SyntheticImage.DIRECT_END, SyntheticImage.INTERRUPTED - 1})
    void aCallWithoutARecordThatIsOverGoesOnWithItsResult(long rip) {
        ThreadSlot slot = unrecorded(rip, NO_CALL);

        image.apply();

        assertThat(image.resumed(slot, ApplicationContext.RIP)).isEqualTo(APPLICATION + 2);
        assertThat(image.resumed(slot, ApplicationContext.RAX)).isEqualTo(1000 + UserRegisters.RAX);
        assertThat(image.resumed(slot, ApplicationContext.R11)).isZero();
    }

    /** By another thread's fork, or by the stop of a cut that did not come about. */
    @Test
    void aCallWithoutARecordThatWasInterruptedIsMadeAgain() {
        ThreadSlot slot = unrecorded(SyntheticImage.DIRECT_END, NO_CALL);
        slot.setSavedRegister(UserRegisters.RAX, -4);

        image.apply();

        assertThat(image.resumed(slot, ApplicationContext.RIP)).isEqualTo(APPLICATION);
        assertThat(image.resumed(slot, ApplicationContext.RAX)).isEqualTo(WRITE);
    }

    /** Only which call it is, where it starts and where it goes on has been written. */
    private ThreadSlot unrecorded(long rip, long origRax) {
        ThreadSlot slot = image.live(0, rip, origRax);
        image.record(slot, Layout.RECORD_NONE, WRITE);
        return slot;
    }

    @Test
    void atTheExitJumpTheApplicationContinuesAtRcx() {
        ThreadSlot slot = image.live(0, SyntheticImage.EXIT_JUMP, NO_CALL);

        image.apply();

        assertThat(image.resumed(slot, ApplicationContext.RIP)).isEqualTo(1000 + UserRegisters.RCX);
    }

    @Test
    void inTheDispatchHandlerTheKernelsFrameIsTheApplication() {
        ThreadSlot slot = dispatching(APPLICATION + 2);

        image.apply();

        assertThat(image.resumed(slot, ApplicationContext.RIP)).isEqualTo(APPLICATION);
        assertThat(image.resumed(slot, ApplicationContext.RBX)).isEqualTo(4000 + ApplicationContext.RBX);
        assertThat(image.resumedMask(slot)).isEqualTo(0xff);
        int xstate = slot.offset() + ThreadSlot.RESUME_FRAME + ResumeFrame.XSTATE;
        assertThat(image.tables.word(xstate)).isEqualTo(4321);
    }

    @Test
    void aRewrittenDispatchFrameStartsTheCallAgainFromItsR11() {
        ThreadSlot slot = dispatching(SyntheticImage.ENTRY);

        image.apply();

        assertThat(image.resumed(slot, ApplicationContext.RIP)).isEqualTo(4000 + ApplicationContext.R11);
    }

    @ParameterizedTest
    @ValueSource(longs = {SyntheticImage.ARRIVAL, SyntheticImage.STANDING, SyntheticImage.STANDING + 3})
    void aThreadThatStandsStillForAForkContinuesWhereTheStopMetIt(long rip) {
        ThreadSlot slot = standing(rip, APPLICATION + 2);

        image.apply();

        assertThat(image.resumed(slot, ApplicationContext.RIP)).isEqualTo(APPLICATION + 2);
        assertThat(image.resumed(slot, ApplicationContext.RBX)).isEqualTo(4000 + ApplicationContext.RBX);
        assertThat(image.resumed(slot, ApplicationContext.RAX)).isEqualTo(4000 + ApplicationContext.RAX);
        assertThat(image.resumedMask(slot)).isEqualTo(0xff);
        int xstate = slot.offset() + ThreadSlot.RESUME_FRAME + ResumeFrame.XSTATE;
        assertThat(image.tables.word(xstate)).isEqualTo(4321);
    }

    @Test
    void aThreadThatStandsStillInsideACallStartsTheCallAgain() {
        ThreadSlot slot = standing(SyntheticImage.STANDING + 3, INSIDE);
        image.record(slot, RECORD_CALL, WRITE);

        image.apply();

        assertThat(image.resumed(slot, ApplicationContext.RIP)).isEqualTo(APPLICATION);
        assertThat(image.resumed(slot, ApplicationContext.RAX)).isEqualTo(WRITE);
        assertThat(image.resumed(slot, ApplicationContext.RDI)).isEqualTo(2000);
        assertThat(image.resumedMask(slot)).isEqualTo(0xff);
    }

    /** A controller made it save itself and died; another cut comes before it goes on. */
    @Test
    void aThreadThatSavesItselfContinuesWhereTheStopMetIt() {
        ThreadSlot slot = standing(INSIDE, APPLICATION + 2);
        slot.setWord(Layout.number("thread.standing"), slot.savedRegisters().get(UserRegisters.R12));
        slot.setSavedRegister(UserRegisters.R12, 0);

        image.apply();

        assertThat(image.resumed(slot, ApplicationContext.RIP)).isEqualTo(APPLICATION + 2);
        assertThat(image.resumed(slot, ApplicationContext.RBX)).isEqualTo(4000 + ApplicationContext.RBX);
        assertThat(image.resumedMask(slot)).isEqualTo(0xff);
    }

    @Test
    void aSystemCallWhoseDispatchWasDroppedByAStopIsMadeAgain() {
        image.tables.setHeaderWord("user_dispatch", 1);
        assertThat(resumedBehindSystemCall()).isEqualTo(APPLICATION);
    }

    @Test
    void whereNothingIsDispatchedASystemCallBehindWhichAThreadStandsIsOver() {
        image.tables.setHeaderWord("user_dispatch", 0);
        assertThat(resumedBehindSystemCall()).isEqualTo(APPLICATION + 2);
    }

    /** Where a thread goes on that stands still behind a system call, its flags in r11. */
    private long resumedBehindSystemCall() {
        ThreadSlot slot = standing(SyntheticImage.STANDING + 3, APPLICATION + 2);
        int frame = slot.offset() + ThreadSlot.ALTERNATE_STACK + 256 + SignalFrame.REGISTERS;
        image.tables.setWord(frame + ApplicationContext.R11 * 8, 4000 + ApplicationContext.EFLAGS);
        image.pool.put(APPLICATION, 0xc3050f);

        image.apply();

        return image.resumed(slot, ApplicationContext.RIP);
    }

    private ThreadSlot standing(long rip, long framedRip) {
        ThreadSlot slot = dispatching(framedRip);
        slot.setSavedRegister(UserRegisters.RIP, rip);
        long frame = slot.savedRegisters().get(UserRegisters.RDX);
        slot.setSavedRegister(UserRegisters.R12, frame);
        slot.setSavedRegister(UserRegisters.RSI, frame + 1024); // a siginfo whose code is 0
        return slot;
    }

    @Test
    void aDispatchFrameOutsideOfTheTablesIsDamage() {
        image.live(0, SyntheticImage.DISPATCH, NO_CALL);

        assertRefused("damaged");
    }

    @Test
    void theApplicationsOwnSigreturnStartsAgain() {
        ThreadSlot slot = image.live(0, SyntheticImage.SIGRETURN, NO_CALL);

        image.apply();

        assertThat(image.resumed(slot, ApplicationContext.RIP)).isEqualTo(1000 + UserRegisters.R11);
        assertThat(image.resumed(slot, ApplicationContext.RAX)).isEqualTo(15);
        assertThat(image.resumed(slot, ApplicationContext.RSP)).isEqualTo(1000 + UserRegisters.RSP);
    }

    @Test
    void aCallInProgressStartsAgainWithTheRegistersOfItsRecord() {
        ThreadSlot slot = image.live(0, INSIDE, NO_CALL);
        image.record(slot, RECORD_CALL, WRITE);

        image.apply();

        assertThat(image.resumed(slot, ApplicationContext.RIP)).isEqualTo(APPLICATION);
        assertThat(image.resumed(slot, ApplicationContext.RAX)).isEqualTo(WRITE);
        assertThat(image.resumed(slot, ApplicationContext.RDI)).isEqualTo(2000);
        assertThat(image.resumed(slot, ApplicationContext.RSP)).isEqualTo(2012);
        assertThat(slot.resumeFsBase()).isEqualTo(1000 + UserRegisters.FS_BASE);
        assertThat(slot.recordState()).isEqualTo(RECORD_NONE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void flagsOfTheRuntimeDoNotReachTheApplication(boolean committed) {
        ThreadSlot slot = image.live(0, INSIDE, NO_CALL);
        slot.setSavedRegister(UserRegisters.EFLAGS, DIRECTION_FLAG | 0x202);
        image.record(slot, committed ? RECORD_COMMITTED : RECORD_CALL, WRITE);

        image.apply();

        assertThat(image.resumed(slot, ApplicationContext.EFLAGS) & DIRECTION_FLAG)
                .isZero();
    }

    @Test
    void aCommittedCallIsOverAndItsStoreIsRepeated() {
        ThreadSlot slot = image.live(0, INSIDE, WRITE);
        image.record(slot, RECORD_COMMITTED, WRITE);
        slot.setRecordWord("redo_address", Layout.TABLES_BASE + Layout.FDS_OFFSET + 8);
        slot.setRecordWord("redo_value", 99);

        image.apply();

        assertThat(image.resumed(slot, ApplicationContext.RIP)).isEqualTo(APPLICATION + 2);
        assertThat(image.resumed(slot, ApplicationContext.RCX)).isEqualTo(APPLICATION + 2);
        assertThat(image.resumed(slot, ApplicationContext.RAX)).isEqualTo(77);
        assertThat(image.resumed(slot, ApplicationContext.R12)).isEqualTo(2008);
        assertThat(image.tables.word(Layout.FDS_OFFSET + 8)).isEqualTo(99);
        assertThat(slot.recordWord("redo_address")).isZero();
    }

    @Test
    void insideTheRuntimeWithoutARecordIsRefusedAndNothingChanges() {
        image.live(0, APPLICATION, NO_CALL);
        image.live(1, INSIDE, NO_CALL);

        assertRefused("internal error: thread slot 1");
        assertThat(image.tables.thread(0).isRestoring()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 128, 9, 137})
    void anInterruptedFutexWaitEndsAsIfWoken(long operation) {
        ThreadSlot slot = image.live(0, INSIDE, FUTEX);
        image.record(slot, RECORD_CALL, FUTEX);
        slot.setRecordWord("rsi", operation);

        image.apply();

        assertThat(image.resumed(slot, ApplicationContext.RIP)).isEqualTo(APPLICATION + 2);
        assertThat(image.resumed(slot, ApplicationContext.RAX)).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 11, 139}) // a wake, and a wait whose 0 would say that its caller owns a lock
    void otherFutexCallsStartAgain(long operation) {
        ThreadSlot slot = image.live(0, INSIDE, FUTEX);
        image.record(slot, RECORD_CALL, FUTEX);
        slot.setRecordWord("rsi", operation);

        image.apply();

        assertThat(image.resumed(slot, ApplicationContext.RIP)).isEqualTo(APPLICATION);
    }

    @Test
    void aFutexWaitThatHasNotReachedTheKernelStartsAgain() {
        ThreadSlot slot = image.live(0, INSIDE, NO_CALL);
        image.record(slot, RECORD_CALL, FUTEX);
        slot.setRecordWord("rsi", 0);

        image.apply();

        assertThat(image.resumed(slot, ApplicationContext.RIP)).isEqualTo(APPLICATION);
    }

    @Test
    void aThreadWhoseRegistersAreNotSavedMakesTheImageTorn() {
        image.live(0, APPLICATION, NO_CALL).setSaved(false);

        assertRefused("torn");
    }

    @Test
    void aSaveAreaThatChangedAfterItsChecksumMakesTheImageTorn() {
        ThreadSlot slot = image.live(0, APPLICATION, NO_CALL);
        slot.setWord(ThreadSlot.SAVED + ThreadSlot.SAVED_REGISTERS + 8, 1);

        assertRefused("torn");
    }

    @Test
    void aSaveAreaOfImpossibleSizeMakesTheImageTorn() {
        ThreadSlot slot = image.live(0, APPLICATION, NO_CALL);
        slot.setWord(ThreadSlot.SAVED + ThreadSlot.SAVED_XSTATE_LENGTH, -1);

        assertRefused("torn");
    }

    private ThreadSlot dispatching(long framedRip) {
        ThreadSlot slot = image.live(0, SyntheticImage.DISPATCH, NO_CALL);
        int frame = slot.offset() + ThreadSlot.ALTERNATE_STACK + 256;
        int xstate = slot.offset() + ThreadSlot.ALTERNATE_STACK + 2048;
        for (int i = 0; i < ApplicationContext.COUNT; i++) {
            image.tables.setWord(frame + SignalFrame.REGISTERS + i * 8, 4000 + i);
        }
        image.tables.setWord(frame + SignalFrame.REGISTERS + ApplicationContext.RIP * 8, framedRip);
        image.tables.setWord(frame + SignalFrame.SIGNAL_MASK, 1L << 30 | 0xff);
        image.tables.setWord(frame + SignalFrame.XSTATE_POINTER, Layout.TABLES_BASE + xstate);
        image.tables.setWord(xstate, 4321);
        slot.setSavedRegister(UserRegisters.RDX, Layout.TABLES_BASE + frame);
        return slot;
    }

    private void assertRefused(String words) {
        assertThatThrownBy(image::apply).isInstanceOf(ImageException.class).hasMessageContaining(words);
        assertThat(image.tables.state()).isEqualTo(ImageState.CUT);
    }
}
