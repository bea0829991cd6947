package floria.tosca.edit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import floria.tosca.value.Value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DraftTest {
    private static final String TEMPLATE =
            """
            # my template
            topology_template:
              inputs: { cpus: { type: integer } }   # few
              node_templates:
                # the first one
                web:
                  type: Compute   # a machine
                  requirements:
                    - host: server
                    - link: other

                server:
                  type: Compute
                  properties:
                    text: |
                      one

                      two
                # nothing follows
            """;

    @Test
    void changesAValueAndNothingBesideIt() {
        assertThat(set(Value.text("tosca.nodes.Root"), "topology_template/node_templates/web/type"))
                .isEqualTo(TEMPLATE.replaceFirst("Compute   #", "tosca.nodes.Root   #"));
    }

    @Test
    void addsAnEntryBehindTheLastOfItsMapping() {
        assertThat(set(Value.integer(4), "topology_template/node_templates/web/properties/cpus"))
                .isEqualTo(
                        TEMPLATE.replace(
                                "        - link: other\n",
                                """
                                        - link: other
                                      properties:
                                        cpus: 4
                                """));
    }

    @Test
    void addsANodeWithAllThatItHas() {
        Map<String, Value> node = new LinkedHashMap<>();
        node.put("type", Value.text("tosca.nodes.Compute"));
        node.put("properties", entries("size", entries("get_input", Value.text("size"))));
        node.put(
                "requirements",
                new Value.Items(
                        List.of(
                                entries("host", Value.text("server")),
                                entries("link", entries("node", Value.text("web"))))));

        assertThat(set(new Value.Entries(node), "topology_template/node_templates/new one"))
                .isEqualTo(
                        TEMPLATE.replace(
                                "          two\n",
                                """
                                          two
                                    new one:
                                      type: tosca.nodes.Compute
                                      properties:
                                        size: { get_input: size }
                                      requirements:
                                        - host: server
                                        - link:
                                            node: web
                                """));
    }

    @Test
    void staysInAFlow() {
        Draft draft = Draft.of(TEMPLATE);

        assertThat(
                        draft.set(
                                        path("topology_template/inputs/size"),
                                        entries("type", Value.text("string")))
                                .set(
                                        path("topology_template/inputs/cpus/default"),
                                        Value.integer(2))
                                .remove(path("topology_template/inputs/cpus/type"))
                                .text())
                .isEqualTo(
                        TEMPLATE.replace(
                                "{ cpus: { type: integer } }",
                                "{ cpus: { default: 2 }, size: { type: string } }"));
    }

    @Test
    void addsAndRemovesItems() {
        assertThat(
                        set(
                                entries("disk", Value.text("store")),
                                "topology_template/node_templates/web/requirements/2"))
                .contains("        - link: other\n        - disk: store\n");
        assertThat(remove("topology_template/node_templates/web/requirements/0"))
                .isEqualTo(TEMPLATE.replace("        - host: server\n", ""));
    }

    @Test
    void removesAnEntryWithTheCommentAboveIt() {
        assertThat(remove("topology_template/node_templates/web"))
                .startsWith(
                        """
                        # my template
                        topology_template:
                          inputs: { cpus: { type: integer } }   # few
                          node_templates:

                            server:
                        """);
    }

    @Test
    void leavesAnEmptyMappingWhereTheLastEntryWas() {
        assertThat(remove("topology_template/node_templates/server/properties/text"))
                .contains("      properties: {}\n    # nothing follows\n");
    }

    @Test
    void renames() {
        assertThat(
                        Draft.of(TEMPLATE)
                                .rename(path("topology_template/node_templates/web"), "on")
                                .text())
                .isEqualTo(TEMPLATE.replace("    web:", "    \"on\":"));
        assertThatExceptionOfType(EditRefused.class)
                .isThrownBy(() ->
                        Draft.of(TEMPLATE)
                                .rename(path("topology_template/node_templates/web"), "server"))
                .withMessage("there is a 'server' already");
    }

    @Test
    void beginsWithNothing() {
        assertThat(Draft.of("").set(path("a/b"), Value.text("")).text())
                .isEqualTo("a:\n  b: \"\"\n");
        assertThat(Draft.of("a:\n").set(path("a/b"), Value.integer(1)).text())
                .isEqualTo("a:\n  b: 1\n");
        assertThat(Draft.of("a: 1").set(path("b"), Value.integer(2)).text())
                .isEqualTo("a: 1\nb: 2");
    }

    @Test
    void refusesToChangeWhatIsShared() {
        String text = "a: &x\n  c: 1\nb: *x\nd:\n  <<: *x\n  e: 2\n";

        for (String place : List.of("b/c", "d/c")) {
            assertThatExceptionOfType(EditRefused.class)
                    .as(place)
                    .isThrownBy(() -> Draft.of(text).set(path(place), Value.integer(3)))
                    .withMessageContaining("anchor");
        }
        assertThat(Draft.of(text).set(path("d/f"), Value.integer(3)).text())
                .isEqualTo(text + "  f: 3\n");
    }

    @Test
    void refusesWhatIsNoMapping() {
        assertThatExceptionOfType(EditRefused.class).isThrownBy(() -> Draft.of("- a"));
        assertThatExceptionOfType(EditRefused.class)
                .isThrownBy(() -> Draft.of("a: ["))
                .satisfies(e -> assertThat(e.location()).isPresent());
        assertThatExceptionOfType(EditRefused.class)
                .isThrownBy(() -> Draft.of("a: 1").remove(path("b")))
                .withMessage("there is no b");
    }

    private static String set(Value value, String place) {
        return Draft.of(TEMPLATE).set(path(place), value).text();
    }

    private static String remove(String place) {
        return Draft.of(TEMPLATE).remove(path(place)).text();
    }

    private static Value entries(String key, Value value) {
        return new Value.Entries(Map.of(key, value));
    }

    private static List<String> path(String place) {
        return List.of(place.split("/"));
    }
}
