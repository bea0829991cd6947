package floria.tosca;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import floria.tosca.Tosca.Inputs;
import floria.tosca.model.Topology;
import floria.tosca.problem.Problem;
import floria.tosca.value.Value;

import static org.assertj.core.api.Assertions.assertThat;

class InputsTest {

    private final Topology topology =
            Templates.valid(
                    """
                    tosca_definitions_version: tosca_simple_yaml_1_3
                    data_types:
                      floria.datatypes.Secret: { derived_from: string }
                    topology_template:
                      inputs:
                        cpus:
                          type: integer
                          constraints:
                            - valid_values: [ 1, 2, 4 ]
                        debug: { type: boolean, default: false }
                        sizes: { type: list, entry_schema: { type: integer }, required: false }
                        labels: { type: map, entry_schema: { type: string }, required: false }
                        memory: { type: scalar-unit.size, default: 1 GB }
                        name: { type: string, required: false }
                        password: { type: floria.datatypes.Secret, required: false }
                        login: { type: tosca.datatypes.Credential, required: false }
                    """);

    private Inputs given(Map<String, String> texts) {
        Map<String, Value> values = new LinkedHashMap<>();
        texts.forEach((name, text) -> values.put(name, Value.text(text)));
        return Tosca.inputs(topology, values);
    }

    @Test
    void textBecomesValuesOfTheDeclaredTypes() {
        Inputs inputs =
                given(
                        Map.of(
                                "cpus", "2",
                                "debug", "true",
                                "sizes", "[1,2]",
                                "labels", "{a: b}",
                                "name", "true",
                                "login", "{token: t, user: u}"));

        assertThat(inputs.problems()).isEmpty();
        assertThat(inputs.values())
                .containsEntry("cpus", Value.integer(2))
                .containsEntry("debug", new Value.Bool(true))
                .containsEntry(
                        "sizes", new Value.Items(List.of(Value.integer(1), Value.integer(2))))
                .containsEntry("labels", new Value.Entries(Map.of("a", Value.text("b"))))
                .containsEntry("name", Value.text("true"))
                .containsKeys("memory", "login")
                .doesNotContainKey("password");
    }

    @Test
    void valuesAreTakenToo() {
        Inputs inputs =
                Tosca.inputs(
                        topology,
                        Map.of(
                                "cpus", Value.integer(4),
                                "name", Value.integer(12),
                                "sizes", new Value.Items(List.of(Value.integer(7)))));

        assertThat(inputs.problems()).isEmpty();
        assertThat(inputs.values())
                .containsEntry("cpus", Value.integer(4))
                .containsEntry("name", Value.text("12"));
    }

    @Test
    void aSecretIsWrapped() {
        Inputs inputs = given(Map.of("cpus", "1", "password", "hunter2"));

        assertThat(inputs.values())
                .containsEntry("password", new Value.Secret(Value.text("hunter2")));
        assertThat(inputs.values().toString()).doesNotContain("hunter2");
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        Inputs inputs =
                given(
                        Map.of(
                                "cpuz", "2",
                                "debug", "perhaps",
                                "sizes", "[1, two]",
                                "labels", "[",
                                "memory", "lots"));

        assertThat(inputs.problems())
                .extracting(Problem::code)
                .containsExactly(
                        "unknown-input",
                        "missing-input",
                        "wrong-type",
                        "wrong-type",
                        "wrong-type",
                        "wrong-type");
        assertThat(inputs.problems().getFirst().hint()).contains("did you mean 'cpus'?");
        assertThat(inputs.problems().get(1).location()).hasToString("file:template.yaml:6:5");
        assertThat(inputs.problems().get(1).path()).isEqualTo("inputs/cpus");
    }

    @Test
    void aViolatedConstraintNamesWhatIsAllowedAndWhereItStands() {
        Inputs inputs = given(Map.of("cpus", "3"));

        assertThat(inputs.problems())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.message())
                            .isEqualTo("input 'cpus' must be one of 1, 2, 4, not 3");
                    assertThat(problem.related().getFirst().location())
                            .hasToString("file:template.yaml:9:11");
                });
    }
}
