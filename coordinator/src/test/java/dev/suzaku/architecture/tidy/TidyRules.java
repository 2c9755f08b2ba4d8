package dev.suzaku.architecture.tidy;

import static java.util.regex.Pattern.compile;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rules, with their limits. */
final class TidyRules {

    static final int FILE_LINES_MAX = 600;
    static final int FILE_LINES_MEDIAN_MAX = 80;
    static final int FUNCTION_LINES_MAX = 70;

    /** A lock file is as long as what it locks. */
    private static final Set<String> MAY_BE_LONG = Set.of("web-ui/package-lock.json");

    /** Addresses that documents may name. Hosts that packages come from are settings of a machine, not of the project. */
    private static final Set<String> HOSTS = Set.of(
            "localhost",
            "127.0.0.1",
            "www.apache.org",
            "maven.apache.org",
            "www.w3.org",
            "json-schema.org",
            "github.com",
            "man7.org",
            "opensource.org",
            // Knossos is published nowhere else; only the Maven profile of that name asks for it.
            "repo.clojars.org",
            // Where authors of npm packages ask for support; npm writes it into the lock file.
            "opencollective.com",
            "tidelift.com");

    private static final Pattern ADDRESS = compile("\\b(?:https?|ftp)://([A-Za-z0-9.-]+\\w)");

    static final List<TidyRule> ALL = List.of(
            TidyRules::longFile,
            TidyRules::longFunction,
            TidyRules::unknownHost,
            TidyRules::nullFromAPublicMethod,
            file -> file.text().isEmpty() || file.text().endsWith("\n")
                    ? List.of()
                    : List.of(file.path() + ": does not end with a newline"),
            TidyRule.noLine("a tab", file -> !file.path().endsWith("Makefile"), compile("\t")),
            TidyRule.noLine("trailing blanks", file -> true, compile("[ \t]+$")),
            TidyRule.noLine("unfinished work", file -> true, compile("\\b(?:TO" + "DO|FIX" + "ME|XX" + "X)\\b")),
            TidyRule.noLine(
                    "a path of one machine",
                    file -> true,
                    compile("(?<![\\w.~*-])/(?:wo" + "rk|ro" + "ot|ho" + "me)/\\w")),
            TidyRule.noLine("a test that is switched off", SourceFile::isTest, compile("^\\s*@Disab" + "led\\b")),
            TidyRule.noLine("a test that sleeps", SourceFile::isTest, compile("\\bThread\\.sle" + "ep\\(")),
            TidyRule.noLine(
                    "output past the logger",
                    TidyRules::isService,
                    compile("\\.printStack" + "Trace\\(\\)|System\\.(?:out|err)\\.")),
            TidyRule.nowhere("a swallowed error", SourceFile::isJava, compile("catch \\([^)]*\\) \\{\\s*\\}")));

    private TidyRules() {}

    private static boolean isService(SourceFile file) {
        return file.isJava() && !file.isTest() && !file.path().contains("/cli/");
    }

    private static List<String> longFile(SourceFile file) {
        int lines = file.lines().size();
        return lines <= FILE_LINES_MAX || MAY_BE_LONG.contains(file.path())
                ? List.of()
                : List.of(file.path() + ": " + lines + " lines, " + FILE_LINES_MAX + " at most");
    }

    private static List<String> longFunction(SourceFile file) {
        if (!file.isJava() && !file.isC()) {
            return List.of();
        }
        return Function.in(file).stream()
                .filter(function -> function.lines() > FUNCTION_LINES_MAX)
                .map(function -> file.at(function.firstLine()) + ": " + function.lines() + " lines, "
                        + FUNCTION_LINES_MAX + " at most: " + function.head())
                .toList();
    }

    /** A lambda of type {@code Callable<Void>} has to return null; methods that hold such a block are not looked at. */
    private static List<String> nullFromAPublicMethod(SourceFile file) {
        if (!file.isJava()) {
            return List.of();
        }
        return Function.in(file).stream()
                .filter(function -> function.head().startsWith("public "))
                .filter(function -> function.body().contains("return null;"))
                .filter(function -> function.body().stream().noneMatch(line -> line.endsWith("-> {")))
                .map(function -> file.at(function.firstLine()) + ": returns null across a border: " + function.head())
                .toList();
    }

    private static List<String> unknownHost(SourceFile file) {
        Matcher address = ADDRESS.matcher(file.text());
        return address.results()
                .map(found -> found.group(1))
                .filter(host -> !HOSTS.contains(host))
                .map(host -> file.path() + ": an address that is not on the list: " + host)
                .toList();
    }
}
