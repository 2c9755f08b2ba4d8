/*
 * power OUTPUT CUTS: writes the line "work" to OUTPUT again and again, and from its handler of SIGPWR the line "cut N off MS", until it
 * has been told of that many cuts; then one line with the answer of prctl.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "../../../main/c/include/suzaku_power.h"

static int output;
static volatile sig_atomic_t told;

static void handle(int signal, siginfo_t *information, void *context) {
    (void)context;
    char line[64];
    int cuts = information->si_value.sival_int;
    unsigned millis = (unsigned)((uintptr_t)information->si_value.sival_ptr >> 32);
    int right = signal == SIGPWR && information->si_code == SI_QUEUE && information->si_pid == getpid();
    int length = snprintf(line, sizeof line, right ? "cut %d off %u\n" : "wrong siginfo\n", cuts, millis);
    if (write(output, line, (size_t)length) != length) abort();
    told = cuts;
}

int main(int count, char **words) {
    struct sigaction action = {.sa_sigaction = handle, .sa_flags = SA_SIGINFO | SA_RESTART};
    if (count != 3 || sigaction(SIGPWR, &action, NULL) != 0) return 2;
    output = open(words[1], O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (output < 0) return 2;
    while (told < atoi(words[2])) {
        for (volatile unsigned spin = 0; spin < 20000; spin++) continue;
        if (write(output, "work\n", 5) != 5) return 3;
    }
    struct suzaku_power power;
    memset(&power, 0xff, sizeof power);
    if (prctl(SUZAKU_POWER, &power, sizeof power + 1, 0, 0) == 0) return 4;
    if (prctl(SUZAKU_POWER, &power, sizeof power, 0, 0) != 0) return 5;
    dprintf(output, "cuts %llu off %llu total %llu\n", (unsigned long long)power.cuts, (unsigned long long)power.off_ns / 1000000,
            (unsigned long long)power.off_total_ns / 1000000);
    return 0;
}
