package dev.suzaku.architecture.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TidyTest {

    private static List<SourceFile> files;

    @BeforeAll
    static void readTheRepository() throws IOException {
        files = SourceTree.read(SourceTree.root());
    }

    @Test
    void theWholeRepositoryIsSeen() {
        assertThat(files)
                .extracting(SourceFile::path)
                .contains("suzaku", "pom.xml", "README.md", ".ci/run", "docs/README.md");
        assertThat(files).filteredOn(SourceFile::isJava).hasSizeGreaterThan(100);
        assertThat(files).filteredOn(SourceFile::isC).hasSizeGreaterThan(10);
        assertThat(files).filteredOn(file -> file.path().endsWith(".ts")).isNotEmpty();
    }

    @Test
    void everyFileKeepsTheRules() {
        assertThat(files.stream()
                        .flatMap(file -> TidyRules.ALL.stream().flatMap(rule -> rule.complaints(file).stream())))
                .isEmpty();
    }

    @Test
    void theMedianFileIsShort() {
        List<Integer> lengths = files.stream()
                .filter(file -> file.isJava() || file.isC())
                .map(file -> file.lines().size())
                .sorted()
                .toList();
        assertThat(lengths.get(lengths.size() / 2)).isLessThanOrEqualTo(TidyRules.FILE_LINES_MEDIAN_MAX);
    }

    @Test
    void everyPackageSaysWhatItIsFor() {
        assertThat(packagesWithoutInfo(files)).isEmpty();
    }

    static Set<String> packagesWithoutInfo(List<SourceFile> files) {
        Set<String> packages = files.stream()
                .filter(file -> file.isJava() && file.path().contains("/src/main/java/"))
                .map(file -> file.path().substring(0, file.path().lastIndexOf('/')))
                .collect(Collectors.toSet());
        files.forEach(file -> packages.remove(file.path().replaceFirst("/package-info\\.java$", "")));
        return packages;
    }
}
