package floria.profiles.corpus;

import java.util.Map;
import java.util.Optional;

import floria.tosca.problem.Problem;

/** The sections of the standard that problems are about: of TOSCA 1.3, which says most, and 2.0. */
final class Sections {
    private static final Map<String, String> BY_CODE =
            Map.ofEntries(
                    Map.entry("abstract-type", "3.3.6, 9.2.5"),
                    Map.entry("bad-derivation", "3.7.1, 9.9"),
                    Map.entry("bad-entity", "4.1, 10.2"),
                    Map.entry("bad-refinement", "3.7, 9.11"),
                    Map.entry("constraint-violated", "3.6.3, 9.8"),
                    Map.entry("file-not-found", "3.6.7, 12.2"),
                    Map.entry("function-type", "4, 10.1"),
                    Map.entry("import-not-found", "3.6.8, 6.9"),
                    Map.entry("member-type", "3.8.5, 13"),
                    Map.entry("missing-field", "3.7.6, 9.9"),
                    Map.entry("missing-keyname", "3, 5"),
                    Map.entry("missing-property", "3.6.10, 9.11"),
                    Map.entry("relationship-target", "3.7.10, 7.3"),
                    Map.entry("target-capability", "3.8.2, 8.7"),
                    Map.entry("target-type", "3.8.2, 8.7"),
                    Map.entry("too-many-requirements", "3.7.3, 8.5"),
                    Map.entry("unknown-attribute", "4.5, 10.2"),
                    Map.entry("unknown-capability", "3.8.1, 8.4"),
                    Map.entry("unknown-constraint", "3.6.3, 9.8"),
                    Map.entry("unknown-field", "3.7.6, 9.9"),
                    Map.entry("unknown-function", "4, 10.1"),
                    Map.entry("unknown-input", "4.4.1, 10.2"),
                    Map.entry("unknown-interface", "3.6.20, 11.3"),
                    Map.entry("unknown-keyname", "3, 5"),
                    Map.entry("unknown-node", "3.8.2, 8.7"),
                    Map.entry("unknown-operation", "3.6.17, 11.5"),
                    Map.entry("unknown-output", "3.8.8, 14"),
                    Map.entry("unknown-property", "3.6.11, 9.11"),
                    Map.entry("unknown-requirement", "3.8.2, 8.7"),
                    Map.entry("unknown-type", "3.6.8, 6.9"),
                    Map.entry("unknown-version", "3.1, 6.2"),
                    Map.entry("unknown-workflow", "3.8.7, 15"),
                    Map.entry("wrong-form", "3, 5"),
                    Map.entry("wrong-type", "3.3, 9.1"));

    private Sections() {}

    /** Where the standard has the rule that a file of a version breaks. */
    static Optional<String> of(Problem problem, String version) {
        boolean second = version.startsWith("tosca_2");
        return Optional.ofNullable(BY_CODE.get(problem.code()))
                .map(both -> both.split(", ")[second ? 1 : 0])
                .map(section -> "TOSCA %s §%s".formatted(second ? "2.0" : "1.3", section));
    }
}
