package dev.suzaku.pmem;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.suzaku.pmem.image.EndingSignal;
import dev.suzaku.pmem.image.ImageState;
import dev.suzaku.pmem.system.Linux;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starting, cutting, resuming and ending one process, from one JVM and from two. */
class ProcessLifeTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir(factory = MemoryDirectory.class)
    Path scratch;

    private Path log;
    private LaunchOptions options;
    private Program sleeper;

    @BeforeEach
    void prepare() {
        log = scratch.resolve("log");
        options = LaunchOptions.defaults().withStreams(Streams.files(log, log));
        sleeper = new Program(TestPrograms.get("sleeper-glibc"), List.of(), scratch);
    }

    @Test
    void theExitCodeIsTheProgramsOwn() throws Exception {
        ImageDirectory image = ImageDirectory.createEmpty(scratch.resolve("image"));
        Program program = new Program(TestPrograms.get("counter-glibc"), List.of(), scratch);
        try (PersistentProcess process = PersistentProcess.start(image, program, options)) {
            assertThat(process.waitFor()).isEqualTo(2);
            assertThat(process.isAlive()).isFalse();
        }
        assertThat(image.state()).isEqualTo(ImageState.ENDED);
        assertThat(ImageVerification.of(image).problems())
                .singleElement()
                .asString()
                .contains("exit code 2");
        assertThat(image.processFile()).doesNotExist();
    }

    @Test
    void anImageIsPrivate() throws Exception {
        ImageDirectory image = ImageDirectory.createEmpty(scratch.resolve("image"));
        assertThat(permissions(image.path())).isEqualTo("rwx------");
        assertThat(permissions(image.poolFile())).isEqualTo("rw-------");
        assertThat(permissions(image.tablesFile())).isEqualTo("rw-------");
    }

    @Test
    void anImageThatOthersCanWriteIsRefused() throws Exception {
        ImageDirectory image = ImageDirectory.createEmpty(scratch.resolve("image"));
        assertThat(ImageDirectory.open(image.path()).state()).isEqualTo(ImageState.EMPTY);
        for (Path file : List.of(image.tablesFile(), image.poolFile(), image.path())) {
            String before = permissions(file);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx-w----"));
            assertThatThrownBy(() -> ImageDirectory.open(image.path()))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining(file + " can be written by other users");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(before));
        }
    }

    @Test
    void aCutEndsTheProgramWith137AndItsImageIsInspectable() throws Exception {
        ImageDirectory image = ImageDirectory.createEmpty(scratch.resolve("image"));
        PersistentProcess process = start(image);
        DeathCertificate death = cut(process);
        assertThat(process.waitFor()).isEqualTo(137);
        process.close();

        assertThat(death.exitSignal()).isEqualTo(9);
        assertThat(death.pid()).isEqualTo(process.pid());
        ImageInspection inspection = ImageInspection.of(image);
        assertThat(inspection.state()).isEqualTo("CUT");
        assertThat(inspection.cuts()).isEqualTo(1);
        assertThat(inspection.threads())
                .singleElement()
                .satisfies(thread -> assertThat(thread.saved()).isTrue());
        assertThat(inspection.threads().get(0).registers()).hasSize(27).containsKeys("rip", "rsp", "fs_base");
        assertThat(inspection.memory()).matches("emulated on \\w+|persistent memory \\(DAX, MAP_SYNC\\)");
        assertThat(inspection.sealed()).isTrue();
        assertThat(inspection.origin().programBuild()).startsWith("build-id:");
        assertThat(inspection.origin().interpreterBuild()).startsWith("build-id:");
        assertThat(inspection.mappings()).isNotEmpty();
        assertThat(inspection.descriptors())
                .extracting(ImageInspection.Descriptor::fd)
                .contains(0, 1, 2);
        assertThat(ImageVerification.of(image).isResumable()).isTrue();
    }

    @Test
    void aDamagedImageIsRefusedAndLeftAsItIs() throws Exception {
        ImageDirectory image = ImageDirectory.createEmpty(scratch.resolve("image"));
        try (PersistentProcess process = start(image)) {
            cut(process);
        }
        try (var tables = dev.suzaku.pmem.image.MappedTables.open(image.tablesFile(), true)) {
            tables.tables().setHeaderWord("brk_end", 1);
        }

        assertThatThrownBy(() -> PersistentProcess.resume(image, options))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("checksum");
        assertThat(image.state()).isEqualTo(ImageState.CUT);
        assertThat(image.processFile()).doesNotExist();
        assertThat(processesIn(image.path())).isZero();
    }

    @Test
    void aTornSaveIsRefused() throws Exception {
        ImageDirectory image = ImageDirectory.createEmpty(scratch.resolve("image"));
        try (PersistentProcess process = start(image);
                Freeze freeze = process.freeze()) {
            assertThat(freeze.save(SavePlan.torn(0, 100)).sealed()).isFalse();
            freeze.kill();
        }

        assertThatThrownBy(() -> PersistentProcess.resume(image, options))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("torn");
    }

    @Test
    void aProgramThatASignalEndedIsNotCalledTorn() throws Exception {
        ImageDirectory image = ImageDirectory.createEmpty(scratch.resolve("image"));
        try (PersistentProcess process = start(image)) {
            process.freeze().close(); // a cut that did not come about
            Linux.pidfdSendSignal(process.pidfd(), 11);
            assertThat(process.waitFor()).isEqualTo(128 + 11);
            assertThat(process.endingSignal()).contains(new EndingSignal(11));
        }

        assertThat(ImageInspection.of(image).state()).isEqualTo("KILLED");
        assertThat(ImageInspection.of(image).ending()).isEqualTo("signal 11 (SIGSEGV)");
        assertThat(ImageVerification.of(image).problems())
                .containsExactly(
                        "the program was ended by signal 11 (SIGSEGV), not by a cut: its registers were not saved, so this"
                                + " image cannot be resumed");
        assertThatThrownBy(() -> PersistentProcess.resume(image, options))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("ended by signal 11 (SIGSEGV)");
    }

    @Test
    void aResumedProgramThatWasKilledIsNotCalledTorn() throws Exception {
        ImageDirectory image = ImageDirectory.createEmpty(scratch.resolve("image"));
        try (PersistentProcess process = start(image)) {
            cut(process);
        }
        try (PersistentProcess process = PersistentProcess.resume(image, options)) {
            await().atMost(SOON).until(() -> process.imageState() == ImageState.RUNNING);
            Linux.pidfdSendSignal(process.pidfd(), Linux.SIGKILL);
            assertThat(process.waitFor()).isEqualTo(128 + Linux.SIGKILL);
            assertThat(process.endingSignal()).contains(new EndingSignal(Linux.SIGKILL));
        }
    }

    @Test
    void aProcessThatIsKilledWhileItStandsStillIsTorn() throws Exception {
        ImageDirectory image = ImageDirectory.createEmpty(scratch.resolve("image"));
        try (PersistentProcess process = start(image);
                Freeze freeze = process.freeze()) { // the end of a controller kills it so, too
            Linux.pidfdSendSignal(process.pidfd(), Linux.SIGKILL);
            freeze.kill();
            assertThat(process.endingSignal()).isEmpty();
        }
        assertThat(ImageVerification.of(image).problems())
                .singleElement()
                .asString()
                .contains("torn");
    }

    @Test
    void aKillWithoutASaveIsRefused() throws Exception {
        ImageDirectory image = ImageDirectory.createEmpty(scratch.resolve("image"));
        try (PersistentProcess process = start(image);
                Freeze freeze = process.freeze()) {
            freeze.kill();
        }

        assertThatThrownBy(() -> PersistentProcess.resume(image, options))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("torn");
    }

    @Test
    void aThawedProcessRunsOn() throws Exception {
        ImageDirectory image = ImageDirectory.createEmpty(scratch.resolve("image"));
        try (PersistentProcess process = start(image)) {
            for (int i = 0; i < 50; i++) {
                try (Freeze freeze = process.freeze()) {
                    assertThat(freeze.threads()).hasSize(1);
                }
            }
            assertThat(process.isAlive()).isTrue();
        }
    }

    @Test
    void closingEndsTheProcess() throws Exception {
        ImageDirectory image = ImageDirectory.createEmpty(scratch.resolve("image"));
        PersistentProcess process = start(image);
        process.close();
        assertThat(ProcessHandle.of(process.pid()).filter(ProcessHandle::isAlive))
                .isEmpty();
    }

    @Test
    void anImageInUseIsNotResumed() throws Exception {
        ImageDirectory image = ImageDirectory.createEmpty(scratch.resolve("image"));
        try (PersistentProcess process = start(image)) {
            assertThat(process.isAlive()).isTrue();
            assertThatThrownBy(() -> PersistentProcess.resume(image, options))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining("in use");
            assertThatThrownBy(() -> ImageDirectory.createEmpty(image.path()))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining("a program runs in it; name another");
        }
    }

    @Test
    void anotherControllerFindsTheProcessAndCutsIt() throws Exception {
        ImageDirectory image = ImageDirectory.createEmpty(scratch.resolve("image"));
        try (PersistentProcess process = start(image)) {
            Process other = otherJvm("cut", image.path().toString());
            assertThat(other.waitFor()).isZero();
            assertThat(process.waitFor()).isEqualTo(137);
        }
        assertThat(image.state()).isEqualTo(ImageState.CUT);
        try (PersistentProcess resumed = PersistentProcess.resume(image, options)) {
            assertThat(resumed.isAlive()).isTrue();
        }
    }

    @Test
    void aDetachedProcessOutlivesItsControllerUntilItIsCut() throws Exception {
        Path path = scratch.resolve("image");
        Process starter =
                otherJvm("detach", path.toString(), sleeper.executable().toString(), log.toString());
        assertThat(starter.waitFor()).isZero();
        await().atMost(SOON).until(() -> Files.readString(log).contains("ready"));

        ImageDirectory image = ImageDirectory.open(path);
        try (PersistentProcess process = PersistentProcess.attach(image)) {
            assertThat(process.isAlive()).isTrue();
            assertThat(cut(process).exitSignal()).isEqualTo(9);
        }
        assertThat(image.state()).isEqualTo(ImageState.CUT);
        assertThat(processesIn(path)).isZero();
    }

    @Test
    void nothingIsLeftWhenTheControllerIsKilled() throws Exception {
        Path path = scratch.resolve("image");
        Process other = otherJvm("run", path.toString(), sleeper.executable().toString(), log.toString());
        await().atMost(SOON)
                .until(() -> Files.exists(log) && Files.readString(log).contains("ready"));
        long pid = PersistentProcess.attach(ImageDirectory.open(path)).pid();

        other.destroyForcibly().waitFor();

        await().atMost(SOON)
                .until(() ->
                        ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
        await().atMost(SOON).until(() -> processesIn(path) == 0);
    }

    /** A JVM's threads, which start it, have SIGQUIT blocked. */
    @Test
    void aProgramStartsWithoutBlockedSignals() throws Exception {
        Path output = scratch.resolve("output");
        Program grep = new Program(Path.of("/usr/bin/grep"), List.of("SigBlk", "/proc/self/status"), scratch);
        LaunchOptions toFile = options.withStreams(Streams.files(output, output));
        try (PersistentProcess process =
                PersistentProcess.start(ImageDirectory.createEmpty(scratch.resolve("image")), grep, toFile)) {
            assertThat(process.waitFor()).isZero();
        }
        assertThat(Files.readString(output)).isEqualTo("SigBlk:\t0000000000000000\n");
    }

    /** A JVM's sockets are not close-on-exec. */
    @Test
    void aProgramGetsNoneOfItsControllersDescriptors() throws Exception {
        ImageDirectory image = ImageDirectory.createEmpty(scratch.resolve("image"));
        try (ServerSocket socket = new ServerSocket(0)) {
            assertThat(socket.isBound()).isTrue();
            try (PersistentProcess process = start(image)) {
                assertThat(descriptorsOf(process)).hasSizeGreaterThan(3).noneMatch(link -> link.contains(":["));
                cut(process);
            }
            try (PersistentProcess process = PersistentProcess.resume(image, options)) {
                await().atMost(SOON).until(() -> process.imageState() == ImageState.RUNNING);
                assertThat(descriptorsOf(process)).hasSizeGreaterThan(3).noneMatch(link -> link.contains(":["));
            }
        }
    }

    /** What they lead to: "socket:[1234]", or a path. */
    private static List<String> descriptorsOf(PersistentProcess process) throws IOException {
        List<String> links = new ArrayList<>();
        try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/" + process.pid() + "/fd"))) {
            for (Path descriptor : open) {
                links.add(Files.readSymbolicLink(descriptor).toString());
            }
        }
        return links;
    }

    @Test
    void streamsThatCannotBeOpenedAreNamed() {
        Path absent = scratch.resolve("no/log");
        options = options.withStreams(Streams.files(log, absent));
        assertStartRefused(sleeper, "cannot open " + absent);
    }

    @Test
    void badProgramsAreRefusedInOneLine() throws Exception {
        Path script = Files.writeString(scratch.resolve("script"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        assertStartRefused(new Program(scratch.resolve("absent"), List.of(), scratch), "does not exist");
        assertStartRefused(
                new Program(script, List.of(), scratch), "their interpreter as program, as in: /bin/sh " + script);
        for (String line : List.of("#!/usr/bin/env -S A=1 python3 -u\nx", "#! python3 -u")) {
            Files.writeString(script, line);
            assertStartRefused(new Program(script, List.of(), scratch), "as in: python3 -u " + script);
        }
        Files.writeString(script, "#!/bin/\u001bsh\n");
        assertStartRefused(new Program(script, List.of(), scratch), "scripts need their interpreter");
        assertStartRefused(new Program(scratch, List.of(), scratch), "not a file");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rw-------"));
        assertStartRefused(new Program(script, List.of(), scratch), "not executable");
        for (int bit : List.of(04000, 02000)) {
            Path setUid = Files.copy(sleeper.executable(), scratch.resolve("set-uid-" + bit));
            Files.setAttribute(setUid, "unix:mode", 0755 | bit);
            assertStartRefused(new Program(setUid, List.of(), scratch), "set-uid or set-gid");
        }
    }

    @Test
    void aPoolLargerThanTheFileSystemIsRefused() {
        ImageDirectory image = ImageDirectory.createEmpty(scratch.resolve("image"));
        assertThatThrownBy(() ->
                        PersistentProcess.start(image, sleeper, options.withPoolBytes(LaunchOptions.POOL_BYTES_MAX)))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("not enough space");
        assertThat(image.path()).doesNotExist();
    }

    @Test
    void badImageDirectoriesAreRefused() throws Exception {
        Path full = Files.createDirectory(scratch.resolve("full"));
        Files.writeString(full.resolve("file"), "x");
        Path link = Files.createSymbolicLink(scratch.resolve("link"), Files.createDirectory(scratch.resolve("empty")));
        assertThatThrownBy(() -> ImageDirectory.createEmpty(full)).hasMessageContaining("not empty");
        assertThatThrownBy(() -> ImageDirectory.createEmpty(link)).hasMessageContaining("symbolic links");
        Path file = full.resolve("file");
        assertThatThrownBy(() -> ImageDirectory.createEmpty(file.resolve("image")))
                .hasMessageContaining(file + " exists and is not a directory");
        assertThatThrownBy(() -> ImageDirectory.createEmpty(Path.of("/proc/image")))
                .hasMessageMatching("cannot create the image directory /proc/image: (?!/proc/image$).+");
        assertThatThrownBy(() -> ImageDirectory.open(full)).hasMessageContaining("no image");
        assertThatThrownBy(() -> ImageDirectory.open(scratch.resolve("absent"))).hasMessageContaining("no image");
    }

    /** Root may write everywhere, but resumes only what is its own. */
    @Test
    void anEmptyDirectoryOfAnotherUserIsRefusedAsItIs() throws Exception {
        Path directory = Files.createDirectory(scratch.resolve("theirs"));
        assumeTrue(Files.getAttribute(directory, "unix:uid").equals(0), "only root can give a directory away");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setAttribute(directory, "unix:uid", 65534);

        assertThatThrownBy(() -> ImageDirectory.createEmpty(directory))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("belongs to another user");

        assertThat(directory).isEmptyDirectory();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwxr-xr-x");
    }

    @Test
    void symbolicLinksInAnImageAreNotFollowed() throws Exception {
        ImageDirectory image = ImageDirectory.createEmpty(scratch.resolve("image"));
        try (PersistentProcess process = start(image)) {
            cut(process);
        }
        for (Path file : List.of(image.tablesFile(), image.poolFile())) {
            Path moved = Files.move(file, scratch.resolve("moved"));
            Files.createSymbolicLink(file, moved);
            assertThatThrownBy(() -> ImageDirectory.open(image.path()))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining(file.getFileName() + " is not a regular file (symbolic links");
            Files.delete(file);
            Files.move(moved, file);
        }
        Path link = Files.createSymbolicLink(scratch.resolve("link"), image.path());
        assertThatThrownBy(() -> ImageDirectory.open(link)).hasMessageContaining("symbolic links are refused");
        assertThat(ImageVerification.of(ImageDirectory.open(image.path())).isResumable())
                .isTrue();
    }

    @Test
    void aProgramThatWasReplacedSinceTheCutIsRefused() throws Exception {
        Path copy = Files.copy(sleeper.executable(), scratch.resolve("program"), COPY_ATTRIBUTES);
        sleeper = new Program(copy, List.of(), scratch);
        ImageDirectory image = ImageDirectory.createEmpty(scratch.resolve("image"));
        try (PersistentProcess process = start(image)) {
            cut(process);
        }
        Files.copy(TestPrograms.get("counter-glibc"), copy, REPLACE_EXISTING, COPY_ATTRIBUTES);
        assertResumeRefused(image, "the program " + copy + " has been replaced: the image belongs to build-id:");
        Files.delete(copy);
        assertResumeRefused(image, "the program " + copy + " of the image is no longer there");
        Files.copy(TestPrograms.get("sleeper-glibc"), copy, COPY_ATTRIBUTES);
        try (PersistentProcess process = PersistentProcess.resume(image, options)) {
            assertThat(process.isAlive()).isTrue();
        }
    }

    private void assertResumeRefused(ImageDirectory image, String words) {
        assertThat(ImageVerification.of(image).problems())
                .singleElement()
                .asString()
                .contains(words);
        assertThatThrownBy(() -> PersistentProcess.resume(image, options))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining(words);
        assertThat(image.state()).isEqualTo(ImageState.CUT);
    }

    private PersistentProcess start(ImageDirectory image) {
        PersistentProcess process = PersistentProcess.start(image, sleeper, options);
        await().atMost(SOON).until(() -> Files.readString(log).contains("ready"));
        return process;
    }

    private static DeathCertificate cut(PersistentProcess process) {
        try (Freeze freeze = process.freeze()) {
            assertThat(freeze.save(SavePlan.complete()).sealed()).isTrue();
            return freeze.kill();
        }
    }

    private void assertStartRefused(Program program, String words) {
        ImageDirectory image = ImageDirectory.createEmpty(scratch.resolve("image"));
        assertThatThrownBy(() -> PersistentProcess.start(image, program, options))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining(words);
        assertThat(image.path()).doesNotExist();
    }

    private static Process otherJvm(String... words) throws Exception {
        List<String> command = Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-cp",
                                ClassPath.text(ClassPath.entries()),
                                OtherController.class.getName()),
                        Stream.of(words))
                .toList();
        return new ProcessBuilder(command).inheritIO().start();
    }

    private static long processesIn(Path image) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(image.toString()))
                .count();
    }

    private static String permissions(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
