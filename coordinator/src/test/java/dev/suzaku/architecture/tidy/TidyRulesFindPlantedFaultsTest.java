package dev.suzaku.architecture.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TidyRulesFindPlantedFaultsTest {

    private static final String JAVA = "histories/src/main/java/dev/suzaku/histories/Planted.java";
    private static final String JAVA_TEST = "histories/src/test/java/dev/suzaku/histories/PlantedTest.java";
    private static final String C = "pmem-runtime/src/main/c/planted.c";

    @TempDir
    Path root;

    @Test
    void aCleanFileHasNoComplaints() throws IOException {
        assertThat(complaints(JAVA, "class Planted {\n\n    int one() {\n        return 1;\n    }\n}\n"))
                .isEmpty();
    }

    @Test
    void anOverLongFileIsFound() throws IOException {
        assertThat(complaints(JAVA, "// line\n".repeat(TidyRules.FILE_LINES_MAX)))
                .isEmpty();
        assertThat(complaints(JAVA, "// line\n".repeat(TidyRules.FILE_LINES_MAX + 1)))
                .containsExactly(JAVA + ": 601 lines, 600 at most");
    }

    @Test
    void anOverLongJavaMethodIsFound() throws IOException {
        assertThat(complaints(JAVA, javaMethodOf(TidyRules.FUNCTION_LINES_MAX))).isEmpty();
        assertThat(complaints(JAVA, javaMethodOf(TidyRules.FUNCTION_LINES_MAX + 1)))
                .containsExactly(JAVA + ":3: 71 lines, 70 at most: private static int planted(int a) {");
    }

    @Test
    void anOverLongMethodWithParametersOnLinesOfTheirOwnIsFound() throws IOException {
        String method = "class Planted {\n    int planted(\n            int a,\n            int b) {\n"
                + "        a++;\n".repeat(TidyRules.FUNCTION_LINES_MAX) + "    }\n}\n";
        assertThat(complaints(JAVA, method)).hasSize(1);
    }

    @Test
    void anOverLongCFunctionIsFound() throws IOException {
        String body = "    if (a) {\n        a++;\n    }\n".repeat(TidyRules.FUNCTION_LINES_MAX / 3) + "again:\n";
        assertThat(complaints(C, "static int planted(int a) {\n" + body + "}\n"))
                .containsExactly(C + ":1: 72 lines, 70 at most: static int planted(int a) {");
    }

    @Test
    void aLongTableInCIsNoFunction() throws IOException {
        assertThat(complaints(C, "static const int table[] = {\n" + "    1,\n".repeat(100) + "};\n"))
                .isEmpty();
    }

    @Test
    void marksOfUnfinishedWorkAreFound() throws IOException {
        for (String mark : List.of("TO" + "DO", "FIX" + "ME", "XX" + "X")) {
            assertThat(complaints(C, "// " + mark + " later\n")).containsExactly(C + ":1: unfinished work");
        }
    }

    @Test
    void tabsTrailingBlanksAndMissingNewlinesAreFound() throws IOException {
        assertThat(complaints(C, "\tint a;\n")).containsExactly(C + ":1: a tab");
        assertThat(complaints(C, "int a;\nint b; \n")).containsExactly(C + ":2: trailing blanks");
        assertThat(complaints(C, "int a;")).containsExactly(C + ": does not end with a newline");
    }

    @Test
    void aPathOfOneMachineIsFound() throws IOException {
        assertThat(complaints("docs/planted.md", "See /wo" + "rk/main and /ho" + "me/someone.\n"))
                .containsExactly("docs/planted.md:1: a path of one machine");
    }

    @Test
    void aHostThatPackagesComeFromIsFound() throws IOException {
        assertThat(complaints("pom.xml", "<url>https:" + "//packages.example.org/maven2</url>\n"))
                .containsExactly("pom.xml: an address that is not on the list: packages.example.org");
    }

    @Test
    void testsThatAreSwitchedOffOrSleepAreFound() throws IOException {
        assertThat(complaints(JAVA_TEST, "@Disab" + "led\nclass PlantedTest {}\n"))
                .hasSize(1);
        assertThat(complaints(JAVA_TEST, "    Thread.sle" + "ep(10);\n")).hasSize(1);
    }

    @Test
    void swallowedErrorsAndOutputPastTheLoggerAreFound() throws IOException {
        assertThat(complaints(JAVA, "try {\n    a();\n} catch (IOException e) {\n}\n"))
                .containsExactly(JAVA + ":3: a swallowed error");
        assertThat(complaints(JAVA, "System." + "out.println(1);\n")).hasSize(1);
    }

    @Test
    void aPublicMethodThatReturnsNullIsFound() throws IOException {
        String planted = "class Planted {\n\n    public String name() {\n        return null;\n    }\n}\n";
        assertThat(complaints(JAVA, planted))
                .containsExactly(JAVA + ":3: returns null across a border: public String name() {");
        assertThat(complaints(JAVA, planted.replace("public ", "private "))).isEmpty();
    }

    @Test
    void aPackageThatDoesNotSayWhatItIsForIsFound() throws IOException {
        SourceFile planted = plant(JAVA, "class Planted {}\n");
        assertThat(TidyTest.packagesWithoutInfo(List.of(planted)))
                .containsExactly("histories/src/main/java/dev/suzaku/histories");
        SourceFile info = plant(JAVA.replace("Planted", "package-info"), "package dev.suzaku.histories;\n");
        assertThat(TidyTest.packagesWithoutInfo(List.of(planted, info))).isEmpty();
    }

    @Test
    void whatBuildsLeaveBehindIsNotRead() throws IOException {
        plant("histories/target/generated.txt", "left by a build\n");
        plant("store/campaign/run/target.log", "left by a run\n");
        SourceFile kept =
                plant("worker-agent/src/main/java/dev/suzaku/agent/target/Planted.java", "class Planted {}\n");
        assertThat(SourceTree.read(root)).containsExactly(kept);
    }

    private static String javaMethodOf(int lines) {
        return "class Planted {\n\n    private static int planted(int a) {\n" + "        a++;\n".repeat(lines - 2)
                + "    }\n}\n";
    }

    private List<String> complaints(String path, String text) throws IOException {
        plant(path, text);
        return SourceTree.read(root).stream()
                .flatMap(file -> TidyRules.ALL.stream().flatMap(rule -> rule.complaints(file).stream()))
                .toList();
    }

    private SourceFile plant(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return SourceFile.read(root, file);
    }
}
