/*
 * The image: what a cut leaves behind and a recovery starts from.
 *
 * An image is a directory with two files that matter to the runtime:
 *
 *   pool    application memory. File offset = virtual address, so a mapping needs no separate extent.
 *           Sparse; every range that is mapped writable has been reserved with fallocate, so a full
 *           file system answers ENOMEM at mmap time and never SIGBUS at a store.
 *   tables  everything the runtime knows, mapped shared at TABLES_BASE:
 *
 *     +0          struct image_header       one page
 *     +MAPPINGS   struct mapping_index [2]   double-buffered, header.mappings_active says which one counts
 *     +FDS        struct fd_entry    [FD_CAPACITY]       by descriptor number
 *     +FILES      struct open_file   [FILE_CAPACITY]     open file descriptions, shared by dup
 *     +WATCHES    struct epoll_watch [WATCH_CAPACITY]    open-addressed hash of (epoll file, descriptor)
 *     +PIPES      struct pipe_buffer [PIPE_CAPACITY]     bytes that are inside a pipe
 *     +SIGNALS    struct signal_action [64]
 *     +SETTINGS   struct setting     [SETTING_CAPACITY]  calls that set something for a thread or the process, made again by a recovery
 *     +PENDING    struct pending_signal [PENDING_CAPACITY]  signals that waited in the kernel, written by the controller's save
 *     +TIMERS     struct posix_timer [TIMER_CAPACITY]    by timer id
 *     +LOCKS      struct file_lock   [LOCK_CAPACITY]     byte ranges locked with fcntl
 *     +INOTIFY    struct inotify_watch [INOTIFY_CAPACITY]
 *     +CHILDREN   struct child  [CHILD_CAPACITY]         processes that the program has forked and not waited for
 *     +THREADS    struct thread [THREAD_CAPACITY]        64 KB each, gs points at the thread's own
 *
 * docs/image.md is the chapter of the manual about this format.
 *
 * Every structure is little-endian x86-64 C layout; layout_properties.c prints the offsets for the controller.
 * "Persistent" below means: read by a recovery. Everything else may be lost or reset.
 */
#ifndef SUZAKU_LAYOUT_H
#define SUZAKU_LAYOUT_H

#include <stdint.h>

#define IMAGE_MAGIC 0x0031554b415a5553ull /* the bytes "SUZAKU1\0" */
#define IMAGE_VERSION 10u

#define PAGE_SIZE 4096ull
#define ARENA_START 0x000000010000ull /* the lowest address that mmap_min_addr allows */
#define ARENA_END 0x080000000000ull   /* 8 TB: pool offsets stay below ext4's file size limit */
#define PROGRAM_BASE 0x001000000000ull
#define INTERPRETER_BASE 0x003000000000ull
#define STACK_TOP 0x008000000000ull
#define STACK_BYTES (8ull << 20)
#define MMAP_BASE 0x010000000000ull
#define BRK_LIMIT_BYTES (1ull << 36)
#define TABLES_BASE 0x090000000000ull
#define RUNTIME_BASE 0x0a0000000000ull
#define VDSO_BASE 0x0b0000000000ull

#define MAPPING_CAPACITY 16384u
#define FD_CAPACITY 65536u
#define FILE_CAPACITY 16384u
#define WATCH_CAPACITY 65536u
#define WATCH_PAGE_ENTRIES 128u
#define PIPE_CAPACITY 1024u
#define PIPE_BYTES 65536u
#define SIGNAL_CAPACITY 65u
#define CHILD_CAPACITY 4096u
#define THREAD_CAPACITY 1024u
#define THREAD_BYTES 65536u
#define PATH_BYTES 1024u
#define SOCKET_OPTION_CAPACITY 12u
#define SETTING_CAPACITY 4096u
#define PENDING_CAPACITY 4096u
#define TIMER_CAPACITY 256u
#define LOCK_CAPACITY 4096u
#define INOTIFY_CAPACITY 1024u
#define TABLE_CAPACITY 16u
#define CPU_FEATURE_WORDS 8u
#define BUILD_BYTES 80u
#define BOOT_ID_BYTES 40u
#define KERNEL_RELEASE_BYTES 72u /* the kernel gives up to 65 */

