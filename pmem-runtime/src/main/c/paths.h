/*
 * Names of open files. A file that loses its name while it is open is kept by a further link: "image:kept-N" in the image directory, or,
 * when that is another file system, ".suzaku-kept-..." beside its old name. The link goes with the last descriptor.
 */
#ifndef SUZAKU_PATHS_H
#define SUZAKU_PATHS_H

#include <asm/stat.h>

#include "image.h"
#include "lock.h"

/* Joins the working directory (or a directory descriptor's path) and a relative path; no symbolic link is resolved. Empty: too long. */
void absolute_path(char *to, int directory_fd, const char *path);

/* openat for a path of the file table. */
long open_path(const char *path, uint64_t flags);

/* 1 when the path is such a link, which belongs to the runtime. */
int is_kept(const char *path);
/* A new name in the image directory, "image:kept-N". */
void next_kept_name(char *to);
/* Clears the entry of a file whose last name has gone, after its kept link, unless another open file has that too. */
void forget_file(struct open_file *file);

/* The program has ended: nobody needs its kept links any more. */
void remove_all_kept(void);

/* 1 when the inode is that of a file that is open. */
int is_open_inode(const struct stat *status);
/* The name that /proc has for a descriptor of this process. */
#define DESCRIPTOR_LINK_BYTES 40
void descriptor_link(char *to, long fd);
/* Writes a number in decimal, with its terminating zero; at most 21 bytes. */
void put_number(char *to, uint64_t number);

/* The path of an open directory that has been removed. */
#define GONE_PATH "image:gone"

/* Gives the file behind `directory`, `name` (flags of linkat) a kept link whose path is stored in `to`. 0 or -errno. */
long keep_link(int directory, const char *name, uint64_t flags, char *to);

/* The same beside its old name, for a file of another file system than the image's; the open files know of it before it is there. */
void keep_beside(int directory, const char *name, const struct stat *status);

/* Volatile: held while a name and what the file table says about it change together. */
extern struct lock names_lock;

/* What is known of open files before `old` becomes `new` (or, with an empty `new`, before it is removed), and after. */
void names_before_change(const struct stat *status, const char *old, const char *replacement);
void names_after_change(int happened);

/* Of a file with two names the new one counts, or is forgotten; then it may have been a link made for nothing. */
void settle_name(struct open_file *file, int happened);

/*
 * At a recovery: opens a file under the name that it has, the one or the other. Where that cannot be told, both stay for the next recovery.
 */
long reopen_by_name(struct open_file *file, uint64_t flags);

/* At a recovery: removes the kept links that no open file has. */
void collect_kept(void);

#endif
