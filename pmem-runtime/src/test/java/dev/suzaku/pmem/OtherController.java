package dev.suzaku.pmem;

import java.nio.file.Path;
import java.util.List;

/** A controller in a JVM of its own: {@code run IMAGE PROGRAM LOG} stays with the program, {@code cut IMAGE} cuts it. */
final class OtherController {
    private OtherController() {}

    public static void main(String[] words) throws InterruptedException {
        if (words[0].equals("run")) {
            Path log = Path.of(words[3]);
            Program program = new Program(Path.of(words[2]), List.of(), log.getParent());
            LaunchOptions options = LaunchOptions.defaults().withStreams(Streams.files(log, log));
            PersistentProcess process =
                    PersistentProcess.start(ImageDirectory.createEmpty(Path.of(words[1])), program, options);
            System.exit(process.waitFor());
        }
        try (PersistentProcess process = PersistentProcess.attach(ImageDirectory.open(Path.of(words[1])));
                Freeze freeze = process.freeze()) {
            freeze.save(SavePlan.complete());
            freeze.kill();
        }
    }
}