/* Where the tables lie, as offsets from TABLES_BASE. All are multiples of the page size. */
#define MAPPINGS_OFFSET 0x0000001000ull
#define FDS_OFFSET 0x0000200000ull
#define FILES_OFFSET 0x0000400000ull
#define WATCHES_OFFSET 0x0003400000ull
#define PIPES_OFFSET 0x0003800000ull
#define SIGNALS_OFFSET 0x0007c00000ull
#define SETTINGS_OFFSET 0x0007c10000ull
#define PENDING_OFFSET 0x0007d10000ull
#define TIMERS_OFFSET 0x0007da0000ull
#define LOCKS_OFFSET 0x0007db0000ull
#define INOTIFY_OFFSET 0x0007de0000ull
#define CHILDREN_OFFSET 0x0007f20000ull
#define THREADS_OFFSET 0x0008400000ull
#define TABLES_BYTES (THREADS_OFFSET + (uint64_t)THREAD_CAPACITY * THREAD_BYTES)

enum image_state {
    IMAGE_EMPTY = 0,
    IMAGE_RUNNING = 1,    /* set by the runtime once the program's first instruction is about to run */
    IMAGE_CUT = 2,        /* set by the controller: registers saved, tables sealed */
    IMAGE_RECOVERING = 3, /* set by the controller: resume frames computed, a recovery may have begun */
    IMAGE_ENDED = 4,      /* set by the runtime: the program called exit_group; exit_code holds its code */
    IMAGE_KILLED = 5,     /* set by suzaku-init: a signal ended the program, nothing was saved; exit_code is 128 + its number */
};

enum power {
    POWER_ON = 0,
    POWER_GOES = 1, /* every thread that gets SIGSYS saves itself and waits */
    POWER_GONE = 2, /* all have: the process ends with POWER_EXIT_CODE */
};
#define POWER_EXIT_CODE 137u /* that of a process which SIGKILL has ended: what a cut of any fidelity looks like from outside */

/* Addresses inside the runtime's text that the fix-ups of a recovery need; see entry.S for their meaning. */
struct runtime_labels {
    uint64_t text_start, text_end;
    uint64_t entry, entry_linked;          /* [entry_recorded, entry_linked): application registers live; restart = r11, from `direct` on record.restart */
    uint64_t exit_jump;                    /* the one instruction after the record is unlinked: rip = rcx */
    uint64_t dispatch_start, dispatch_end; /* SIGSYS handler: rdx points at the ucontext of the application */
    uint64_t sigreturn_start, sigreturn_end; /* application's rt_sigreturn: rsp is its frame, r11 = restart */
    uint64_t resume_start, resume_end;     /* a recovered thread before its first application instruction */
    uint64_t deliver_start, deliver_end;   /* a signal on its way to the application: thread.signal_frame holds its frame */
    uint64_t arrival_start;                /* [arrival_start, dispatch_start): SIGSYS, rsi points at its siginfo, rdx at the ucontext */
    uint64_t standing_start, standing_end; /* a thread that stands still while another forks; rdx, later r12 points at its ucontext */
    uint64_t direct, direct_end, interrupted; /* see `entry`; [direct_end, interrupted): a call without a record is over, unless rax = -EINTR */
    uint64_t entry_recorded, exit_all;     /* where a call with a signal that waits for its end begins again, or ends */
};

/* What a timer was set to. Two copies and the number of the one that counts, so that one store sets a timer. */
struct timer_setting {
    uint64_t interval_ns;
    uint64_t expiry_ns; /* first expiry on the timer's clock; 0 = disarmed */
    uint64_t taken;     /* expirations that the program has been told of */
    uint64_t flags;     /* timerfd: TFD_TIMER_CANCEL_ON_SET */
};

