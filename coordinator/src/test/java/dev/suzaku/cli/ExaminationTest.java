package dev.suzaku.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.cli.Examination.Finding;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExaminationTest {

    @Test
    void everyThingThatIsMissingComesWithItsRemedy() {
        assertThat(Examination.all())
                .isNotEmpty()
                .allSatisfy(finding -> assertThat(finding.remedy().isEmpty())
                        .as(finding.name())
                        .isEqualTo(finding.present()));
    }

    @Test
    void whatTheRuntimeNeedsIsLookedAt() {
        assertThat(Examination.all())
                .filteredOn(Finding::needed)
                .extracting(Finding::name)
                .contains("java", "machine", "memcached", "ptrace", "namespaces", "dispatch");
    }

    @Test
    void theTextMarksWhatIsNeededAndMissing() {
        List<Finding> findings = List.of(
                new Finding("java", true, true, "Java 17", ""),
                new Finding("memcached", false, true, "not found", "apt-get install memcached"));
        assertThat(Examination.text(findings).lines())
                .containsExactly(
                        "java         yes  Java 17",
                        "memcached    NO   not found",
                        "                  get it: apt-get install memcached");
    }

    @Test
    void theJsonHoldsOneObjectForEachFinding() {
        List<Finding> findings = List.of(new Finding("musl", false, false, "not found", "apt-get install musl-tools"));
        assertThat(Examination.json(findings).toString())
                .isEqualTo("{\"findings\":[{\"name\":\"musl\",\"present\":false,\"needed\":false,"
                        + "\"detail\":\"not found\",\"remedy\":\"apt-get install musl-tools\"}]}");
    }
}
