package dev.suzaku.faults;

import dev.suzaku.pmem.image.Labels;
import dev.suzaku.pmem.image.Layout;
import dev.suzaku.pmem.image.Tables;
import dev.suzaku.pmem.image.ThreadSlot;
import dev.suzaku.pmem.trace.UserRegisters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The planted bug of a save that misses one register of one thread: after it, the register holds what it held at the previous cut. For a
 * thread inside the runtime the application's registers are those of its call record.
 */
final class StaleRegister {
    private enum Register {
        RSP(UserRegisters.RSP, "rsp"),
        RBP(UserRegisters.RBP, "rbp"),
        RBX(UserRegisters.RBX, "rbx"),
        R12(UserRegisters.R12, "r12"),
        R13(UserRegisters.R13, "r13"),
        R14(UserRegisters.R14, "r14"),
        R15(UserRegisters.R15, "r15");

        private final int number;
        private final String field;

        Register(int number, String field) {
            this.number = number;
            this.field = field;
        }
    }

    /** The registers that programs rely on across calls, by thread. */
    record Values(Map<Thread, Map<Register, Long>> byThread) {}

    private record Thread(int slot, long tid) {}

    private record Candidate(Thread thread, Register register, long stale) {}

    private Values previous = new Values(Map.of());

    /** The registers of all threads that the cut saved. */
    Values read(Tables tables) {
        Map<Thread, Map<Register, Long>> values = new HashMap<>();
        for (int index = 0; index < tables.threadsHigh(); index++) {
            ThreadSlot slot = tables.thread(index);
            if (slot.state() == Layout.THREAD_LIVE && !slot.isRestoring() && slot.isSaved()) {
                Map<Register, Long> registers = new HashMap<>();
                for (Register register : Register.values()) {
                    registers.put(register, value(tables, slot, register));
                }
                values.put(new Thread(index, slot.tid()), registers);
            }
        }
        return new Values(values);
    }

    void remember(Values values) {
        previous = values;
    }

    /** Plants the bug; answers what was done, for the receipt. A stale stack pointer is preferred: the others may be dead values. */
    String plant(Tables tables, Values now, SplittableRandom random) {
        List<Candidate> candidates = candidates(now);
        List<Candidate> stackPointers = candidates.stream()
                .filter(candidate -> candidate.register() == Register.RSP)
                .toList();
        List<Candidate> choice = stackPointers.isEmpty() ? candidates : stackPointers;
        if (choice.isEmpty()) {
            return "no register differs from the previous cut: nothing planted";
        }
        Candidate chosen = choice.get(random.nextInt(choice.size()));
        ThreadSlot slot = tables.thread(chosen.thread().slot());
        if (isInCall(tables, slot)) {
            slot.setRecordWord(chosen.register().field, chosen.stale());
        } else {
            slot.setSavedRegister(chosen.register().number, chosen.stale());
        }
        return PlantedBug.NOTE + chosen.register().field + " of thread " + slot.tid() + " is stale";
    }

    private List<Candidate> candidates(Values now) {
        List<Candidate> candidates = new ArrayList<>();
        now.byThread().forEach((thread, registers) -> {
            Map<Register, Long> before = previous.byThread().getOrDefault(thread, registers);
            registers.forEach((register, value) -> {
                if (!before.get(register).equals(value)) {
                    candidates.add(new Candidate(thread, register, before.get(register)));
                }
            });
        });
        candidates.sort((one, other) -> {
            int bySlot = Integer.compare(one.thread().slot(), other.thread().slot());
            return bySlot != 0 ? bySlot : one.register().compareTo(other.register());
        });
        return candidates;
    }

    private static long value(Tables tables, ThreadSlot slot, Register register) {
        return isInCall(tables, slot)
                ? slot.recordWord(register.field)
                : slot.savedRegisters().get(register.number);
    }

    private static boolean isInCall(Tables tables, ThreadSlot slot) {
        return slot.recordState() != Layout.RECORD_NONE
                && Labels.of(tables).isRuntime(slot.savedRegisters().rip());
    }
}
