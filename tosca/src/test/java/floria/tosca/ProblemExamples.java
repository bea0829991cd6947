package floria.tosca;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import floria.tosca.archive.Packed;
import floria.tosca.problem.Location;
import floria.tosca.problem.Problem;
import floria.tosca.problem.Report;
import floria.tosca.problem.Severity;
import floria.tosca.source.Source;
import floria.tosca.source.Sources;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/** Examples of problems that no small file has: of archives, of size, of inputs. */
final class ProblemExamples {
    private static final String HEAD = "tosca_definitions_version: tosca_simple_yaml_1_3\n";

    private ProblemExamples() {}

    /** What is printed, by code. */
    static Map<String, String> all() {
        Map<String, String> examples = new HashMap<>();
        Sources endless = ProblemExamples::endless;
        Stream.of(
                        aliases(),
                        yaml("deep.yaml", "metadata:\n  " + "[".repeat(101)),
                        new Source(
                                "file:latin1.yaml",
                                (HEAD + "description: é\n").getBytes(ISO_8859_1)),
                        yaml("chain.yaml", "node_types:\n" + derivations(300)),
                        yaml("endless.yaml", "imports: [ part-1.yaml ]\n"),
                        archive(
                                "unnamed.csar",
                                new Packed().with("TOSCA.meta", "CSAR-Version: 2.0\n")),
                        archive("alone.csar", new Packed().with("web.yaml", HEAD)),
                        archive("path.csar", new Packed().with("../start.sh", "true\n")),
                        archive("many.csar", many()),
                        new Source(
                                "file:link.csar",
                                new Packed()
                                        .with("start.sh", "/bin/true")
                                        .zip(Map.of("start.sh", 0xA1FF))),
                        new Source("file:damaged.csar", "PK\3\4\0".getBytes(UTF_8)))
                .forEach(source -> add(examples, Tosca.read(source, endless)));
        Source huge = new Source("file:huge.yaml", new byte[(64 << 20) + 1]);
        Tosca.read(huge, endless).problems().forEach(problem -> add(examples, problem, List.of()));
        Source asking =
                yaml("asking.yaml", "topology_template:\n  inputs:\n    size: { type: integer }\n");
        Tosca.inputs(Tosca.read(asking, endless).topology().orElseThrow(), Map.of())
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

    /** Files that import the next one. */
    private static Optional<Source> endless(String base, String reference) {
        if (!reference.startsWith("part-")) {
            return Optional.empty();
        }
        int number = Integer.parseInt(reference.replaceAll("\\D", ""));
        return Optional.of(yaml(reference, "imports: [ part-%d.yaml ]\n".formatted(number + 1)));
    }

    private static void add(Map<String, String> examples, Reading reading) {
        reading.problems().forEach(problem -> add(examples, problem, reading.sources()));
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

    private static Source aliases() {
        StringBuilder text = new StringBuilder("dsl_definitions:\n  a0: &a0 [ x ]\n");
        for (int i = 1; i < 9; i++) {
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
