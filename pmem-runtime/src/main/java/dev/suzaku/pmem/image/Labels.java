package dev.suzaku.pmem.image;

/**
 * Addresses in the runtime's text that recovery needs, from the image's header; their meaning is explained at {@code runtime_labels} in
 * layout.h. Ranges are half-open.
 */
public record Labels(
        long textStart,
        long textEnd,
        long entry,
        long entryLinked,
        long exitJump,
        long dispatchStart,
        long dispatchEnd,
        long sigreturnStart,
        long sigreturnEnd,
        long resumeStart,
        long resumeEnd,
        long deliverStart,
        long deliverEnd,
        long arrivalStart,
        long standingStart,
        long standingEnd,
        long direct,
        long directEnd,
        long interrupted,
        long entryRecorded,
        long exitAll) {

    /** Reads the labels of an image. */
    public static Labels of(Tables tables) {
        return new Labels(
                tables.headerWord("labels.text_start"),
                tables.headerWord("labels.text_end"),
                tables.headerWord("labels.entry"),
                tables.headerWord("labels.entry_linked"),
                tables.headerWord("labels.exit_jump"),
                tables.headerWord("labels.dispatch_start"),
                tables.headerWord("labels.dispatch_end"),
                tables.headerWord("labels.sigreturn_start"),
                tables.headerWord("labels.sigreturn_end"),
                tables.headerWord("labels.resume_start"),
                tables.headerWord("labels.resume_end"),
                tables.headerWord("labels.deliver_start"),
                tables.headerWord("labels.deliver_end"),
                tables.headerWord("labels.arrival_start"),
                tables.headerWord("labels.standing_start"),
                tables.headerWord("labels.standing_end"),
                tables.headerWord("labels.direct"),
                tables.headerWord("labels.direct_end"),
                tables.headerWord("labels.interrupted"),
                tables.headerWord("labels.entry_recorded"),
                tables.headerWord("labels.exit_all"));
    }

    public boolean isRuntime(long address) {
        return address >= textStart && address < textEnd;
    }

    /** Before anything counts that has been written: the registers are still the application's, r11 says where the call starts. */
    public boolean isEntering(long address) {
        return address >= entryRecorded && address < direct;
    }

    /** As {@link #isEntering}, but the record says which call it is and where it starts; also in the kernel and behind it, without a record. */
    public boolean isUnrecorded(long address) {
        return address >= direct && address < entryLinked;
    }

    /** Behind a call that needs no record; one that answered {@code -EINTR} is made again from there. */
    public boolean isPastDirect(long address) {
        return address >= directEnd && address < interrupted;
    }

    /** At the beginning of the SIGSYS handler, which has not looked yet what the signal means. */
    public boolean isArriving(long address) {
        return address >= arrivalStart && address < dispatchStart;
    }

    /** Standing still while another thread forks. */
    public boolean isStanding(long address) {
        return address >= standingStart && address < standingEnd;
    }

    public boolean isDispatching(long address) {
        return address >= dispatchStart && address < dispatchEnd;
    }

    public boolean isSigreturning(long address) {
        return address >= sigreturnStart && address < sigreturnEnd;
    }

    public boolean isResuming(long address) {
        return address >= resumeStart && address < resumeEnd;
    }

    public boolean isDelivering(long address) {
        return address >= deliverStart && address < deliverEnd;
    }
}
