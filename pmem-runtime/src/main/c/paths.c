#include "paths.h"

#include <linux/errno.h>
#include <linux/fcntl.h>

#include "files.h"
#include "often.h"
#include "pipes.h"
#include "syscalls.h"
#include "text.h"

#define IMAGE_PREFIX "image:"
#define KEPT_IN_IMAGE IMAGE_PREFIX "kept-"
#define KEPT_BESIDE ".suzaku-kept-"
#define LINK_ATTEMPTS 64
#define OWN_DESCRIPTORS "/proc/self/fd/"

struct lock names_lock;

static const char *last_part(const char *path) {
    const char *last = path;
    for (; *path != 0; path++) {
        if (*path == '/') {
            last = path + 1;
        }
    }
    return last;
}

PLAIN_RETURN void absolute_path(char *to, int directory_fd, const char *path) {
    const char *base = "";
    if (path[0] != '/') {
        struct open_file *directory = directory_fd == AT_FDCWD ? 0 : file_of((uint64_t)directory_fd);
        base = directory != 0 ? directory->path : working_directory();
    }
    size_t base_length = text_length(base);
    size_t length = text_length(path);
    to[0] = 0;
    if (base_length + 1 + length + 1 > PATH_BYTES) {
        return; /* cannot be reopened: recovery says so */
    }
    memcpy(to, base, base_length);
    if (path[0] != '/') {
        to[base_length++] = '/';
    }
    memcpy(to + base_length, path, length + 1);
}

long open_path(const char *path, uint64_t flags) {
    if (text_begins(path, IMAGE_PREFIX)) {
        return call4(__NR_openat, image_directory_fd, path + sizeof IMAGE_PREFIX - 1, flags | O_NOFOLLOW, 0);
    }
    return call4(__NR_openat, AT_FDCWD, path, flags, 0);
}

PLAIN_RETURN int is_kept(const char *path) { return text_begins(path, KEPT_IN_IMAGE) || text_begins(last_part(path), KEPT_BESIDE); }

void put_number(char *to, uint64_t number) {
    char digits[24];
    size_t at = sizeof digits - 1;
    digits[at] = 0;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number != 0);
    memcpy(to, digits + at, sizeof digits - at);
}

void descriptor_link(char *to, long fd) {
    text_copy(to, DESCRIPTOR_LINK_BYTES, OWN_DESCRIPTORS);
    put_number(to + sizeof OWN_DESCRIPTORS - 1, (uint64_t)fd);
}

void next_kept_name(char *to) {
    text_copy(to, PATH_BYTES, KEPT_IN_IMAGE);
    put_number(to + sizeof KEPT_IN_IMAGE - 1, __atomic_add_fetch(&HEADER->kept_files, 1, __ATOMIC_RELAXED));
}

static void remove_kept(const char *path) {
    if (text_begins(path, IMAGE_PREFIX)) {
        call3(__NR_unlinkat, image_directory_fd, path + sizeof IMAGE_PREFIX - 1, 0);
    } else {
        call3(__NR_unlinkat, AT_FDCWD, path, 0);
    }
}

/* Beside the old name: unique among all images by the inode of the image directory. */
static long name_beside(const char *path, char *to) {
    struct stat status;
    long answer = call2(__NR_fstat, image_directory_fd, &status);
    size_t length = (size_t)(last_part(path) - path);
    if (answer < 0 || path[0] != '/' || length + sizeof KEPT_BESIDE + 48 > PATH_BYTES) {
        return -ENAMETOOLONG;
    }
    memcpy(to, path, length);
    text_copy(to + length, PATH_BYTES - length, KEPT_BESIDE);
    put_number(to + text_length(to), status.st_ino);
    length = text_length(to);
    to[length] = '-';
    put_number(to + length + 1, __atomic_add_fetch(&HEADER->kept_files, 1, __ATOMIC_RELAXED));
    return 0;
}

long keep_link(int directory, const char *name, uint64_t flags, char *to) {
    long answer = -EEXIST;
    for (int i = 0; answer == -EEXIST && i < LINK_ATTEMPTS; i++) {
        next_kept_name(to);
        answer = call5(__NR_linkat, directory, name, image_directory_fd, to + sizeof IMAGE_PREFIX - 1, flags);
    }
    return answer;
}

void keep_beside(int directory, const char *name, const struct stat *status) {
    char absolute[PATH_BYTES], kept[PATH_BYTES];
    absolute_path(absolute, directory, name);
    if (name_beside(absolute, kept) == 0) {
        names_before_change(status, "", kept); /* before it is there: nobody would look for it */
        if (call5(__NR_linkat, directory, name, AT_FDCWD, kept, 0) < 0) {
            names_after_change(0);
        }
    }
}

static int is_open(const struct open_file *file) {
    int has_name = file->kind == FILE_REGULAR || file->kind == FILE_DIRECTORY || (is_pipe(file) && file->path[0] != 0);
    return has_name && file_used[file_number(file)] != 0;
}

