/* Addresses in the runtime's text that have a meaning for interception and recovery; defined in assembly and runtime.ld. */
#ifndef SUZAKU_LABELS_H
#define SUZAKU_LABELS_H

#include <stdint.h>

extern char suzaku_text_start[], suzaku_text_end[];
extern char suzaku_entry[], suzaku_entry_recorded[], suzaku_direct[], suzaku_direct_end[], suzaku_interrupted[], suzaku_recorded[], suzaku_entry_linked[];
extern char suzaku_exit[], suzaku_exit_jump[];
extern char suzaku_dispatch[], suzaku_dispatch_end[];
extern char suzaku_sigsys[], suzaku_standing[], suzaku_standing_end[];
extern char suzaku_sigreturn_start[], suzaku_sigreturn_end[];
extern char suzaku_deliver_start[], suzaku_deliver_end[], suzaku_signal[];
extern char suzaku_resume_end[];
extern char interruptible_start[], interruptible_end[], interruptible_cancel[];

static inline uint64_t address_of(const char *label) { return (uint64_t)label; }

static inline int inside_runtime(uint64_t address) {
    return address >= address_of(suzaku_text_start) && address < address_of(suzaku_text_end);
}

#endif
