/* Prints offsets, sizes and constants of layout.h, and of a signal's frame, as Java properties, so that the controller never repeats a number. */
#include "layout.h"

#include <asm/sigcontext.h>
#include <asm/signal.h>
#include <asm/ucontext.h>
#include <stddef.h>
#include <stdio.h>

#define FIELD(type, field) printf(#type "." #field "=%zu\n", offsetof(struct type, field))
#define SIZE(type) printf(#type ".bytes=%zu\n", sizeof(struct type))
#define CONSTANT(name) printf(#name "=%llu\n", (unsigned long long)(name))

static void print_constants(void) {
    CONSTANT(IMAGE_MAGIC), CONSTANT(IMAGE_VERSION), CONSTANT(ARENA_START), CONSTANT(ARENA_END);
    CONSTANT(TABLES_BASE), CONSTANT(RUNTIME_BASE), CONSTANT(VDSO_BASE), CONSTANT(TABLES_BYTES);
    CONSTANT(MAPPING_CAPACITY), CONSTANT(FD_CAPACITY), CONSTANT(FILE_CAPACITY), CONSTANT(WATCH_CAPACITY);
    CONSTANT(WATCH_PAGE_ENTRIES);
    CONSTANT(PIPE_CAPACITY), CONSTANT(THREAD_CAPACITY), CONSTANT(DECISION_CAPACITY), CONSTANT(THREAD_BYTES), CONSTANT(SIGNAL_CAPACITY);
    CONSTANT(MAPPINGS_OFFSET), CONSTANT(FDS_OFFSET), CONSTANT(FILES_OFFSET), CONSTANT(WATCHES_OFFSET);
    CONSTANT(PIPES_OFFSET), CONSTANT(SIGNALS_OFFSET), CONSTANT(THREADS_OFFSET);
    CONSTANT(SETTINGS_OFFSET), CONSTANT(PENDING_OFFSET), CONSTANT(TIMERS_OFFSET), CONSTANT(LOCKS_OFFSET), CONSTANT(INOTIFY_OFFSET);
    CONSTANT(SETTING_CAPACITY), CONSTANT(PENDING_CAPACITY), CONSTANT(TIMER_CAPACITY), CONSTANT(LOCK_CAPACITY);
    CONSTANT(INOTIFY_CAPACITY), CONSTANT(TABLE_CAPACITY), CONSTANT(CPU_FEATURE_WORDS), CONSTANT(BUILD_BYTES), CONSTANT(BOOT_ID_BYTES), CONSTANT(KERNEL_RELEASE_BYTES);
    CONSTANT(SETTING_BYTES), CONSTANT(PIPE_BYTES), CONSTANT(SOCKET_OPTION_CAPACITY), CONSTANT(RESUME_XSTATE_OFFSET);
    CONSTANT(POWER_ON), CONSTANT(POWER_GOES), CONSTANT(POWER_GONE), CONSTANT(POWER_EXIT_CODE);
    CONSTANT(CHILDREN_OFFSET), CONSTANT(CHILD_CAPACITY);
    CONSTANT(IMAGE_EMPTY), CONSTANT(IMAGE_RUNNING), CONSTANT(IMAGE_CUT), CONSTANT(IMAGE_RECOVERING), CONSTANT(IMAGE_ENDED);
    CONSTANT(IMAGE_KILLED);
    CONSTANT(RECORD_NONE), CONSTANT(RECORD_CALL), CONSTANT(RECORD_COMMITTED);
    CONSTANT(THREAD_FREE), CONSTANT(THREAD_PREPARED), CONSTANT(THREAD_LIVE), CONSTANT(THREAD_EXITING), CONSTANT(THREAD_EXITED);
    CONSTANT(PHASE_RUNNING), CONSTANT(PHASE_RESTORING), CONSTANT(RESUME_FRAME_BYTES), CONSTANT(SAVED_XSTATE_BYTES);
    CONSTANT(MAPPING_POOL), CONSTANT(MAPPING_FILE), CONSTANT(MAPPING_NONE), CONSTANT(PATH_BYTES);
}

