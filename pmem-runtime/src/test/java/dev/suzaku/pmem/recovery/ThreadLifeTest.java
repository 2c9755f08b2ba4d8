package dev.suzaku.pmem.recovery;

import static dev.suzaku.pmem.image.Layout.RECORD_CALL;
import static dev.suzaku.pmem.image.Layout.RECORD_COMMITTED;
import static dev.suzaku.pmem.image.Layout.THREAD_EXITED;
import static dev.suzaku.pmem.image.Layout.THREAD_EXITING;
import static dev.suzaku.pmem.image.Layout.THREAD_FREE;
import static dev.suzaku.pmem.image.Layout.THREAD_LIVE;
import static dev.suzaku.pmem.image.Layout.THREAD_PREPARED;
import static dev.suzaku.pmem.recovery.SyntheticImage.APPLICATION;
import static dev.suzaku.pmem.recovery.SyntheticImage.INSIDE;
import static dev.suzaku.pmem.recovery.SyntheticImage.MAPPED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.suzaku.pmem.ImageException;
import dev.suzaku.pmem.image.Layout;
import dev.suzaku.pmem.image.ThreadSlot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Threads that a cut meets at their birth or their end, and recoveries that are themselves interrupted. */
class ThreadLifeTest {
    private static final long CLONE = 56;
    private static final long NO_CALL = -1;

    @RegisterExtension
    private final SyntheticImage image = new SyntheticImage();

    @Test
    void aPreparedChildOfAnUncommittedCloneIsForgottenAndTheCloneStartsAgain() {
        ThreadSlot parent = cloning(RECORD_CALL);
        ThreadSlot child = child(THREAD_PREPARED);

        image.apply();

        assertThat(child.state()).isEqualTo(THREAD_FREE);
        assertThat(image.resumed(parent, ApplicationContext.RIP)).isEqualTo(APPLICATION);
        assertThat(parent.child()).isZero();
    }

    @Test
    void aChildThatLivesMakesItsParentsCloneSucceed() {
        ThreadSlot parent = cloning(RECORD_CALL);
        ThreadSlot child = image.live(1, APPLICATION, NO_CALL);
        child.setAcknowledged(false);

        image.apply();

        assertThat(image.resumed(parent, ApplicationContext.RAX)).isEqualTo(child.tid());
        assertThat(image.resumed(parent, ApplicationContext.RIP)).isEqualTo(APPLICATION + 2);
        assertThat(child.isAcknowledged()).isTrue();
        assertThat(child.state()).isEqualTo(THREAD_LIVE);
        assertThat(parent.child()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4}) // THREAD_EXITING, THREAD_EXITED
    void aChildThatHasEndedMakesItsParentsCloneSucceedToo(int ending) {
        assertThat(ending).isIn(THREAD_EXITING, THREAD_EXITED);
        ThreadSlot parent = cloning(RECORD_CALL);
        ThreadSlot child = child(ending);

        image.apply();

        assertThat(image.resumed(parent, ApplicationContext.RAX)).isEqualTo(101);
        assertThat(child.state()).isEqualTo(THREAD_FREE);
    }

    @Test
    void aPreparedChildOfACommittedCloneStartsFromItsRecord() {
        ThreadSlot parent = cloning(RECORD_COMMITTED);
        ThreadSlot child = child(THREAD_PREPARED);
        image.record(child, RECORD_COMMITTED, 0);
        child.setRecordWord("result", 0);
        parent.setRecordWord("result", child.tid());

        image.apply();

        assertThat(image.resumed(parent, ApplicationContext.RAX)).isEqualTo(101);
        assertThat(child.state()).isEqualTo(THREAD_PREPARED);
        assertThat(child.isRestoring()).isTrue();
        assertThat(child.isAcknowledged()).isTrue();
        assertThat(image.resumed(child, ApplicationContext.RAX)).isZero();
        assertThat(image.resumed(child, ApplicationContext.RIP)).isEqualTo(APPLICATION + 2);
        assertThat(image.resumed(child, ApplicationContext.RSP)).isEqualTo(2012);
        assertThat(image.resumedMask(child)).isEqualTo(1L << 9);
        assertThat(child.resumeFsBase()).isEqualTo(5001);
        assertThat(image.tables.word(child.offset() + ThreadSlot.RESUME_FRAME + SignalFrame.XSTATE_POINTER))
                .as("initial vector state")
                .isZero();
    }

    @Test
    void aSlotThatAnotherCloneHasTakenOverIsNotPromisedByTheFirst() {
        ThreadSlot first = cloning(RECORD_COMMITTED); // its child, thread 77, has ended already
        ThreadSlot second = image.live(2, INSIDE, CLONE);
        image.record(second, RECORD_CALL, CLONE);
        second.setChild(2);
        ThreadSlot child = child(THREAD_PREPARED);
        child.setTid(0);
        image.record(child, RECORD_COMMITTED, 0);

        image.apply();

        assertThat(child.state()).isEqualTo(THREAD_FREE);
        assertThat(image.resumed(first, ApplicationContext.RAX)).isEqualTo(77);
        assertThat(image.resumed(second, ApplicationContext.RIP)).isEqualTo(APPLICATION);
    }

    @Test
    void aSlotTakenForAChildThatNobodyKnowsYetIsFreeAgain() {
        ThreadSlot slot = image.slot(1, THREAD_PREPARED);

        image.apply();

        assertThat(slot.state()).isEqualTo(THREAD_FREE);
    }

