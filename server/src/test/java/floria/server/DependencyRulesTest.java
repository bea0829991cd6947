package floria.server;

import java.time.Instant;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** What each room of the house may know; docs/architecture.md says it in words. */
final class DependencyRulesTest {
    private static final String[] ADAPTERS = {
        "floria.site.local..",
        "floria.site.containers..",
        "floria.site.hosts..",
        "floria.site.slurm..",
        "floria.site.simulated.."
    };

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("floria");

    @Test
    void theLanguageKnowsNothingOfTheHouse() {
        never(
                "floria.tosca..",
                "floria.site..",
                "floria.placement..",
                "floria.engine..",
                "floria.store..",
                "floria.server..",
                "floria.profiles..",
                "floria.lsp..");
    }

    @Test
    void theSiteContractKnowsNothingOfTheHouse() {
        noClasses()
                .that()
                .resideInAnyPackage("floria.site", "floria.site.shell..", "floria.site.ssh..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "floria.tosca..",
                        "floria.placement..",
                        "floria.engine..",
                        "floria.store..",
                        "floria.server..")
                .check(CLASSES);
    }

    @Test
    void adaptersKnowTheContractAlone() {
        for (String adapter : ADAPTERS) {
            never(
                    adapter,
                    "floria.tosca..",
                    "floria.placement..",
                    "floria.engine..",
                    "floria.store..",
                    "floria.server..");
            for (String other : ADAPTERS) {
                if (!other.equals(adapter)) {
                    never(adapter, other);
                }
            }
        }
    }

    @Test
    void placementKnowsTheLanguageAndTheContract() {
        never("floria.placement..", "floria.engine..", "floria.store..", "floria.server..");
        never("floria.placement..", ADAPTERS);
    }

    @Test
    void theEngineKnowsNeitherStoreNorAdaptersNorTheOutside() {
        never("floria.engine..", "floria.store..", "floria.server..", "floria.profiles..");
        never("floria.engine..", ADAPTERS);
    }

    @Test
    void theStoreKnowsNoAdapterAndNoServer() {
        never("floria.store..", "floria.server..", "floria.profiles..");
        never("floria.store..", ADAPTERS);
    }

    @Test
    void theCoreIsFreeOfFrameworks() {
        for (String core :
                new String[] {"floria.tosca..", "floria.placement..", "floria.engine.."}) {
            never(
                    core,
                    "org.springframework..",
                    "jakarta..",
                    "java.sql..",
                    "javax.sql..",
                    "tools.jackson..",
                    "com.fasterxml..");
        }
    }

    @Test
    void featuresOfTheEngineHaveNoCycles() {
        slices().matching("floria.engine.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void theClockIsGivenNotAsked() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "floria.engine..", "floria.placement..", "floria.store..", "floria.tosca..")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(CLASSES);
    }

    @Test
    void onlyServerAndCommandReadTheEnvironment() {
        noClasses()
                .that()
                .resideOutsideOfPackages("floria.server..", "floria.cli..", "floria.testing..")
                .should()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .check(CLASSES);
    }

    @Test
    void nothingKeepsStaticState() {
        fields().that().areStatic().should().beFinal().check(CLASSES);
    }

    private static void never(String from, String... to) {
        noClasses()
                .that()
                .resideInAPackage(from)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(to)
                .check(CLASSES);
    }
}
