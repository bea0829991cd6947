package floria.tosca;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import floria.tosca.archive.Packed;
import floria.tosca.problem.Location;
import floria.tosca.problem.Problem;
import floria.tosca.problem.Report;
import floria.tosca.problem.Severity;
import floria.tosca.source.Source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/** Examples of problems that no small file of text has: of archives, of size, of inputs. */
final class ProblemExamples {
    private static final String HEAD = "tosca_definitions_version: tosca_simple_yaml_1_3\n";
    private static final String META = "TOSCA-Meta-File-Version: 1.1\nCSAR-Version: 1.1\n";

    private ProblemExamples() {}

    /**
     * A file that has a problem, and one like it that has none.
     *
     * @param at line and column of the problem
     */
    record Example(String code, String at, Source wrong, Source right) {

        Reading readWrong() {
            return Tosca.read(wrong, ProblemExamples::part);
        }

        Reading readRight() {
            return Tosca.read(right, ProblemExamples::part);
        }
    }

    static List<Example> all() {
        return List.of(
                new Example("aliases-too-many", "9:53", aliases(10), aliases(3)),
                new Example(
                        "nested-too-deeply",
                        "3:104",
                        yaml("deep.yaml", "dsl_definitions:\n  " + "a: [" + nested(100)),
                        yaml("deep.yaml", "dsl_definitions:\n  " + "a: [" + nested(90))),
                new Example(
                        "not-utf8",
                        "2:14",
                        new Source(
                                "file:latin1.yaml",
                                (HEAD + "description: é\n").getBytes(ISO_8859_1)),
                        yaml("utf8.yaml", "description: é\n")),
                new Example(
                        "derived-too-deeply",
                        "203:3",
                        yaml("chain.yaml", "node_types:\n" + derivations(300)),
                        yaml("chain.yaml", "node_types:\n" + derivations(90))),
                new Example(
                        "too-many-imports",
                        "2:12",
                        yaml("endless.yaml", "imports: [ part-1.yaml ]\n"),
                        yaml("ending.yaml", "imports: [ last-1.yaml ]\n")),
                new Example(
                        "file-too-large",
                        "1:1",
                        new Source("file:huge.yaml", new byte[(64 << 20) + 1]),
                        yaml("small.yaml", "")),
                new Example(
                        "missing-entry",
                        "1:1",
                        archive(
                                "unnamed.csar",
                                new Packed().with("TOSCA.meta", "CSAR-Version: 2.0\n")),
                        named(new Packed())),
                new Example(
                        "missing-metadata",
                        "1:1",
                        archive("alone.csar", new Packed().with("web.yaml", HEAD)),
                        named(new Packed())),
                new Example(
                        "archive-path",
                        "1:1",
                        archive("path.csar", new Packed().with("../start.sh", "true\n")),
                        named(new Packed().with("scripts/start.sh", "true\n"))),
                new Example(
                        "archive-too-large",
                        "1:1",
                        archive("many.csar", many()),
                        named(new Packed())),
                new Example(
                        "archive-link",
                        "1:1",
                        new Source(
                                "file:link.csar",
                                new Packed()
                                        .with("start.sh", "/bin/true")
                                        .zip(Map.of("start.sh", 0xA1FF))),
                        named(new Packed().with("start.sh", "true\n"))),
                new Example(
                        "unreadable-archive",
                        "1:1",
                        new Source("file:damaged.csar", "PK\3\4\0".getBytes(UTF_8)),
                        named(new Packed())));
    }

    /** What is printed, by code. */
    static Map<String, String> printed() {
        Map<String, String> examples = new HashMap<>();
        for (Example example : all()) {
            Reading reading = example.readWrong();
            List<Source> sources =
                    example.code().equals("file-too-large") ? List.of() : reading.sources();
            reading.problems().forEach(problem -> add(examples, problem, sources));
        }
        Source asking =
                yaml("asking.yaml", "topology_template:\n  inputs:\n    size: { type: integer }\n");
        Tosca.inputs(Tosca.read(asking, ProblemExamples::part).topology().orElseThrow(), Map.of())
                .problems()
                .forEach(problem -> add(examples, problem, List.of(asking)));
        add(
                examples,
                new Problem(
                        "unreadable-file",
                        Severity.ERROR,
                        "none.yaml is not checked: there is no such file",
                        Location.startOf("file:none.yaml"),
                        "",
                        Optional.of("give the path of a TOSCA template or of an archive of one"),
                        List.of()),
                List.of());
        return examples;
    }

    /** Files that import the next one, without end or up to the third. */
    private static Optional<Source> part(String base, String reference) {
        if (!reference.startsWith("part-") && !reference.startsWith("last-")) {
            return Optional.empty();
        }
        int number = Integer.parseInt(reference.replaceAll("\\D", ""));
        String next = reference.replaceAll("\\d+", String.valueOf(number + 1));
        return Optional.of(
                yaml(
                        reference,
                        reference.startsWith("last-") && number > 2
                                ? ""
                                : "imports: [ %s ]\n".formatted(next)));
    }

    private static void add(Map<String, String> examples, Problem problem, List<Source> sources) {
        examples.putIfAbsent(problem.code(), new Report(sources, false).render(problem));
    }

    private static Source yaml(String name, String text) {
        return new Source("file:" + name, (HEAD + text).getBytes(UTF_8));
    }

    private static Source archive(String name, Packed packed) {
        return new Source("file:" + name, packed.zip());
    }

    private static Source named(Packed packed) {
        return archive(
                "good.csar",
                packed.with("TOSCA-Metadata/TOSCA.meta", META + "Entry-Definitions: web.yaml\n")
                        .with("web.yaml", HEAD));
    }

    private static String nested(int levels) {
        return "[".repeat(levels) + "]".repeat(levels) + "]\n";
    }

    private static Source aliases(int levels) {
        StringBuilder text = new StringBuilder("dsl_definitions:\n  a0: &a0 [ x ]\n");
        for (int i = 1; i < levels; i++) {
            text.append("  a%d: &a%d [ %s ]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(10)));
        }
        return yaml("aliases.yaml", text.toString());
    }

    private static String derivations(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append("  my.T%d: { derived_from: my.T%d }\n".formatted(i, i + 1));
        }
        return text + "  my.T%d: { derived_from: tosca.nodes.Root }\n".formatted(count);
    }

    private static Packed many() {
        Packed packed = new Packed();
        for (int i = 0; i <= 10_000; i++) {
            packed.with("file-" + i, "");
        }
        return packed;
    }
}
