/* Prints docs/system-calls.md from calls.def. */
#include <asm/errno.h>
#include <stdio.h>

static void row(int number, const char *name, const char *what, const char *on_signal, const char *guarantee) {
    printf("| %d | `%s` | %s | %s | %s |\n", number, name, what, on_signal, guarantee);
}

#define AT_ONCE ""
#define INTERRUPTED "`EINTR`"
#define RESTARTS "starts again"
#define MADE "starts again, is made"

static void print_rows(void) {
#define PASSED(number, name, on_signal, guarantee) row(number, #name, "passed", on_signal, guarantee);
#define TRACKED(number, name, handler, on_signal, guarantee) row(number, #name, "tracked", on_signal, guarantee);
#define TRANSFER(number, name, handler, on_signal, guarantee) row(number, #name, "transfer", on_signal, guarantee);
#define EMULATED(number, name, handler, on_signal, guarantee) row(number, #name, "emulated", on_signal, guarantee);
#define REFUSED(number, name, errno, guarantee) row(number, #name, "`" #errno "`", "", guarantee);
#include "calls.def"
}

int main(void) {
    puts("# System calls under the runtime\n\n"
         "Made from `pmem-runtime/src/main/c/calls.def`, the table that the runtime itself dispatches by; `make -C pmem-runtime page`\n"
         "writes it, a test compares it. A number that is not here is answered `ENOSYS`.\n\n"
         "- **passed**: goes to the kernel as it is.\n"
         "- **tracked**: goes to the kernel; the runtime keeps in the image what a recovery needs.\n"
         "- **transfer**: tracked, but passed where its descriptor is a socket of another family than unix.\n"
         "- **emulated**: the runtime does it, with other calls or none.\n"
         "- an **error number**: refused, because its effects could not be carried over a cut.\n\n"
         "A cut inside a call either finds it committed, and then it is over with its result, or the call is made again from the\n"
         "start. The last column says what that means. The column before it says what a handled signal does to the call while it\n"
         "waits: it answers `EINTR`, or starts again when the handler was installed with `SA_RESTART`. A signal that came an instant\n"
         "before the call does the same, but where it *is made*, which then happens after the handler.\n\n"
         "| number | call | what becomes of it | on a signal | across a cut |\n|---|---|---|---|---|");
    print_rows();
    return 0;
}
