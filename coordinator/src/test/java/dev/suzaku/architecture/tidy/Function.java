package dev.suzaku.architecture.tidy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A function of a Java or C file, found by its layout, which the formatter keeps: a block that ends with a lone brace belongs
 * to the last line before it that starts in the same column.
 *
 * @param head its first line, without indentation
 * @param firstLine counted from 1
 * @param body the lines between head and closing brace, without indentation
 */
record Function(String head, int firstLine, List<String> body) {

    private static final Pattern NO_FUNCTION =
            Pattern.compile("(?:(?:public|protected|private|static|abstract|final|sealed|non-sealed|strictfp)\\s+)*"
                    + "(?:class|interface|enum|record|@interface|struct|union|namespace)\\b.*"
                    + "|(?:if|for|while|do|switch|try|else|catch|finally|synchronized|return|case|default|static)\\b\\s*[({:].*"
                    + "|[})@].*|static \\{|.*->.*|.*\\bnew\\b.*|[^(]*=.*");

    static List<Function> in(SourceFile file) {
        List<String> lines = file.lines();
        List<Function> functions = new ArrayList<>();
        for (int end = 0; end < lines.size(); end++) {
            if (lines.get(end).strip().equals("}")) {
                int start = headOf(lines, end);
                if (start >= 0
                        && lines.get(start).contains("(")
                        && isFunction(lines.get(start).strip())) {
                    functions.add(new Function(lines.get(start).strip(), start + 1, between(lines, start, end)));
                }
            }
        }
        return functions;
    }

    /** From the head to the closing brace, both counted. */
    int lines() {
        return body.size() + 2;
    }

    private static List<String> between(List<String> lines, int start, int end) {
        return lines.subList(start + 1, end).stream().map(String::strip).toList();
    }

    private static int headOf(List<String> lines, int end) {
        int column = indentation(lines.get(end));
        for (int i = end - 1; i >= 0; i--) {
            String line = lines.get(i);
            boolean label = line.strip().endsWith(":") || line.startsWith("#");
            if (!line.isBlank() && indentation(line) <= column && !label) {
                return indentation(line) == column ? i : -1;
            }
        }
        return -1;
    }

    private static boolean isFunction(String head) {
        return !NO_FUNCTION.matcher(head).matches();
    }

    private static int indentation(String line) {
        return line.length() - line.stripLeading().length();
    }
}
