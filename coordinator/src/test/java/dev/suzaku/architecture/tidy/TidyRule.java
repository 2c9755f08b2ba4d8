package dev.suzaku.architecture.tidy;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A rule about one file. */
interface TidyRule {

    /** What breaks the rule in this file, each with its line; empty when nothing does. */
    List<String> complaints(SourceFile file);

    /** Complains about each line on which the pattern is found. */
    static TidyRule noLine(String what, Predicate<SourceFile> where, Pattern pattern) {
        return file -> {
            List<String> lines = where.test(file) ? file.lines() : List.of();
            return IntStream.range(0, lines.size())
                    .filter(i -> pattern.matcher(lines.get(i)).find())
                    .mapToObj(i -> file.at(i + 1) + ": " + what)
                    .toList();
        };
    }

    /** Complains about each place where the pattern, which may span lines, is found. */
    static TidyRule nowhere(String what, Predicate<SourceFile> where, Pattern pattern) {
        return file -> {
            if (!where.test(file)) {
                return List.of();
            }
            Matcher matcher = pattern.matcher(file.text());
            return Stream.iterate(matcher.find(), found -> found, found -> matcher.find())
                    .map(found -> (int)
                            file.text().substring(0, matcher.start()).lines().count())
                    .map(line -> file.at(Math.max(1, line)) + ": " + what)
                    .toList();
        };
    }
}
