package floria.lsp.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import floria.tosca.problem.Problems;
import floria.tosca.yaml.Limits;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;
import floria.tosca.yaml.YamlReader;

import static org.assertj.core.api.Assertions.assertThat;

final class LenientTest {
    private static final String TEMPLATE =
            """
            # a comment
            tosca_definitions_version: tosca_simple_yaml_1_3   # another
            imports:
            - types.yaml
            - { file: "other: file.yaml", namespace_prefix: 'it''s' }
            topology_template:
              description: |
                not: a key
                - nor an item
              inputs: { port: { type: integer, default: 80 }, 'quoted key': {} }
              node_templates:
                db:
                  type: my.Db
                  properties:
                    list: [ a, [ b, c ], { d: e } ]
                    call: { get_property: [ SELF, host ] }
                    long: one
                      two
                  requirements:
                    - host: machine
                    - link:
                        node: other
                    -
                      third: x
              outputs:
            """;

    private static Mapping lenient(String text) {
        return Lenient.read(new Text(text), "x");
    }

    /** Keys and positions, and the words that are not folded from lines. */
    private static void flatten(Node node, List<String> all) {
        switch (node) {
            case Node.Scalar scalar ->
                    all.add(
                            scalar.location().line() == scalar.location().endLine()
                                            && !scalar.text().contains("'")
                                    ? scalar.text() + " " + scalar.location()
                                    : scalar.location().toString());
            case Node.Sequence(List<Node> items, _) -> items.forEach(item -> flatten(item, all));
            case Mapping map ->
                    map.entries()
                            .forEach(entry -> {
                                flatten(entry.key(), all);
                                flatten(entry.value(), all);
                            });
        }
    }

    @Test
    void readsYamlAsYamlIsRead() {
        Node strict =
                new YamlReader(new Problems(), Limits.STANDARD)
                        .read("x", TEMPLATE, 0)
                        .orElseThrow();
        List<String> wanted = new ArrayList<>();
        flatten(strict, wanted);
        List<String> found = new ArrayList<>();
        flatten(lenient(TEMPLATE), found);

        // Where nothing is written, positions are of no use to anybody.
        wanted.removeIf(line -> line.startsWith(" ") || line.startsWith("one"));
        found.removeIf(line -> line.startsWith(" ") || line.startsWith("one"));
        assertThat(found).containsAll(wanted.stream().filter(l -> !l.startsWith("x:")).toList());
    }

    @Test
    void keepsWhatIsAroundAnOpenBracket() {
        Mapping root = lenient("a:\n  b: { c: [ d\n  e: f\ng: h\n");

        assertThat(root.names()).containsExactly("a", "g");
        assertThat(((Mapping) root.get("a").orElseThrow()).names()).containsExactly("b", "e");
    }

    @Test
    void takesAWordAloneForAKey() {
        Mapping root = lenient("a:\n  b: c\n  wor\ng: h\n");

        assertThat(((Mapping) root.get("a").orElseThrow()).names()).containsExactly("b", "wor");
    }

    @Test
    void followsAnchors() {
        Mapping root = lenient("a: &x { b: c }\nd: *x\n");

        assertThat(root.get("d")).isEqualTo(root.get("a"));
    }

    @Test
    void endsOnAnything() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String characters = "ab:-{}[],'\"#&*!|>?% \n\t \n  ";
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(120); j > 0; j--) {
                text.append(characters.charAt(random.nextInt(characters.length())));
            }
            assertThat(lenient(text.toString())).as("seed %d: %s", seed, text).isNotNull();
        }
    }
}
