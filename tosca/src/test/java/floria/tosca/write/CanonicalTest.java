package floria.tosca.write;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import floria.tosca.Reading;
import floria.tosca.Tosca;
import floria.tosca.diff.Difference;
import floria.tosca.source.Source;

import static org.assertj.core.api.Assertions.assertThat;

/** What is read, written and read again is the same. */
class CanonicalTest {
    private static final String TYPES =
            """
            tosca_definitions_version: tosca_2_0
            capability_types:
              Plug: { properties: { volts: { type: integer, default: 5 } } }
            relationship_types:
              Wire: { properties: { length: { type: float, required: false } } }
            group_types:
              Set: {}
            policy_types:
              Rule: { properties: { note: { type: string, required: false } } }
            interface_types:
              Life: { operations: { start: { inputs: { how: { type: string, default: soft } } } } }
            node_types:
              Thing:
                properties:
                  text: { type: string, required: false }
                  number: { type: integer, default: 1 }
                  many: { type: list, entry_schema: { type: string }, default: [] }
                  named: { type: map, entry_schema: { type: float }, required: false }
                attributes: { state: { type: string } }
                capabilities: { plug: { type: Plug } }
                interfaces: { life: { type: Life } }
                requirements:
                  - link: { capability: Plug, relationship: Wire, count_range: [ 0, UNBOUNDED ] }
            service_template:
              inputs:
                limit: { type: integer, default: 4, validation: { $less_than: [ $value, 9 ] } }
              node_templates:
            """;

    private static final List<String> TEXTS =
            List.of("plain", "'16.04'", "'yes'", "$$dollar", "'a: b'", "\"two\\nlines\"", "''");

    @Property(tries = 300)
    void whatIsWrittenMeansWhatWasRead(@ForAll long seed) {
        Source template = source(template(new Random(seed)));
        Reading before = read(template);
        assertThat(before.problems()).as(template.text()).isEmpty();

        String once = Canonical.text(template, (_, _) -> Optional.empty()).orElseThrow();
        Reading after = read(source(once));

        assertThat(after.problems()).as(once).isEmpty();
        assertThat(
                        Difference.between(
                                before.topology().orElseThrow(), after.topology().orElseThrow()))
                .as(once)
                .isEmpty();
        assertThat(Canonical.text(source(once), (_, _) -> Optional.empty())).contains(once);
    }

    private static String template(Random random) {
        StringBuilder text = new StringBuilder(TYPES);
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            text.append("    n%d:\n      type: Thing\n      properties:\n".formatted(i));
            text.append("        number: %s\n".formatted(number(random)));
            line(text, random, "        text: %s\n".formatted(text(random)));
            line(
                    text,
                    random,
                    "        many: [ %s, { $concat: [ a, { $get_input: limit } ] } ]\n"
                            .formatted(text(random)));
            line(text, random, "        named: { 'a b': 1.50, c: 2 }\n");
            line(text, random, "      capabilities: { plug: { properties: { volts: 12 } } }\n");
            line(
                    text,
                    random,
                    "      interfaces: { life: { operations: { start: { inputs: { how: %s } } } } }\n"
                            .formatted(text(random)));
            if (i > 0) {
                text.append("      requirements:\n        - link: n%d\n".formatted(i - 1));
                line(
                        text,
                        random,
                        "        - link: { node: n0, relationship: { type: Wire, properties: { length: 0.5 } } }\n");
            }
        }
        line(text, random, "  groups: { all: { type: Set, members: [ n0 ] } }\n");
        line(
                text,
                random,
                "  policies: [ { rule: { type: Rule, targets: [ n0 ], properties: { note: %s } } } ]\n"
                        .formatted(text(random)));
        line(
                text,
                random,
                "  workflows: { go: { steps: { one: { target: n0, activities: [ { set_state: up } ] } } } }\n");
        return text.append("  outputs: { state: { value: { $get_attribute: [ n0, state ] } } }\n")
                .toString();
    }

    /** A line that is there or not. */
    private static void line(StringBuilder text, Random random, String line) {
        if (random.nextBoolean()) {
            text.append(line);
        }
    }

    private static String number(Random random) {
        return random.nextBoolean()
                ? String.valueOf(random.nextInt(1000) - 500)
                : "{ $get_input: limit }";
    }

    private static String text(Random random) {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    private static Reading read(Source source) {
        return Tosca.read(source, (_, _) -> Optional.empty());
    }

    private static Source source(String text) {
        return new Source("file:template.yaml", text.getBytes(StandardCharsets.UTF_8));
    }
}
