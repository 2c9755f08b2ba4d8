package dev.suzaku.pmem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.suzaku.pmem.launch.ClockOffsets;
import dev.suzaku.pmem.launch.PreparedLaunch;
import dev.suzaku.pmem.system.Linux;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may happen between the start of suzaku-init and its orders; and what outlives the controller behind them. */
class PreparedLaunchTest {
    private static final String READ_ORDERS = "0 0x3 "; // read(2) from descriptor 3, as /proc/PID/syscall says it

    @TempDir(factory = MemoryDirectory.class)
    Path scratch;

    private Path log;
    private LaunchOptions options;
    private ImageDirectory image;

    @BeforeEach
    void prepare() {
        log = scratch.resolve("log");
        options = LaunchOptions.defaults().withStreams(Streams.files(log, log));
        image = ImageDirectory.createEmpty(scratch.resolve("image"));
    }

    @Test
    void withoutOrdersInitEndsAndHasChangedNothing() throws Exception {
        byte[] before = Files.readAllBytes(image.tablesFile());
        PreparedLaunch preparation = PreparedLaunch.toResume(image, options);
        ProcessHandle init = init();
        await().until(() -> isWaitingForOrders(init));

        preparation.close();

        assertThat(init.isAlive()).isFalse();
        assertThat(init.descendants()).isEmpty();
        assertThat(Files.readAllBytes(image.tablesFile())).isEqualTo(before);
        assertThat(image.processFile()).doesNotExist();
        assertThat(log).isEmptyFile();
        ImageLock.take(image).close();
    }

    @Test
    void anInitThatDiesBeforeItsOrdersIsSaid() throws Exception {
        try (PreparedLaunch preparation = PreparedLaunch.toResume(image, options)) {
            ProcessHandle init = init();
            await().until(() -> isWaitingForOrders(init));
            List<ProcessHandle> keeper = init.children().toList();
            assertThat(keeper).hasSize(1);

            init.destroyForcibly();

            assertThatThrownBy(() -> preparation.go(2, ClockOffsets.own()))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining("suzaku-init ended with exit code 137");
            await().until(() -> !keeper.get(0).isAlive());
        }
    }

    @Test
    void anInitThatCannotHaveTheImageSaysWhy() throws Exception {
        int directory = Linux.open(image.path().toString(), Linux.O_RDONLY | Linux.O_DIRECTORY | Linux.O_CLOEXEC, 0);
        Linux.flock(directory, Linux.LOCK_EX);
        try (PreparedLaunch preparation = PreparedLaunch.toResume(image, options)) {
            assertThatThrownBy(() -> preparation.go(2, ClockOffsets.own()))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining("suzaku-init ended with exit code 254, its standard error says why");
        } finally {
            Linux.close(directory);
        }
        assertThat(Files.readString(log)).contains("image " + image + " is in use by another process");
    }

    @Test
    void aTargetOutlivesTheControllersCloseOnlyWhenItIsDetached() throws Exception {
        assertThat(isAliveAfterClose(options)).isFalse();
        assertThat(isAliveAfterClose(options.withDetach(true))).isTrue();
    }

    private boolean isAliveAfterClose(LaunchOptions launch) throws Exception {
        Path directory = Files.createTempDirectory(scratch, "image");
        Program sleeper = new Program(TestPrograms.get("sleeper-glibc"), List.of(), scratch);
        PersistentProcess process = PersistentProcess.start(ImageDirectory.createEmpty(directory), sleeper, launch);
        process.close();
        Optional<ProcessHandle> target = ProcessHandle.of(process.pid()).filter(ProcessHandle::isAlive);
        target.ifPresent(ProcessHandle::destroyForcibly);
        return target.isPresent();
    }

    /** Its namespaces are made then: pid 1 of them is its child. */
    private static boolean isWaitingForOrders(ProcessHandle init) throws Exception {
        return init.children().count() == 1
                && Files.readString(Path.of("/proc/" + init.pid() + "/syscall")).startsWith(READ_ORDERS);
    }

    private ProcessHandle init() {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info()
                        .commandLine()
                        .orElse("")
                        .contains(image.path().toString()))
                .findFirst()
                .orElseThrow();
    }
}
