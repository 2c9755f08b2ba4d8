package dev.suzaku.pmem.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskListTest {
    /** Of as many, the kernel's own list lacked a thread some ten times. */
    private static final int LISTINGS = 15_000;

    private static final Path DYING = Path.of("target", "test-programs", "dying-glibc");

    @TempDir
    Path scratch;

    @Test
    void aThreadBehindOneThatEndsIsNotLeftOut() throws Exception {
        Path file = scratch.resolve("staying");
        Process process = new ProcessBuilder(DYING.toAbsolutePath().toString(), file.toString())
                .inheritIO()
                .start();
        try {
            await().until(() -> Files.exists(file) && Files.size(file) > 0);
            try (FileChannel channel = FileChannel.open(file)) {
                ByteBuffer staying = channel.map(FileChannel.MapMode.READ_ONLY, 0, Long.BYTES)
                        .order(ByteOrder.nativeOrder());
                int listings = 0;
                while (listings < LISTINGS) {
                    assertThat(process.isAlive()).isTrue();
                    long before = staying.getLong(0);
                    List<Integer> threads = TaskList.of(process.pid());
                    if (before != 0 && staying.getLong(0) == before) { // it lived all the time
                        assertThat(threads).contains((int) process.pid(), (int) before);
                        listings++;
                    }
                }
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(TaskList.of(process.pid())).isEmpty();
    }
}
