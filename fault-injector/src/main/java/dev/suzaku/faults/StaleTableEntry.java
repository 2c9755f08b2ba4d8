package dev.suzaku.faults;

import dev.suzaku.pmem.image.Layout;
import dev.suzaku.pmem.image.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The planted bug of a table whose last change did not reach the image: one entry is as it was before it was made. Preferred is an epoll
 * watch on something that a server waits for (a listening socket, an eventfd, a pipe); else an open descriptor that is no standard
 * stream.
 */
final class StaleTableEntry {
    private static final int WATCH_EPOLL = Layout.number("epoll_watch.epoll_file");
    private static final int WATCH_FD = Layout.number("epoll_watch.fd");
    private static final int WATCH_FILE = Layout.number("epoll_watch.file");
    private static final int WATCH_DELETED = (int) Layout.value("WATCH_DELETED");
    private static final int FILE_BYTES = Layout.number("open_file.bytes");
    private static final int FILE_KIND = Layout.number("open_file.kind");
    private static final Set<Integer> WAITED_FOR = Set.of(
            Layout.number("FILE_PIPE_READ"),
            Layout.number("FILE_PIPE_BOTH"),
            Layout.number("FILE_EVENTFD"),
            Layout.number("FILE_LISTENER"));
    private static final int FIRST_OWN_FD = 3;
    private static final long FD_OPEN = 1;

    private StaleTableEntry() {}

    /** Plants the bug; answers what was done, for the receipt. */
    static String plant(Tables tables, SplittableRandom random) {
        List<Integer> watches = watches(tables);
        if (!watches.isEmpty()) {
            int watch = watches.get(random.nextInt(watches.size()));
            tables.setHalf(watch + WATCH_EPOLL, WATCH_DELETED);
            return PlantedBug.NOTE + "the epoll watch of descriptor " + tables.half(watch + WATCH_FD) + " is stale";
        }
        List<Integer> descriptors = descriptors(tables);
        if (!descriptors.isEmpty()) {
            int fd = descriptors.get(random.nextInt(descriptors.size()));
            tables.setWord(Layout.FDS_OFFSET + fd * Long.BYTES, 0);
            return PlantedBug.NOTE + "descriptor " + fd + " is stale";
        }
        return "the program has neither epoll watches nor descriptors of its own: nothing planted";
    }

    private static List<Integer> watches(Tables tables) {
        return tables.watches()
                .filter(watch -> {
                    int epoll = tables.half(watch + WATCH_EPOLL);
                    int file = tables.half(watch + WATCH_FILE);
                    return epoll != 0
                            && epoll != WATCH_DELETED
                            && file >= 0
                            && file < Layout.FILE_CAPACITY
                            && WAITED_FOR.contains(tables.half(Layout.FILES_OFFSET + file * FILE_BYTES + FILE_KIND));
                })
                .boxed()
                .toList();
    }

    private static List<Integer> descriptors(Tables tables) {
        List<Integer> found = new ArrayList<>();
        for (int fd = FIRST_OWN_FD; fd < tables.limited("fds_high", Layout.FD_CAPACITY); fd++) {
            if ((tables.word(Layout.FDS_OFFSET + fd * Long.BYTES) & FD_OPEN) != 0) {
                found.add(fd);
            }
        }
        return found;
    }
}