struct image_header {
    uint64_t magic;
    uint32_t version;
    uint32_t state; /* enum image_state; persistent */
    uint64_t tables_bytes;
    uint64_t runtime_build; /* checksum of the runtime's text: a different runtime must not resume this image */
    uint64_t xstate_bytes;  /* size of the xsave area in a signal frame of this kernel and CPU, without magic2 */
    uint64_t xstate_features;
    uint64_t vdso_bytes, vvar_bytes; /* vvar lies directly below the vdso at VDSO_BASE */
    uint64_t pool_limit_bytes, pool_reserved_bytes;
    uint64_t brk_start, brk_end; /* persistent */
    uint64_t brk_growing;        /* persistent: end of what brk may have mapped, or not yet unmapped, above brk_end; else 0 */
    uint64_t program_entry, program_base;
    uint64_t mappings_active; /* 0 or 1; the one store that commits a change of the mappings; persistent */
    uint64_t umask;           /* persistent */
    uint32_t threads_high;    /* slots below this number have been used at least once */
    uint32_t fds_high, files_high, pipes_high;
    uint32_t watches_used;  /* 1 = some page of the watches is in use: spares a close the search */
    uint32_t exit_code;
    uint32_t main_tid;     /* tid of the first thread in its PID namespace, also the process id */
    uint32_t cuts;         /* cuts survived so far; written by the controller */
    uint64_t seal;         /* written by the controller: CRC32C over this header, the checksums of the tables included */
    uint64_t frozen_ns;    /* the program's CLOCK_MONOTONIC when the signals that waited at the last cut were read, written by the controller */
    uint32_t children_high; /* entries of the table of children below this number have been used at least once */
    uint32_t last_pid;      /* the highest process id that a child has had; persistent */
    struct runtime_labels labels;
    uint64_t directory_active; /* which working_directory counts */
    uint64_t kept_files;       /* names given so far to files of the image directory */
    uint32_t settings_high, pending_count, timers_high, locks_high, inotify_high;
    uint32_t power;         /* enum power; written by the controller, and by the runtime when that has died; volatile */
    uint64_t setting_order; /* orders the entries of the settings */
    uint64_t alarm_active;  /* ITIMER_REAL: how often it was set; the last bit says which copy counts */
    struct timer_setting alarm[2];
    uint64_t sealed; /* written by the controller: 1 = the seal holds; 0 from the runtime's first change on. Not under the seal */
    uint64_t being_cut; /* written by the controller: 1 = it stops the threads, so a SIGKILL that follows is its own. Not under the seal */
    uint64_t frozen_wall_ns;      /* CLOCK_REALTIME of the last freeze, written by the controller */
    uint64_t frozen_boot_ns;      /* the program's CLOCK_BOOTTIME at frozen_ns */
    int64_t monotonic_offset_ns, boottime_offset_ns; /* of its time namespace, at the last freeze; written by the controller */
    uint64_t clock_back_ns;       /* by how much its CLOCK_MONOTONIC has gone back at a recovery without a time namespace, or 0 */
    char boot_id[BOOT_ID_BYTES];  /* of the machine's boot in which the last freeze was */
    uint64_t persistent_memory;   /* 1 = the image lies on a DAX file system and is mapped with MAP_SYNC */
    uint64_t power_off_ns;        /* how long the power was off at the last cut; written by the runtime */
    uint64_t power_off_before_ns; /* and at all cuts before it; written by the controller */
    uint64_t user_dispatch;       /* 1 = some text may make system calls that patching has not found, see user_dispatch.h; persistent */
    uint32_t table_checksums[TABLE_CAPACITY]; /* CRC32C of each table, in the order of the controller's SealedTable */
    uint32_t cpu_features[CPU_FEATURE_WORDS]; /* see cpu_features.h: instructions that the program may have chosen */
    uint64_t watch_pages[WATCH_CAPACITY / WATCH_PAGE_ENTRIES / 64]; /* a bit for each page of the watches that has ever been used; the others count as empty */
    char program_build[BUILD_BYTES];          /* "build-id:HEX", else "sha256:HEX"; written by the controller */
    char interpreter_build[BUILD_BYTES];      /* of the dynamic linker; empty for a static program */
    char program_path[PATH_BYTES];
    char working_directory[2][PATH_BYTES];
    char kernel_release[KERNEL_RELEASE_BYTES];
};

enum mapping_kind {
    MAPPING_POOL = 1, /* pool file at offset = address */
    MAPPING_FILE = 2, /* MAP_SHARED file mapping, reopened by path: open_file index in `file` */
    MAPPING_NONE = 3, /* reserved with PROT_NONE, no storage */
};

struct mapping {
    uint64_t start, end;
    uint32_t prot; /* PROT_* as the application asked */
    uint32_t flags; /* MAP_* as the application asked, informational */
    uint32_t kind, file;
    uint64_t file_offset;
};

struct mapping_index {
    uint64_t count;
    struct mapping entries[MAPPING_CAPACITY]; /* sorted by start, disjoint */
};

enum fd_state { FD_FREE = 0, FD_OPEN = 1 };

/* One word, so that one store commits it: bit 0 = open, bit 1 = close-on-exec, bit 2 = what goes through it only passes, bits 32.. = open_file. */
struct fd_entry {
    uint64_t word;
};