static void print_kinds(void) {
    CONSTANT(FILE_REGULAR), CONSTANT(FILE_DIRECTORY), CONSTANT(FILE_DEVICE), CONSTANT(FILE_INHERITED);
    CONSTANT(FILE_PIPE_READ), CONSTANT(FILE_PIPE_WRITE), CONSTANT(FILE_EVENTFD), CONSTANT(FILE_EPOLL);
    CONSTANT(FILE_TIMERFD), CONSTANT(FILE_SOCKET), CONSTANT(FILE_LISTENER), CONSTANT(FILE_CONNECTION);
    CONSTANT(FILE_SIGNALFD), CONSTANT(FILE_INOTIFY), CONSTANT(FILE_PIPE_BOTH), CONSTANT(WATCH_DELETED);
}

static void print_header(void) {
    SIZE(image_header), FIELD(image_header, magic), FIELD(image_header, version), FIELD(image_header, state);
    FIELD(image_header, tables_bytes), FIELD(image_header, runtime_build), FIELD(image_header, xstate_bytes);
    FIELD(image_header, xstate_features), FIELD(image_header, vdso_bytes), FIELD(image_header, vvar_bytes);
    FIELD(image_header, pool_limit_bytes), FIELD(image_header, pool_reserved_bytes), FIELD(image_header, brk_start);
    FIELD(image_header, brk_end), FIELD(image_header, mappings_active), FIELD(image_header, threads_high);
    FIELD(image_header, fds_high), FIELD(image_header, files_high), FIELD(image_header, pipes_high);
    FIELD(image_header, watch_pages), FIELD(image_header, umask), FIELD(image_header, exit_code);
    FIELD(image_header, main_tid), FIELD(image_header, cuts), FIELD(image_header, seal), FIELD(image_header, frozen_ns);
    FIELD(image_header, program_path), FIELD(image_header, working_directory), FIELD(image_header, directory_active);
    FIELD(image_header, settings_high), FIELD(image_header, pending_count), FIELD(image_header, timers_high);
    FIELD(image_header, locks_high), FIELD(image_header, inotify_high), FIELD(image_header, alarm), FIELD(image_header, power);
    SIZE(timer_setting), FIELD(timer_setting, expiry_ns), FIELD(timer_setting, interval_ns);
    FIELD(image_header, kernel_release), FIELD(image_header, sealed), FIELD(image_header, frozen_wall_ns);
    FIELD(image_header, power_off_ns), FIELD(image_header, power_off_before_ns), FIELD(image_header, being_cut);
    FIELD(image_header, table_checksums);
    FIELD(image_header, cpu_features), FIELD(image_header, program_build), FIELD(image_header, interpreter_build);
    FIELD(image_header, persistent_memory), FIELD(image_header, frozen_boot_ns), FIELD(image_header, monotonic_offset_ns);
    FIELD(image_header, boottime_offset_ns), FIELD(image_header, clock_back_ns), FIELD(image_header, boot_id);
    FIELD(image_header, labels.text_start), FIELD(image_header, labels.text_end), FIELD(image_header, labels.entry);
    FIELD(image_header, labels.entry_linked), FIELD(image_header, labels.exit_jump);
    FIELD(image_header, labels.dispatch_start), FIELD(image_header, labels.dispatch_end);
    FIELD(image_header, labels.sigreturn_start), FIELD(image_header, labels.sigreturn_end);
    FIELD(image_header, labels.resume_start), FIELD(image_header, labels.resume_end);
    FIELD(image_header, labels.deliver_start), FIELD(image_header, labels.deliver_end);
    FIELD(image_header, labels.arrival_start), FIELD(image_header, labels.standing_start);
    FIELD(image_header, labels.standing_end), FIELD(image_header, labels.direct), FIELD(image_header, labels.direct_end);
    FIELD(image_header, labels.interrupted), FIELD(image_header, labels.entry_recorded), FIELD(image_header, labels.exit_all);
    FIELD(image_header, children_high), FIELD(image_header, last_pid);
    FIELD(image_header, user_dispatch);
}

