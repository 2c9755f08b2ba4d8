#include "vdso.h"

#include <linux/fcntl.h>
#include <linux/mman.h>

#include "layout.h"
#include "syscalls.h"
#include "text.h"

#define MAPS_BYTES 16384

struct range {
    uint64_t start, end;
};

static uint64_t parse_hex(const char **at) {
    uint64_t value = 0;
    for (;; (*at)++) {
        char c = **at;
        if (c >= '0' && c <= '9') {
            value = value * 16 + (uint64_t)(c - '0');
        } else if (c >= 'a' && c <= 'f') {
            value = value * 16 + (uint64_t)(c - 'a' + 10);
        } else {
            return value;
        }
    }
}

static int ends_with(const char *start, const char *end, const char *name) {
    size_t length = text_length(name);
    return (size_t)(end - start) >= length && memcmp(end - length, name, length) == 0;
}

static size_t read_maps(char *maps) {
    long fd = call4(__NR_openat, AT_FDCWD, "/proc/self/maps", O_RDONLY | O_CLOEXEC, 0);
    if (fd < 0) {
        fail(START_FAILED, "cannot open", "/proc/self/maps", fd);
    }
    size_t length = 0;
    long got = 0;
    while (length < MAPS_BYTES && (got = call3(__NR_read, fd, maps + length, MAPS_BYTES - length)) > 0) {
        length += (size_t)got;
    }
    call1(__NR_close, fd);
    return length;
}

static void move_range(struct range range, uint64_t target) {
    if (range.start == target) {
        return;
    }
    uint64_t length = range.end - range.start;
    long answer = call5(__NR_mremap, range.start, length, length, MREMAP_MAYMOVE | MREMAP_FIXED, target);
    if (answer != (long)target) {
        fail(START_FAILED, "cannot move the kernel's vdso", "mremap", answer);
    }
}

struct vdso_place vdso_move(void) {
    static char maps[MAPS_BYTES];
    size_t length = read_maps(maps);
    struct range data[4] = {0};
    struct range code = {0};
    int parts = 0;
    for (const char *line = maps; line < maps + length;) {
        const char *end = line;
        while (end < maps + length && *end != '\n') {
            end++;
        }
        const char *at = line;
        struct range range;
        range.start = parse_hex(&at);
        at++;
        range.end = parse_hex(&at);
        if (ends_with(line, end, "[vdso]")) {
            code = range;
        } else if ((ends_with(line, end, "[vvar]") || ends_with(line, end, "[vvar_vclock]")) && parts < 4) {
            data[parts++] = range;
        }
        line = end + 1;
    }
    struct vdso_place place = {.vvar_bytes = parts == 0 ? 0 : code.start - data[0].start,
                               .vdso_bytes = code.end - code.start};
    uint64_t shift = VDSO_BASE - code.start;
    for (int i = 0; i < parts; i++) {
        move_range(data[i], data[i].start + shift);
    }
    if (code.start != 0) {
        move_range(code, VDSO_BASE);
    }
    return place;
}