void names_before_change(const struct stat *status, const char *old, const char *replacement) {
    size_t old_length = text_length(old);
    for (uint32_t i = 0; i < HEADER->files_high; i++) {
        struct open_file *file = &FILES[i];
        if (!is_open(file)) {
            continue;
        }
        int is_it = file->inode == status->st_ino && file->device == status->st_dev && !is_kept(file->path);
        int below = old_length != 0 && replacement[0] == '/' && text_begins(file->path, old) && file->path[old_length] == '/';
        if (is_it) {
            text_copy(file->other_path, PATH_BYTES, replacement);
        } else if (below && text_length(file->path) - old_length + text_length(replacement) < PATH_BYTES) {
            char moved[PATH_BYTES];
            text_copy(moved, PATH_BYTES, replacement);
            text_copy(moved + text_length(moved), PATH_BYTES, file->path + old_length);
            text_copy(file->other_path, PATH_BYTES, moved);
        }
    }
}

/* Whether another file than `but` has the link, or may get it. */
static int is_named(const char *kept, const struct open_file *but) {
    for (uint32_t i = 0; i < HEADER->files_high; i++) {
        int has_it = text_equal(FILES[i].path, kept) || text_equal(FILES[i].other_path, kept);
        if (&FILES[i] != but && FILES[i].kind != FILE_FREE && has_it) {
            return 1;
        }
    }
    return 0;
}

void settle_name(struct open_file *file, int happened) {
    if (happened) {
        text_copy(file->path, PATH_BYTES, file->other_path);
    } else if (is_kept(file->other_path) && !is_named(file->other_path, file)) {
        remove_kept(file->other_path);
    }
    BARRIER();
    file->other_path[0] = 0;
}

void names_after_change(int happened) {
    for (uint32_t i = 0; i < HEADER->files_high; i++) {
        if (FILES[i].kind != FILE_FREE && FILES[i].other_path[0] != 0) {
            settle_name(&FILES[i], happened);
        }
    }
}

/* 1 when the file is found under this name, 0 when nothing or another one is, -errno when that cannot be told. */
static long leads_to(const char *path, const struct open_file *file) {
    struct stat status;
    if (text_equal(path, GONE_PATH)) {
        return 1;
    }
    int in_image = text_begins(path, IMAGE_PREFIX);
    long answer = call4(__NR_newfstatat, in_image ? image_directory_fd : AT_FDCWD, in_image ? path + sizeof IMAGE_PREFIX - 1 : path, &status,
                        in_image || (file->flags & O_NOFOLLOW) != 0 ? AT_SYMLINK_NOFOLLOW : 0);
    if (answer == -ENOENT || answer == -ENOTDIR) {
        return 0;
    }
    return answer < 0 ? answer : status.st_ino == file->inode && status.st_dev == file->device;
}

long reopen_by_name(struct open_file *file, uint64_t flags) {
    if (file->other_path[0] != 0) { /* both stay known when it is not certain which one counts */
        long is_old = leads_to(file->path, file);
        long is_new = is_old == 0 ? leads_to(file->other_path, file) : 0;
        if (is_old < 0 || is_new < 0) {
            return is_old < 0 ? is_old : is_new;
        }
        if (is_old == 0 && is_new == 0) {
            return -ENOENT;
        }
        settle_name(file, is_old == 0);
    }
    if (text_equal(file->path, GONE_PATH)) {
        call3(__NR_mkdirat, image_directory_fd, GONE_PATH + sizeof IMAGE_PREFIX - 1, 0700);
        long fd = open_path(GONE_PATH, flags);
        call3(__NR_unlinkat, image_directory_fd, GONE_PATH + sizeof IMAGE_PREFIX - 1, AT_REMOVEDIR);
        return fd;
    }
    return open_path(file->path, flags);
}

static void give_up(const char *path, const struct open_file *file) {
    if (is_kept(path) && !is_named(path, file)) {
        remove_kept(path);
    }
}

PLAIN_RETURN void forget_file(struct open_file *file) {
    if (file->kind != FILE_REGULAR || (!is_kept(file->path) && file->other_path[0] == 0)) {
        file->kind = FILE_FREE;
        return;
    }
    lock_acquire(&names_lock);
    give_up(file->path, file);
    give_up(file->other_path, file);
    file->kind = FILE_FREE;
    lock_release(&names_lock);
}

void remove_all_kept(void) {
    for (uint32_t i = 0; i < HEADER->files_high; i++) {
        const char *names[] = {FILES[i].path, FILES[i].other_path};
        for (int name = 0; FILES[i].kind != FILE_FREE && name < 2; name++) {
            if (is_kept(names[name])) {
                remove_kept(names[name]);
            }
        }
    }
}

int is_open_inode(const struct stat *status) {
    for (uint32_t i = 0; i < HEADER->files_high; i++) {
        if (is_open(&FILES[i]) && FILES[i].inode == status->st_ino && FILES[i].device == status->st_dev) {
            return 1;
        }
    }
    return 0;
}

struct directory_entry {
    uint64_t inode;
    int64_t offset;
    uint16_t length;
    uint8_t type;
    char name[];
};

void collect_kept(void) {
    static uint8_t entries[8192];
    char path[PATH_BYTES];
    long got;
    call3(__NR_lseek, image_directory_fd, 0, 0);
    while ((got = call3(__NR_getdents64, image_directory_fd, entries, sizeof entries)) > 0) {
        for (long at = 0; at < got;) {
            const struct directory_entry *entry = (const struct directory_entry *)(entries + at);
            text_copy(path, PATH_BYTES, IMAGE_PREFIX);
            text_copy(path + sizeof IMAGE_PREFIX - 1, PATH_BYTES - sizeof IMAGE_PREFIX, entry->name);
            if (is_kept(path) && !is_named(path, 0)) {
                remove_kept(path);
            }
            at += entry->length;
        }
    }
}
