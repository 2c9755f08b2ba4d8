package dev.suzaku.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static JavaClasses classes;

    @BeforeAll
    static void importProductionClasses() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.suzaku");
    }

    @Test
    void everyModuleIsSeen() {
        for (ModuleTable module : ModuleTable.MODULES) {
            String name = module.rootPackage().replace("..", "");
            assertThat(classes)
                    .as("classes of " + name)
                    .anyMatch(found -> found.getPackageName().startsWith(name));
        }
    }

    @Test
    void modulesKnowOnlyTheModulesAboveThem() {
        ModuleTable.RULES.forEach(rule -> rule.check(classes));
    }

    @Test
    void namesSayWhatAClassIsFor() {
        Names.RULES.forEach(rule -> rule.check(classes));
    }
}
