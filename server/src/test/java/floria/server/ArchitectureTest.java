package floria.server;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import floria.engine.state.Deployment;
import floria.engine.state.Event;
import floria.engine.state.Instance;
import floria.engine.state.LogLine;
import floria.tosca.value.Value;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

final class ArchitectureTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("floria.server");

    @Test
    void featuresHaveNoCycles() {
        slices().matching("floria.server.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void featuresDoNotKnowHowTheyArePutTogether() {
        noClasses()
                .that()
                .resideInAPackage("floria.server.*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("floria.server")
                .check(CLASSES);
    }

    @Test
    void onlyTheWiringKnowsTheEngineBehindItsFacade() {
        noClasses()
                .that()
                .doNotHaveSimpleName("Wiring")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("floria.store..", "floria.engine.run..", "floria.sites..")
                .check(CLASSES);
    }

    @Test
    void onlyTheProgramReadsEnvironmentAndClock() {
        noClasses()
                .that()
                .doNotHaveSimpleName("FloriaServer")
                .should()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(CLASSES);
    }

    @Test
    void answersAreMadeOfViewsThatCannotLeakSecrets() {
        noFields()
                .that()
                .areDeclaredInClassesThat()
                .areRecords()
                .should()
                .haveRawType(Value.class)
                .orShould()
                .haveRawType(Instance.class)
                .orShould()
                .haveRawType(Deployment.class)
                .orShould()
                .haveRawType(Event.class)
                .orShould()
                .haveRawType(LogLine.class)
                .check(CLASSES);
    }

    @Test
    void keepsNoStaticState() {
        fields().that().areStatic().should().beFinal().check(CLASSES);
    }
}
