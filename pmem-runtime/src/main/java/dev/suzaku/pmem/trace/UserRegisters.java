package dev.suzaku.pmem.trace;

import java.util.Arrays;
import java.util.List;

/**
 * General registers of a stopped thread: the 27 words of {@code struct user_regs_struct} (x86-64), in its order.
 *
 * @param words exactly 27 words; not to be changed
 */
public record UserRegisters(long[] words) {
    public static final int COUNT = 27;
    public static final int BYTES = COUNT * Long.BYTES;

    /** What the words are called, in their order. */
    public static final List<String> NAMES = List.of(
            "r15",
            "r14",
            "r13",
            "r12",
            "rbp",
            "rbx",
            "r11",
            "r10",
            "r9",
            "r8",
            "rax",
            "rcx",
            "rdx",
            "rsi",
            "rdi",
            "orig_rax",
            "rip",
            "cs",
            "eflags",
            "rsp",
            "ss",
            "fs_base",
            "gs_base",
            "ds",
            "es",
            "fs",
            "gs");

    public static final int R15 = 0;
    public static final int R14 = 1;
    public static final int R13 = 2;
    public static final int R12 = 3;
    public static final int RBP = 4;
    public static final int RBX = 5;
    public static final int R11 = 6;
    public static final int R10 = 7;
    public static final int R9 = 8;
    public static final int R8 = 9;
    public static final int RAX = 10;
    public static final int RCX = 11;
    public static final int RDX = 12;
    public static final int RSI = 13;
    public static final int RDI = 14;
    public static final int ORIG_RAX = 15;
    public static final int RIP = 16;
    public static final int CS = 17;
    public static final int EFLAGS = 18;
    public static final int RSP = 19;
    public static final int SS = 20;
    public static final int FS_BASE = 21;
    public static final int GS_BASE = 22;

    public UserRegisters {
        if (words.length != COUNT) {
            throw new IllegalArgumentException("user_regs_struct has 27 words, not " + words.length);
        }
    }

    public long get(int register) {
        return words[register];
    }

    public long rip() {
        return words[RIP];
    }

    /** Whether the thread stands in a system call or at its edge ({@code orig_rax >= 0}). */
    public boolean inSystemCall() {
        return words[ORIG_RAX] >= 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UserRegisters that && Arrays.equals(words, that.words);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(words);
    }

    @Override
    public String toString() {
        return String.format(
                "rip=0x%x rsp=0x%x rax=0x%x orig_rax=%d", words[RIP], words[RSP], words[RAX], words[ORIG_RAX]);
    }
}
