package dev.suzaku.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;

/**
 * The table of modules as rules. A module knows its own packages and those listed here; everything else of Suzaku is forbidden to it.
 *
 * @param rootPackage the package that holds the module, subpackages included
 * @param mayUse package patterns of other modules that it may use
 */
record ModuleTable(String rootPackage, List<String> mayUse) {

    private static final String HISTORIES = "dev.suzaku.histories..";
    private static final String PMEM = "dev.suzaku.pmem..";
    private static final String FAULTS = "dev.suzaku.faults..";
    private static final String AGENT = "dev.suzaku.agent..";

    static final List<ModuleTable> MODULES = List.of(
            new ModuleTable(HISTORIES, List.of()),
            new ModuleTable("dev.suzaku.checkers..", List.of(HISTORIES)),
            new ModuleTable(PMEM, List.of()),
            new ModuleTable(FAULTS, List.of(PMEM)),
            new ModuleTable(AGENT, List.of(HISTORIES, "dev.suzaku.checkers.models..", PMEM, FAULTS)),
            new ModuleTable(
                    "dev.suzaku.coordinator..", List.of(HISTORIES, "dev.suzaku.checkers..", PMEM, FAULTS, AGENT)));

    /** The command line stands above all modules, so nothing but itself may know it. */
    static final List<ArchRule> RULES = MODULES.stream().map(ModuleTable::rule).toList();

    ArchRule rule() {
        List<String> known = new ArrayList<>(mayUse);
        known.add(rootPackage);
        return noClasses()
                .that(resideInAPackage(rootPackage))
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("dev.suzaku..").and(resideOutsideOfPackages(known.toArray(String[]::new))))
                .because("the module table of the architecture says so")
                .allowEmptyShould(false);
    }
}