enum file_kind {
    FILE_FREE = 0,
    FILE_REGULAR = 1,
    FILE_DIRECTORY = 2,
    FILE_DEVICE = 3,    /* character device or anything else reopened by path without an offset */
    FILE_INHERITED = 4, /* standard stream that cannot be reopened: taken from whoever resumes */
    FILE_PIPE_READ = 5,
    FILE_PIPE_WRITE = 6,
    FILE_EVENTFD = 7,
    FILE_EPOLL = 8,
    FILE_TIMERFD = 9,
    FILE_SOCKET = 10,        /* created, not connected, perhaps bound */
    FILE_LISTENER = 11,
    FILE_CONNECTION = 12,    /* comes back as reset */
    FILE_SIGNALFD = 13,
    FILE_INOTIFY = 14,
    FILE_PIPE_BOTH = 15, /* a pipe or FIFO opened for reading and writing */
};

struct socket_option {
    uint32_t level, name;
    uint32_t length; /* 0..16; 0 = unused */
    uint8_t value[16];
};

struct open_file {
    uint32_t kind;       /* enum file_kind; the store that publishes the entry */
    uint32_t references; /* not in use: the commit of a connect clears it */
    uint32_t flags;      /* O_* status flags, EFD_*, SOCK_NONBLOCK as O_NONBLOCK */
    uint32_t mode;
    uint64_t offset;     /* regular files: the offset, owned by the runtime; eventfd: its value; pipes and FIFOs: pipe_buffer index */
    uint64_t device, inode;
    uint32_t inherited_fd; /* FILE_INHERITED: 0, 1 or 2 */
    uint32_t flock;        /* LOCK_SH or LOCK_EX held through flock, or 0 */
    int32_t domain, type, protocol, backlog;
    uint32_t address_length;
    uint32_t shutdown;
    uint8_t address[112]; /* struct sockaddr of bind or of the peer */
    struct socket_option options[SOCKET_OPTION_CAPACITY];
    uint64_t clock, timer_active; /* timerfd */
    struct timer_setting timer[2];
    uint64_t signal_mask; /* signalfd */
    char path[PATH_BYTES]; /* absolute, or "image:NAME" in the image directory; of a socket: the directory of its relative name */
    char other_path[PATH_BYTES]; /* while the file is being renamed or unlinked: its name is either */
};

/* Open-addressed by (epoll file, descriptor); epoll_file and fd are one 8-byte store that publishes the entry. */
#define WATCH_DELETED 0xffffffffu
struct epoll_watch {
    uint32_t epoll_file; /* open_file index + 1; 0 = never used, WATCH_DELETED = free again */
    uint32_t fd;
    uint32_t file; /* open_file index watched */
    uint32_t events;
    uint64_t data;
    uint64_t fired; /* EPOLLONESHOT: the wait that took its event, see one_shots.c; disabled if that wait was committed; 0 = armed */
};

struct pipe_buffer {
    uint64_t read_count, written_count; /* bytes ever read and written; the difference is inside; more read than written: 0, see begin_ring_again */
    uint64_t used; /* 1 = both ends exist; the store that commits pipe2: ends of an unused pipe are dropped at recovery */
    uint8_t bytes[PIPE_BYTES];
};

struct signal_action {
    uint64_t handler, flags, restorer, mask; /* as in the kernel's struct sigaction */
};

#define SETTING_BYTES 160u
/* A call to make again. Among entries of the same owner, call and key the one with the highest order counts. */
struct setting {
    uint64_t order; /* the store that commits the entry; 0 = free */
    uint32_t owner; /* thread slot + 1; 0 = the process */
    uint32_t number;
    uint64_t arguments[5];
    uint32_t pointer; /* which argument (1 to 5) points at the bytes below; 0 = none */
    uint32_t length;
    uint8_t bytes[SETTING_BYTES];
};

/* A signal that was pending in the kernel when the threads stood still. */
struct pending_signal {
    uint64_t tid; /* 0 = for the process */
    uint8_t information[128];
};

struct posix_timer {
    uint64_t used; /* the store that commits timer_create and timer_delete */
    uint64_t clock;
    uint64_t active; /* how often it was set; the last bit says which copy counts */
    struct timer_setting setting[2];
    uint8_t event[64]; /* struct sigevent */
    uint64_t kernel_id; /* volatile */
};

