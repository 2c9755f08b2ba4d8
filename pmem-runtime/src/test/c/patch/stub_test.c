/* Patched code does what the original does: registers, stack, red zone and results are equal; a whole libc runs on. */
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "elf_text.h"
#include "patch.h"

struct call_site {
    char name[24];
    uint32_t offset, form;
};

extern const uint8_t call_sites_begin[], call_sites_end[];
extern const struct call_site call_site_list_begin[], call_site_list_end[];
extern uint64_t entry_calls, entry_restart, entry_done;
extern void test_entry(void);
extern void run_with_registers(const void *function, const uint64_t in[16], uint64_t out[16]);

#define MAX_SITES 4096

static void *map(size_t length, int protection, void *hint) {
    void *memory = mmap(hint, length, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(memory != MAP_FAILED, "mmap: %s", strerror(errno));
    return memory;
}

/* Writes the stubs of `sites` one after the other and the jumps; `copy` holds the text that runs at `address`. */
static void patch_all(uint8_t *copy, uint64_t address, const struct site *sites, size_t count, uint8_t *stubs,
                      size_t room, uint64_t *stub_addresses) {
    for (size_t n = 0; n < count; n++) {
        uint8_t *bytes = copy + (sites[n].address - address);
        stub_addresses[n] = (uint64_t)(uintptr_t)stubs;
        size_t used = write_stub(stubs, room, stub_addresses[n], &sites[n], bytes, (uint64_t)(uintptr_t)test_entry);
        CHECK(used > 0 && used <= STUB_MAX_LENGTH, "stub %zu", n);
        write_jump(bytes, sites[n].address, stub_addresses[n], sites[n].length);
        stubs += used, room -= used;
    }
}

static void compare_runs(const struct call_site *function, const uint8_t *patched, const struct site *site,
                         uint64_t stub) {
    static const int64_t descriptors[] = {-1, 0, 12345};
    for (unsigned round = 0; round < 3; round++) {
        uint64_t in[16], expected[16], actual[16], calls = entry_calls;
        for (unsigned n = 0; n < 16; n++) in[n] = 0x1111111111111111u * n + round;
        in[7] = in[8] = (uint64_t)descriptors[round]; /* rdi, r8 */
        in[6] = in[9] = 0, in[2] = 1;                 /* rsi, r9, rdx */
        run_with_registers(call_sites_begin + function->offset, in, expected);
        CHECK(entry_calls == calls, "%s: the original came to the entry", function->name);
        run_with_registers(patched + function->offset, in, actual);
        CHECK(entry_calls == calls + 1, "%s: the patched did not come to the entry", function->name);
        for (unsigned n = 0; n < 16; n++) {
            if (n == 1 || n == 11) continue; /* rcx, r11 */
            CHECK(actual[n] == expected[n], "%s: register %u is %#lx, not %#lx", function->name, n, actual[n],
                  expected[n]);
        }
        CHECK(expected[4] == 0, "%s: the original leaves the stack as it was", function->name);
        CHECK(entry_restart == stub + stub_restart_offset(site), "%s: r11 is not `restart`", function->name);
        CHECK(entry_done == stub + stub_done_offset(site), "%s: rcx is not `done`", function->name);
    }
}

static void patched_functions_leave_registers_and_stack_as_the_original(void) {
    size_t length = (size_t)(call_sites_end - call_sites_begin), scratch_length = site_scratch_length(length);
    uint8_t *copy = map(0x1000, PROT_READ | PROT_WRITE | PROT_EXEC, NULL);
    uint8_t *stubs = map(0x1000, PROT_READ | PROT_WRITE | PROT_EXEC, copy + 0x10000000);
    CHECK(length <= 0x1000, "copy");
    memcpy(copy, call_sites_begin, length);
    struct site sites[64];
    uint64_t stub_addresses[64], address = (uint64_t)(uintptr_t)copy;
    void *scratch = malloc(scratch_length);
    size_t found = find_sites(copy, address, length, sites, 64, NULL, scratch, scratch_length).count, checked = 0;
    size_t functions = (size_t)(call_site_list_end - call_site_list_begin);
    CHECK(found == functions, "%zu sites of %zu functions", found, functions);
    patch_all(copy, address, sites, found, stubs, 0x1000, stub_addresses);
    for (const struct call_site *f = call_site_list_begin; f < call_site_list_end; f++, checked++) {
        CHECK(sites[checked].form == f->form, "%s: form %d, expected %u", f->name, sites[checked].form, f->form);
        compare_runs(f, copy, &sites[checked], stub_addresses[checked]);
    }
    free(scratch);
    munmap(stubs, 0x1000);
    munmap(copy, 0x1000);
    printf("stub_test: %zu patched functions equal the originals\n", checked);
}

static void distant_stubs_and_small_buffers_are_refused(void) {
    static const uint8_t code[] = {0xb8, 39, 0, 0, 0, 0x0f, 0x05};
    const uint64_t at = 0x700000000000, gigabyte = 1u << 30;
    struct site site = {at, SITE_MOV_SYSCALL, 7, 5, 0, 0};
    uint8_t stub[STUB_MAX_LENGTH];
    size_t used = write_stub(stub, sizeof stub, at + gigabyte, &site, code, 1);
    CHECK(used > 0, "near");
    CHECK(write_stub(stub, used, at - gigabyte, &site, code, 1) == used, "exact room");
    CHECK(write_stub(stub, used - 1, at + gigabyte, &site, code, 1) == 0, "room");
    CHECK(write_stub(stub, sizeof stub, at + 2 * gigabyte + 5, &site, code, 1) == 0, "2 GB above");
    CHECK(write_stub(stub, sizeof stub, at - 2 * gigabyte, &site, code, 1) == 0, "2 GB below");
    CHECK(write_stub(stub, sizeof stub, 0x1000, &site, code, 1) == 0, "far away");
    uint8_t jump[9];
    memset(jump, 0x5a, sizeof jump);
    write_jump(jump, at, at + 0x100, 7);
    static const uint8_t expected[] = {0xe9, 0xfb, 0, 0, 0, 0xcc, 0xcc, 0x5a, 0x5a};
    CHECK(memcmp(jump, expected, sizeof jump) == 0, "jump bytes");
}

struct libc_text {
    uint64_t bias;
    const char *path;
};

static int find_libc(struct dl_phdr_info *info, size_t size, void *data) {
    (void)size;
    struct libc_text *libc = data;
    if (!strstr(info->dlpi_name, "libc.so") && !strstr(info->dlpi_name, "ld-musl")) return 0; /* glibc's, musl's */
    libc->bias = info->dlpi_addr;
    libc->path = strdup(info->dlpi_name);
    return 1;
}

static volatile sig_atomic_t signals_seen;
static void count_signal(int number) { signals_seen += number == SIGUSR1; }

/* Work through many of libc's system calls. Returns the number of the step that failed, 0 when all went well. */
static int exercise_libc(void) {
    char path[] = "/tmp/suzaku-stub-test-XXXXXX", text[32] = "";
    int fd = mkstemp(path), ends[2], status = 0;
    struct stat stat_of_file;
    struct timespec short_time = {0, 1000};
    if (fd < 0 || write(fd, "suzaku", 6) != 6 || lseek(fd, 0, SEEK_SET) != 0) return 1;
    if (read(fd, text, sizeof text) != 6 || strcmp(text, "suzaku") != 0) return 2;
    if (fstat(fd, &stat_of_file) || stat_of_file.st_size != 6) return 3;
    if (ftruncate(fd, 3) || close(fd) || unlink(path)) return 3;
    if (close(fd) != -1 || errno != EBADF || open("/nonexistent", O_RDONLY) != -1 || errno != ENOENT) return 4;
    if (signal(SIGUSR1, count_signal) == SIG_ERR || raise(SIGUSR1) || kill(getpid(), SIGUSR1)) return 5;
    if (signals_seen != 2) return 5;
    if (pipe(ends) || nanosleep(&short_time, NULL)) return 6;
    pid_t child = fork();
    if (child == 0) _exit(write(ends[1], "x", 1) == 1 ? 42 : 1);
    if (child < 0 || waitpid(child, &status, 0) != child || WEXITSTATUS(status) != 42) return 7;
    if (read(ends[0], text, 1) != 1) return 7;
    void *memory = mmap(NULL, 0x10000, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED || mprotect(memory, 0x10000, PROT_READ) || munmap(memory, 0x10000)) return 8;
    FILE *file = fopen("/proc/self/maps", "r");
    if (!file || !fgets(text, sizeof text, file) || fclose(file)) return 9;
    return getppid() > 0 ? 0 : 10;
}

/* In a process of its own: patches its libc in place, then uses it. */
static void run_on_patched_libc(const struct libc_text *libc, int report) {
    static struct site sites[MAX_SITES];
    static uint64_t stub_addresses[MAX_SITES];
    struct elf_text text;
    CHECK(open_elf_text(libc->path, &text), "%s", libc->path);
    for (size_t n = 0; n < text.start_count; n++) text.starts[n] += libc->bias;
    const struct text_section *s = &text.sections[0];
    for (size_t n = 0; n < text.section_count; n++)
        if (text.sections[n].length > s->length) s = &text.sections[n];
    uint64_t address = libc->bias + s->address, page = address & ~0xfffull;
    uint8_t *live = (uint8_t *)(uintptr_t)address;
    uint64_t rodata = libc->bias + text.rodata.address;
    struct site_hints hints = {.starts = text.starts,
                               .start_count = text.start_count,
                               .data = (const uint8_t *)(uintptr_t)rodata,
                               .data_address = rodata,
                               .data_length = text.rodata.length};
    size_t scratch_length = site_scratch_length(s->length), room = MAX_SITES * STUB_MAX_LENGTH;
    void *scratch = malloc(scratch_length);
    size_t found = find_sites(live, address, s->length, sites, MAX_SITES, &hints, scratch, scratch_length).count;
    uint8_t *stubs = map(room, PROT_READ | PROT_WRITE | PROT_EXEC, (void *)(uintptr_t)(page - 0x10000000));
    CHECK(mprotect((void *)(uintptr_t)page, s->length + 0x1000, PROT_READ | PROT_WRITE | PROT_EXEC) == 0, "mprotect");
    patch_all(live, address, sites, found, stubs, room, stub_addresses);
    entry_calls = 0;
    uint64_t result[3] = {(uint64_t)exercise_libc(), entry_calls, found};
    CHECK(write(report, result, sizeof result) == sizeof result, "report");
    _exit(0);
}

static void a_patched_libc_works(void) {
    struct libc_text libc = {0, NULL};
    CHECK(dl_iterate_phdr(find_libc, &libc) == 1, "no libc in this process");
    int ends[2], status = 0;
    uint64_t result[3] = {0, 0, 0};
    CHECK(pipe(ends) == 0, "pipe");
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) run_on_patched_libc(&libc, ends[1]);
    close(ends[1]);
    CHECK(child > 0 && waitpid(child, &status, 0) == child, "fork");
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0, "the child died, status %#x", status);
    CHECK(read(ends[0], result, sizeof result) == sizeof result, "no result");
    CHECK(result[0] == 0, "step %lu failed on the patched libc", result[0]);
    CHECK(result[1] >= 25, "only %lu calls came through stubs", result[1]);
    close(ends[0]);
    printf("stub_test: %s with %lu sites patched in place works, %lu calls through stubs\n", libc.path, result[2],
           result[1]);
}

int main(void) {
    patched_functions_leave_registers_and_stack_as_the_original();
    distant_stubs_and_small_buffers_are_refused();
    a_patched_libc_works();
    return 0;
}