    @Test
    void aChildOutsideOfTheTableIsDamage() {
        cloning(RECORD_CALL).setChild(4000);

        assertThatThrownBy(image::apply).isInstanceOf(ImageException.class).hasMessageContaining("damaged");
    }

    @Test
    void anEndingThreadTellsItsJoiner() {
        ThreadSlot slot = ending(MAPPED + 16);
        image.write(MAPPED + 16, 101);

        image.apply();

        assertThat(image.read(MAPPED + 16)).isZero();
        assertThat(slot.state()).isEqualTo(THREAD_FREE);
    }

    @Test
    void anEndingThreadLeavesAWordAloneThatIsNoLongerItsOwn() {
        ending(MAPPED + 16);
        image.write(MAPPED + 16, 555);

        image.apply();

        assertThat(image.read(MAPPED + 16)).isEqualTo(555);
    }

    @Test
    void anEndingThreadLeavesUnmappedMemoryAlone() {
        ending(MAPPED + 8192);
        image.write(MAPPED + 8192, 101);

        image.apply();

        assertThat(image.read(MAPPED + 8192)).isEqualTo(101);
    }

    @Test
    void anEndedThreadStaysUntilItsParentKnowsIt() {
        ThreadSlot slot = image.slot(1, THREAD_EXITED);
        slot.setAcknowledged(false);

        image.apply();

        assertThat(slot.state()).isEqualTo(THREAD_EXITED);
    }

    @Test
    void theFirstSlotStaysBecauseItCarriesTheProcessId() {
        ThreadSlot slot = image.slot(0, THREAD_EXITED);

        image.apply();

        assertThat(slot.state()).isEqualTo(THREAD_EXITED);
    }

    @Test
    void aThreadThatIsStillRestoringIsNotTouched() {
        ThreadSlot slot = image.live(0, INSIDE, NO_CALL);
        slot.setSaved(false);
        slot.setPhase(Layout.PHASE_RESTORING);
        slot.setWord(ThreadSlot.RESUME_FRAME + 48, 0x1234);

        image.apply();

        assertThat(slot.word(ThreadSlot.RESUME_FRAME + 48)).isEqualTo(0x1234);
        assertThat(slot.isRestoring()).isTrue();
    }

    @Test
    void repeatingTheFixUpsChangesNothing() {
        cloning(RECORD_CALL);
        child(THREAD_PREPARED);
        image.live(2, APPLICATION, NO_CALL);
        image.record(image.live(3, INSIDE, NO_CALL), RECORD_COMMITTED, 1);
        image.slot(4, THREAD_EXITED);
        image.apply();
        byte[] once = image.bytes(Layout.THREADS_OFFSET, 5 * Layout.THREAD_BYTES);

        image.apply();

        assertThat(image.bytes(Layout.THREADS_OFFSET, 5 * Layout.THREAD_BYTES)).isEqualTo(once);
    }

    @Test
    void wordsOfTheDeadProcessAreCleared() {
        ThreadSlot slot = image.live(0, APPLICATION, NO_CALL);
        int alive = slot.offset() + Layout.number("thread.kernel_alive");
        image.tables.setHalf(alive, 1);

        image.apply();

        assertThat(image.tables.half(alive)).isZero();
    }

    @Test
    void theXsaveAreaIsCutToWhatASignalFrameHolds() {
        ThreadSlot slot = image.live(0, APPLICATION, NO_CALL);
        int saved = slot.offset() + ThreadSlot.SAVED + ThreadSlot.SAVED_XSTATE;
        slot.setWord(ThreadSlot.SAVED + ThreadSlot.SAVED_XSTATE_LENGTH, 11_008);
        image.tables.setWord(saved + 512, 0x2e7);
        image.reseal(slot);

        image.apply();

        int area = slot.offset() + ThreadSlot.RESUME_FRAME + ResumeFrame.XSTATE;
        assertThat(image.tables.word(area)).isEqualTo(3000);
        assertThat(image.tables.half(area + 464)).isEqualTo(0x46505853);
        assertThat(image.tables.half(area + 468)).isEqualTo(SyntheticImage.XSTATE_BYTES + 4);
        assertThat(image.tables.word(area + 472)).isEqualTo(SyntheticImage.FEATURES);
        assertThat(image.tables.half(area + 480)).isEqualTo(SyntheticImage.XSTATE_BYTES);
        assertThat(image.tables.word(area + 512)).isEqualTo(SyntheticImage.FEATURES);
        assertThat(image.tables.half(area + SyntheticImage.XSTATE_BYTES)).isEqualTo(0x46505845);
    }

    @Test
    void tilesInUseAreRefused() {
        ThreadSlot slot = image.live(0, APPLICATION, NO_CALL);
        image.tables.setWord(slot.offset() + ThreadSlot.SAVED + ThreadSlot.SAVED_XSTATE + 512, 1L << 18);
        image.reseal(slot);

        assertThatThrownBy(image::apply).isInstanceOf(ImageException.class).hasMessageContaining("AMX");
    }

    private ThreadSlot cloning(int recordState) {
        ThreadSlot parent = image.live(0, INSIDE, CLONE);
        image.record(parent, recordState, CLONE);
        parent.setChild(2);
        return parent;
    }

    private ThreadSlot child(int state) {
        ThreadSlot child = image.slot(1, state);
        child.setAcknowledged(false);
        return child;
    }

    private ThreadSlot ending(long clearTid) {
        ThreadSlot slot = image.slot(1, THREAD_EXITING);
        slot.setClearTid(clearTid);
        return slot;
    }
}