struct file_lock {
    uint64_t device, inode; /* inode 0 = free */
    uint64_t start, end;    /* bytes, end exclusive */
    uint32_t type;          /* F_RDLCK or F_WRLCK */
    uint32_t file;          /* open_file index + 1 for a lock of an open file description, 0 for one of the process */
};

struct inotify_watch {
    uint64_t word; /* the store that commits it: file + 1, watch descriptor << 32; 0 = free */
    uint64_t mask;
    char path[PATH_BYTES];
};

/*
 * A process that the program has forked. Children are not part of the image: to the program a cut kills them. One word, so
 * that one store commits it: bits 0..30 = process id, 0 = free entry; bit 31 = killed by a cut and not yet waited for;
 * bits 32.. = process group at the fork.
 */
#define CHILD_KILLED (1ull << 31)
struct child {
    uint64_t word;
};

enum record_state {
    RECORD_NONE = 0,      /* no call in progress, or one that needs no record: the thread's registers are the application's */
    RECORD_CALL = 1,      /* a call has begun and nothing of it counts: rewind to `restart` with the registers below */
    RECORD_COMMITTED = 2, /* the call counts: apply redo, continue at `done` with rax = result */
};

/* What a call has decided and its repetition must keep, should a cut rewind it. */
struct decision {
    uint64_t call; /* its number + 1; 0 = nothing has been decided; written last */
    uint64_t first, second;
    uint64_t arguments[4]; /* rdi, rsi, rdx, r10 */
    uint64_t stack; /* the application's stack pointer: a signal handler that runs before the repetition makes its calls elsewhere */
    uint64_t before[16]; /* what the call may overwrite before it counts, as its first attempt found it, or has taken from the kernel */
};

#define DECISION_CAPACITY 4u

/* The persistent record of the one system call that a thread is in. Registers are the application's at entry; of a call without a record only rax,
 * done and restart are. */
struct call_record {
    uint64_t state;
    uint64_t rax, rdi, rsi, rdx, r10, r8, r9, rbx, rbp, r12, r13, r14, r15, rsp;
    uint64_t done, restart; /* continue after / before the call */
    uint64_t result;
    uint64_t redo_address, redo_value; /* 8-byte store inside the tables, idempotent; address 0 = none */
    struct decision decision; /* of this call */
};

enum thread_state {
    THREAD_FREE = 0,
    THREAD_PREPARED = 1, /* start context complete; has not run an application instruction */
    THREAD_LIVE = 2,
    THREAD_EXITING = 3,  /* will store 0 to *clear_tid if that still holds its tid, then become EXITED */
    THREAD_EXITED = 4,   /* slot may be reused when `acknowledged` and `kernel_alive` == 0 */
};

enum thread_phase {
    PHASE_RUNNING = 0,
    PHASE_RESTORING = 1, /* the resume frame counts; a cut must not overwrite it, a recovery must not recompute it */
};

#define RESUME_FRAME_BYTES 16384u
#define RESUME_XSTATE_OFFSET 1024u /* the xsave area inside a resume frame */
#define SAVED_XSTATE_BYTES 12288u
#define ALTERNATE_STACK_BYTES 16384u
#define RUNTIME_STACK_BYTES 16384u

/* What a cut saves of one thread: the cutter, from PTRACE_GETREGSET and PTRACE_GETSIGMASK, or the thread itself (self_save.c). */
struct saved_thread {
    uint64_t valid; /* 1 = complete; written last */
    uint64_t registers[27]; /* struct user_regs_struct */
    uint64_t signal_mask;
    uint64_t xstate_length;
    uint8_t checksum[8]; /* CRC32C of registers, mask, xstate */
    uint8_t xstate[SAVED_XSTATE_BYTES] __attribute__((aligned(64)));
};

