package dev.suzaku.pmem;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A tmpfs in a mount namespace, with a controller in a JVM of its own, since only what is in the namespace sees it. */
final class OwnFileSystem {
    private static final int USER_ROOT = 0;

    private OwnFileSystem() {}

    /**
     * Mounts a tmpfs and runs the main method of a class there, with this JVM's standard streams.
     *
     * @param options of the mount
     * @return the exit code, also when the mount failed
     */
    static int run(String options, Path mountPoint, Class<?> main, List<String> words) throws Exception {
        boolean root = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == USER_ROOT;
        List<String> command = new ArrayList<>(List.of("unshare", "--mount"));
        command.addAll(root ? List.of() : List.of("--user", "--map-root-user"));
        command.addAll(List.of(
                "sh", "-c", "mount -t tmpfs -o " + options + " none \"$0\" && exec \"$@\"", mountPoint.toString()));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                ClassPath.text(ClassPath.entries()),
                main.getName()));
        command.addAll(words);
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
