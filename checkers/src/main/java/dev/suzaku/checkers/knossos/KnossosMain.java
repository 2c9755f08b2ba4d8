package dev.suzaku.checkers.knossos;

import clojure.java.api.Clojure;
import clojure.lang.IFn;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The process in which Knossos runs. It says {@code ready} when Knossos is loaded, then answers each line of its standard
 * input (a {@linkplain KnossosHistory#request request}) by a line on its standard output (a {@link KnossosAnswer}), and
 * ends with its input. Whatever Knossos itself prints goes to standard error.
 */
final class KnossosMain {
    static final String READY = "ready";

    private KnossosMain() {}

    public static void main(String[] arguments) throws IOException {
        PrintStream answers = System.out;
        System.setOut(System.err);
        Clojure.var("clojure.core", "require").invoke(Clojure.read("suzaku.knossos"));
        IFn answer = Clojure.var("suzaku.knossos", "answer");
        answers.println(READY);
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String request = requests.readLine(); request != null; request = requests.readLine()) {
            answers.println((String) answer.invoke(request));
        }
        Runtime.getRuntime().halt(0); // Clojure's agents and searches that were given up would keep it alive
    }
}