struct thread {
    uint64_t self; /* address of this structure */
    struct call_record record;
    uint64_t state; /* enum thread_state; persistent */
    uint64_t phase; /* enum thread_phase; persistent */
    uint64_t tid;   /* in the PID namespace; persistent */
    uint64_t acknowledged; /* the parent's clone call has been committed */
    uint64_t fs_base;  /* kept for a start context; a live thread's comes from its saved registers */
    uint64_t clear_tid; /* address or 0, emulated CLONE_CHILD_CLEARTID */
    uint64_t robust_list, robust_length;
    uint64_t rseq_address, rseq_length, rseq_signature;
    uint64_t child; /* while in clone: slot number + 1 of the child */
    uint64_t decisions_kept; /* how many of `decisions` there are */
    uint64_t altstack_address, altstack_bytes, altstack_flags; /* the application's own */
    uint64_t deferred_signal; /* a signal that arrived inside the runtime and waits for the end of the call */
    uint64_t deferred_mask;   /* application's mask to restore when it is delivered */
    uint64_t signal_mask;     /* kept for a start context, without SIGSYS */
    uint32_t kernel_alive;    /* volatile: the kernel zeroes it when the thread is gone */
    uint32_t go;              /* volatile: recovery barrier */
    uint64_t user_dispatch;   /* volatile: 1 = Syscall User Dispatch is armed for this thread */
    uint64_t resume_fs_base;  /* with phase RESTORING: fs base to set before the resume frame is used */
    uint64_t signal_frame;    /* persistent: where the kernel put the frame of a signal that is being handed over */
    uint8_t deferred_information[128]; /* siginfo of deferred_signal */
    uint64_t settings;        /* volatile: how many entries of the settings are this thread's */
    uint64_t waits;           /* persistent: waits on epoll sets committed in this slot; never reset */
    uint64_t is_volatile; /* 1 in the slot of a forked child, which has no image: see volatile.S; 0 in the image */
    uint64_t standing;    /* persistent: address of the ucontext while the thread stands in suzaku_standing or save_itself, else 0 */
    uint64_t reset_signal; /* with phase RESTORING: a signal whose handler was to run once and begins now, or 0 */
    struct decision decisions[DECISION_CAPACITY]; /* of rewound calls, until they are repeated: the interrupted one's, and those of handlers cut in turn */
    struct saved_thread saved __attribute__((aligned(64)));
    /* struct rt_sigframe from `uc` on: ucontext (936 bytes + padding), then the xsave area, 64-byte aligned */
    uint8_t resume_frame[RESUME_FRAME_BYTES] __attribute__((aligned(64)));
    uint8_t alternate_stack[ALTERNATE_STACK_BYTES] __attribute__((aligned(64)));
    uint8_t runtime_stack[RUNTIME_STACK_BYTES] __attribute__((aligned(64)));
};

_Static_assert(sizeof(struct image_header) <= PAGE_SIZE, "the header is one page");
_Static_assert(MAPPINGS_OFFSET + 2 * sizeof(struct mapping_index) <= FDS_OFFSET, "mappings overlap descriptors");
_Static_assert(FDS_OFFSET + FD_CAPACITY * sizeof(struct fd_entry) <= FILES_OFFSET, "descriptors overlap files");
_Static_assert(FILES_OFFSET + (uint64_t)FILE_CAPACITY * sizeof(struct open_file) <= WATCHES_OFFSET, "files overlap watches");
_Static_assert(WATCH_PAGE_ENTRIES * sizeof(struct epoll_watch) == PAGE_SIZE, "a page of watches is a page");
_Static_assert(WATCHES_OFFSET + (uint64_t)WATCH_CAPACITY * sizeof(struct epoll_watch) <= PIPES_OFFSET, "watches overlap pipes");
_Static_assert(PIPES_OFFSET + (uint64_t)PIPE_CAPACITY * sizeof(struct pipe_buffer) <= SIGNALS_OFFSET, "pipes overlap signals");
_Static_assert(SETTINGS_OFFSET + SETTING_CAPACITY * sizeof(struct setting) <= PENDING_OFFSET, "settings overlap pending signals");
_Static_assert(PENDING_OFFSET + PENDING_CAPACITY * sizeof(struct pending_signal) <= TIMERS_OFFSET, "pending signals overlap timers");
_Static_assert(TIMERS_OFFSET + TIMER_CAPACITY * sizeof(struct posix_timer) <= LOCKS_OFFSET, "timers overlap locks");
_Static_assert(LOCKS_OFFSET + LOCK_CAPACITY * sizeof(struct file_lock) <= INOTIFY_OFFSET, "locks overlap inotify");
_Static_assert(INOTIFY_OFFSET + INOTIFY_CAPACITY * sizeof(struct inotify_watch) <= CHILDREN_OFFSET, "inotify overlaps children");
_Static_assert(CHILDREN_OFFSET + CHILD_CAPACITY * sizeof(struct child) <= THREADS_OFFSET, "children overlap threads");
_Static_assert(sizeof(struct thread) <= THREAD_BYTES, "a thread fits its slot");

#endif
