package dev.suzaku.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/** Names that say nothing about what a class is for, and packages in which everything ends up. */
final class Names {

    static final List<ArchRule> RULES = List.of(
            noClasses()
                    .should()
                    .haveNameMatching(".*(Utils?|Helpers?|Managers?|Impl)(\\$.*)?")
                    .because("a name says what the class is for, in the words of the field"),
            noClasses()
                    .should()
                    .resideInAnyPackage("..common..", "..util..", "..utils..", "..core..", "..misc..", "..impl..")
                    .because("there is no common, util or core module"));

    private Names() {}
}
