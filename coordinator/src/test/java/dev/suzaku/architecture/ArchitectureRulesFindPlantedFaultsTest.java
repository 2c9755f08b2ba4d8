package dev.suzaku.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchitectureRulesFindPlantedFaultsTest {

    @TempDir
    Path directory;

    @Test
    void historiesThatKnowTheCheckersAreFound() throws IOException {
        assertThat(violations("dev.suzaku.histories", "dev.suzaku.checkers.Condition", ModuleTable.RULES))
                .anyMatch(violation -> violation.contains("dev.suzaku.histories.Planted")
                        && violation.contains("dev.suzaku.checkers.Condition"));
    }

    @Test
    void anAgentThatGradesItsOwnRunIsFound() throws IOException {
        assertThat(violations("dev.suzaku.agent.run", "dev.suzaku.checkers.HistoryChecker", ModuleTable.RULES))
                .isNotEmpty();
    }

    @Test
    void aFaultInjectorThatReadsHistoriesIsFound() throws IOException {
        assertThat(violations("dev.suzaku.faults", "dev.suzaku.histories.History", ModuleTable.RULES))
                .isNotEmpty();
    }

    @Test
    void anAllowedUseIsNoViolation() throws IOException {
        assertThat(violations("dev.suzaku.checkers", "dev.suzaku.histories.History", ModuleTable.RULES))
                .isEmpty();
    }

    @Test
    void namesThatSayNothingAreFound() throws IOException {
        for (String name : List.of("CutUtil", "CutUtils", "RunManager", "CutterImpl", "PoolHelper")) {
            String source = "package dev.suzaku.faults; class " + name + " {}";
            Path own = directory.resolve(name);
            assertThat(violations(
                            PlantedClasses.compile(own, Map.of("dev.suzaku.faults." + name, source)), Names.RULES))
                    .as(name)
                    .hasSize(1);
        }
    }

    @Test
    void aPackageForEverythingIsFound() throws IOException {
        Map<String, String> planted =
                Map.of("dev.suzaku.pmem.util.Lines", "package dev.suzaku.pmem.util; class Lines {}");
        assertThat(violations(PlantedClasses.compile(directory, planted), Names.RULES))
                .hasSize(1);
    }

    private List<String> violations(String inPackage, String uses, List<ArchRule> rules) throws IOException {
        String source = "package " + inPackage + "; class Planted { " + uses + " used; }";
        return violations(PlantedClasses.compile(directory, Map.of(inPackage + ".Planted", source)), rules);
    }

    private static List<String> violations(JavaClasses classes, List<ArchRule> rules) {
        return rules.stream()
                .map(rule -> rule.allowEmptyShould(true).evaluate(classes))
                .flatMap(result -> result.getFailureReport().getDetails().stream())
                .toList();
    }
}
