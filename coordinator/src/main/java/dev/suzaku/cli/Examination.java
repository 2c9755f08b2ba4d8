package dev.suzaku.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.jna.Function;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What `doctor` looks at. Everything is read from /proc and /sys or by asking a program for its version; nothing is changed. */
final class Examination {
    private static final long SPACE_WANTED_BYTES = 2L << 30;

    private Examination() {}

    /**
     * One thing looked at.
     *
     * @param name what
     * @param present whether it is there
     * @param needed whether something that is built needs it
     * @param detail what was seen
     * @param remedy how to get it; empty when it is there
     */
    record Finding(String name, boolean present, boolean needed, String detail, String remedy) {}

    static List<Finding> all() {
        return List.of(
                java(),
                architecture(),
                memcached(),
                ptrace(),
                userNamespaces(),
                userDispatch(),
                space(),
                dax(),
                program("musl", "the musl C library (tests of the runtime)", "musl-gcc", "musl-tools"),
                program("chromium", "a browser (tests of the page)", "chromium", "chromium"),
                program(
                        "node",
                        "Node 20.19 or newer (builds the page)",
                        "node",
                        "nodejs, or ./suzaku test, which brings one"),
                program("qemu", "QEMU (cuts of whole machines, later)", "qemu-system-x86_64", "qemu-system-x86"),
                program("ipmitool", "IPMI (cuts by the board's controller, later)", "ipmitool", "ipmitool"));
    }

    private static Finding java() {
        int version = Runtime.version().feature();
        return new Finding(
                "java",
                version >= 17,
                true,
                "Java " + version,
                version >= 17 ? "" : "apt-get install openjdk-17-jdk-headless");
    }

    private static Finding architecture() {
        String arch = System.getProperty("os.arch");
        boolean right = arch.equals("amd64") && System.getProperty("os.name").equals("Linux");
        return new Finding(
                "machine",
                right,
                true,
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " on " + arch,
                right ? "" : "the runtime works on Linux on x86-64 only");
    }

    private static Finding memcached() {
        Optional<Path> program = Machine.memcached();
        return new Finding(
                "memcached",
                program.isPresent(),
                true,
                program.flatMap(path -> Machine.output(path.toString(), "-V")).orElse("not found"),
                program.isPresent() ? "" : "apt-get install memcached");
    }

    /** Freezing a child needs no more than ptrace scope 2; 3 forbids all. */
    private static Finding ptrace() {
        String scope =
                Machine.firstLine(Path.of("/proc/sys/kernel/yama/ptrace_scope")).orElse("0");
        boolean possible = !scope.equals("3");
        return new Finding(
                "ptrace",
                possible,
                true,
                "ptrace scope " + scope,
                possible ? "" : "boot with kernel.yama.ptrace_scope below 3: 3 cannot be changed while running");
    }

    private static Finding userNamespaces() {
        String most =
                Machine.firstLine(Path.of("/proc/sys/user/max_user_namespaces")).orElse("0");
        String clone = Machine.firstLine(Path.of("/proc/sys/kernel/unprivileged_userns_clone"))
                .orElse("1");
        boolean possible = !most.equals("0") && !clone.equals("0");
        return new Finding(
                "namespaces",
                possible,
                true,
                "max_user_namespaces " + most + ", unprivileged_userns_clone " + clone,
                possible ? "" : "sysctl user.max_user_namespaces=10000 kernel.unprivileged_userns_clone=1");
    }

    /** The runtime sees the system calls that it could not patch by Syscall User Dispatch, Linux 5.11; switching it off asks for nothing else. */
    private static Finding userDispatch() {
        int prSetSyscallUserDispatch = 59;
        int answer =
                Function.getFunction("c", "prctl").invokeInt(new Object[] {prSetSyscallUserDispatch, 0L, 0L, 0L, 0L});
        boolean possible = answer == 0;
        return new Finding(
                "dispatch",
                possible,
                true,
                possible ? "Syscall User Dispatch is there" : "prctl refuses Syscall User Dispatch",
                possible ? "" : "a kernel of 5.11 or newer, outside of sandboxes that replace it");
    }

    private static Finding space() {
        Path memory = Path.of("/dev/shm");
        try {
            long free = Files.getFileStore(memory).getUsableSpace();
            boolean enough = free >= SPACE_WANTED_BYTES;
            return new Finding(
                    "pool space",
                    enough,
                    false,
                    (free >> 20) + " MiB free in " + memory,
                    enough
                            ? ""
                            : "mount -o remount,size=4G " + memory + " (images are then put elsewhere, more slowly)");
        } catch (IOException e) {
            return new Finding(
                    "pool space", false, false, memory + ": " + e.getMessage(), "mount a tmpfs on " + memory);
        }
    }

    private static Finding dax() {
        Path buses = Path.of("/sys/bus/nd/devices");
        try (Stream<Path> devices = Files.exists(buses) ? Files.list(buses) : Stream.empty()) {
            boolean present =
                    devices.anyMatch(path -> path.getFileName().toString().startsWith("namespace"));
            return new Finding(
                    "DAX",
                    present,
                    false,
                    present
                            ? "persistent memory namespaces are there"
                            : "no persistent memory: pools are emulated in ordinary memory",
                    present ? "" : "memmap=4G!12G on the kernel's command line, or a machine with persistent memory");
        } catch (IOException e) {
            return new Finding("DAX", false, false, buses + ": " + e.getMessage(), "");
        }
    }

    private static Finding program(String name, String what, String command, String debianPackage) {
        Optional<String> version = Machine.output(command, command.equals("ipmitool") ? "-V" : "--version");
        return new Finding(
                name,
                version.isPresent(),
                false,
                version.orElse("not found; " + what),
                version.isPresent() ? "" : "apt-get install " + debianPackage);
    }

    static ObjectNode json(List<Finding> findings) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        for (Finding finding : findings) {
            json.withArray("findings")
                    .addObject()
                    .put("name", finding.name())
                    .put("present", finding.present())
                    .put("needed", finding.needed())
                    .put("detail", finding.detail())
                    .put("remedy", finding.remedy());
        }
        return json;
    }

    static String text(List<Finding> findings) {
        StringBuilder text = new StringBuilder();
        for (Finding finding : findings) {
            String mark = finding.present() ? "yes" : finding.needed() ? "NO " : "no ";
            text.append(String.format("%-12s %s  %s", finding.name(), mark, finding.detail()));
            text.append(
                    finding.remedy().isEmpty() ? "\n" : "\n" + " ".repeat(18) + "get it: " + finding.remedy() + "\n");
        }
        return text.toString().stripTrailing();
    }
}
