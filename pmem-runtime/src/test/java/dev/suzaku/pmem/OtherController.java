package dev.suzaku.pmem;

import java.nio.file.Path;
import java.util.List;

/**
 * A controller in a JVM of its own: {@code run IMAGE PROGRAM LOG} stays with the program, {@code detach} with
 * the same arguments leaves it, {@code cut IMAGE} cuts it, {@code campaign} with the arguments of run cuts and resumes it without end and
 * prints a dot for every resume.
 */
final class OtherController {
    private OtherController() {}

    public static void main(String[] words) throws InterruptedException {
        boolean detach = words[0].equals("detach");
        if (detach || words[0].equals("run")) {
            Path log = Path.of(words[3]);
            Program program = new Program(Path.of(words[2]), List.of(), log.getParent());
            LaunchOptions options = LaunchOptions.defaults().withDetach(detach).withStreams(Streams.files(log, log));
            PersistentProcess process =
                    PersistentProcess.start(ImageDirectory.createEmpty(Path.of(words[1])), program, options);
            System.exit(detach ? 0 : process.waitFor());
        }
        if (words[0].equals("campaign")) {
            cutForever(Path.of(words[1]), Path.of(words[2]), Path.of(words[3]));
        }
        try (PersistentProcess process = PersistentProcess.attach(ImageDirectory.open(Path.of(words[1])));
                Freeze freeze = process.freeze()) {
            freeze.save(SavePlan.complete());
            freeze.kill();
        }
    }

    private static void cutForever(Path directory, Path program, Path log) {
        ImageDirectory image = ImageDirectory.createEmpty(directory);
        LaunchOptions options = LaunchOptions.defaults().withStreams(Streams.files(log, log));
        PersistentProcess process =
                PersistentProcess.start(image, new Program(program, List.of(), log.getParent()), options);
        while (true) {
            try (Freeze freeze = process.freeze()) {
                freeze.save(SavePlan.complete());
                freeze.kill();
            }
            process.close();
            process = PersistentProcess.resume(image, options);
            System.out.print('.');
            System.out.flush();
        }
    }
}