static void print_tables(void) {
    SIZE(mapping), FIELD(mapping, start), FIELD(mapping, end), FIELD(mapping, prot), FIELD(mapping, flags);
    FIELD(mapping, kind), FIELD(mapping, file), FIELD(mapping, file_offset);
    SIZE(mapping_index), FIELD(mapping_index, count), FIELD(mapping_index, entries);
    SIZE(fd_entry), SIZE(open_file), FIELD(open_file, kind), FIELD(open_file, references), FIELD(open_file, flags);
    FIELD(open_file, offset), FIELD(open_file, device), FIELD(open_file, inode), FIELD(open_file, path);
    FIELD(open_file, other_path), FIELD(open_file, inherited_fd), FIELD(open_file, timer_active), FIELD(open_file, options);
    SIZE(socket_option), FIELD(socket_option, length);
    FIELD(open_file, domain), FIELD(open_file, type), FIELD(open_file, address), FIELD(open_file, address_length);
    SIZE(epoll_watch), FIELD(epoll_watch, epoll_file), FIELD(epoll_watch, fd), FIELD(epoll_watch, file);
    FIELD(epoll_watch, events), FIELD(epoll_watch, data);
    SIZE(pipe_buffer), FIELD(pipe_buffer, used), FIELD(pipe_buffer, read_count), FIELD(pipe_buffer, written_count);
    SIZE(setting), SIZE(pending_signal), FIELD(pending_signal, tid), FIELD(pending_signal, information);
    SIZE(posix_timer), FIELD(posix_timer, used), FIELD(posix_timer, kernel_id), SIZE(file_lock), SIZE(inotify_watch);
    FIELD(posix_timer, clock), FIELD(posix_timer, setting), FIELD(file_lock, inode), FIELD(file_lock, file), FIELD(inotify_watch, word);
    FIELD(inotify_watch, path), FIELD(setting, order), FIELD(setting, owner), FIELD(setting, pointer), FIELD(setting, length);
    SIZE(child);
    SIZE(signal_action), FIELD(signal_action, handler), FIELD(signal_action, flags), FIELD(signal_action, mask);
}

static void print_threads(void) {
    SIZE(call_record), FIELD(call_record, state), FIELD(call_record, rax), FIELD(call_record, rdi);
    FIELD(call_record, rsi), FIELD(call_record, rdx), FIELD(call_record, r10), FIELD(call_record, r8);
    FIELD(call_record, r9), FIELD(call_record, rbx), FIELD(call_record, rbp), FIELD(call_record, r12);
    FIELD(call_record, r13), FIELD(call_record, r14), FIELD(call_record, r15), FIELD(call_record, rsp);
    FIELD(call_record, done), FIELD(call_record, restart), FIELD(call_record, result);
    FIELD(call_record, redo_address), FIELD(call_record, redo_value), FIELD(call_record, decision);
    SIZE(decision), FIELD(decision, call), FIELD(decision, first), FIELD(decision, second), FIELD(decision, arguments), FIELD(decision, stack), FIELD(decision, before);
    SIZE(thread), FIELD(thread, self), FIELD(thread, record), FIELD(thread, state), FIELD(thread, phase);
    FIELD(thread, tid), FIELD(thread, acknowledged), FIELD(thread, fs_base), FIELD(thread, clear_tid);
    FIELD(thread, child), FIELD(thread, decisions_kept), FIELD(thread, decisions), FIELD(thread, signal_mask), FIELD(thread, kernel_alive);
    FIELD(thread, go), FIELD(thread, resume_fs_base), FIELD(thread, saved);
    FIELD(thread, standing), FIELD(thread, signal_frame), FIELD(thread, altstack_address), FIELD(thread, rseq_address);
    FIELD(thread, deferred_signal), FIELD(thread, deferred_mask), FIELD(thread, deferred_information), FIELD(thread, resume_frame);
    FIELD(thread, reset_signal);
    FIELD(thread, alternate_stack), FIELD(thread, runtime_stack);
    SIZE(saved_thread), FIELD(saved_thread, valid), FIELD(saved_thread, registers), FIELD(saved_thread, signal_mask);
    FIELD(saved_thread, xstate_length), FIELD(saved_thread, checksum), FIELD(saved_thread, xstate);
}

/* Frames lie in the tables: the kernel's on the stacks of threads, ours where they resume. */
static void print_frame(void) {
    SIZE(ucontext), FIELD(ucontext, uc_mcontext), FIELD(ucontext, uc_mcontext.rip), FIELD(ucontext, uc_mcontext.fpstate);
    FIELD(ucontext, uc_sigmask);
}

int main(void) {
    print_constants();
    print_kinds();
    print_header();
    print_tables();
    print_threads();
    print_frame();
    return 0;
}
