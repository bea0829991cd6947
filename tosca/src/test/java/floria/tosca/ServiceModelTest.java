package floria.tosca;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import floria.tosca.evaluation.Evaluator;
import floria.tosca.evaluation.Facts;
import floria.tosca.model.Activity;
import floria.tosca.model.NodeTemplate;
import floria.tosca.model.Substitution;
import floria.tosca.model.Topology;
import floria.tosca.model.Trigger;
import floria.tosca.model.Workflow;
import floria.tosca.value.Value;

import static org.assertj.core.api.Assertions.assertThat;

/** What a topology has besides its nodes, in one shape for every version. */
class ServiceModelTest {

    @Test
    void readsPoliciesWithTriggers() {
        Topology topology =
                Templates.valid(
                        """
                        tosca_definitions_version: tosca_simple_yaml_1_3
                        topology_template:
                          node_templates: { server: { type: tosca.nodes.Compute } }
                          policies:
                            - watch:
                                type: tosca.policies.Scaling
                                targets: [ server ]
                                triggers:
                                  load:
                                    event: busy
                                    target_filter: { node: server, capability: host }
                                    condition: { constraint: [ load: [ { in_range: [ 2, 4 ] } ] ], period: 1 m, evaluations: 3 }
                                    schedule: { start_time: 2026-01-01T10:00:00Z }
                                    action: [ { call_operation: { operation: Standard.start, inputs: { a: 1 } } }, { set_state: busy } ]
                        """);

        Trigger trigger =
                Objects.requireNonNull(topology.policies().getFirst().triggers().get("load"));
        assertThat(trigger.event()).isEqualTo("busy");
        assertThat(trigger.filter())
                .map(Trigger.EventFilter::capability)
                .contains(Optional.of("host"));
        assertThat(trigger.condition().orElseThrow().expression().asText())
                .isEqualTo(
                        "{\"and\":[{\"greater_or_equal\":[{\"get_attribute\":[\"SELF\",\"load\"]},2]},"
                                + "{\"less_or_equal\":[{\"get_attribute\":[\"SELF\",\"load\"]},4]}]}");
        assertThat(trigger.schedule().orElseThrow().start())
                .contains(Value.text("2026-01-01T10:00:00Z"));
        assertThat(trigger.evaluation().orElseThrow().times()).contains(Value.integer(3));
        assertThat(trigger.actions().getFirst())
                .isInstanceOfSatisfying(
                        Activity.CallOperation.class,
                        call -> {
                            assertThat(call.interfaceName()).isEqualTo("Standard");
                            assertThat(call.inputs()).isEqualTo(Map.of("a", Value.integer(1)));
                        });
        assertThat(trigger.actions().getLast()).isInstanceOf(Activity.SetState.class);
    }

    @Test
    void readsWorkflows() {
        Topology topology =
                Templates.valid(
                        """
                        tosca_definitions_version: tosca_2_0
                        node_types: { App: {} }
                        service_template:
                          node_templates: { app: { type: App } }
                          workflows:
                            stop:
                              steps:
                                first: { target: app, activities: [ { set_state: down } ], on_success: [ second ], on_failure: [ second ] }
                                second: { target: app, filter: { $equal: [ { $get_attribute: [ SELF, state ] }, down ] }, activities: [ { inline: other } ] }
                            other: { steps: {} }
                        """
                                .replace(
                                        "App: {}",
                                        "App: { attributes: { state: { type: string } } }"));

        Workflow workflow = Objects.requireNonNull(topology.workflows().get("stop"));
        Workflow.Step first = Objects.requireNonNull(workflow.steps().get("first"));
        assertThat(first.onSuccess()).containsExactly("second");
        assertThat(first.onFailure()).containsExactly("second");
        assertThat(workflow.steps().get("second"))
                .satisfies(step -> assertThat(step.filter()).isPresent());
    }

    @Test
    void readsSubstitutionsOfBothGrammars() {
        Topology topology =
                Templates.valid(
                        """
                        tosca_definitions_version: tosca_2_0
                        capability_types: { End: {} }
                        node_types:
                          Shop:
                            properties: { name: { type: string }, size: { type: integer } }
                            capabilities: { door: End }
                            requirements: [ power: { capability: End } ]
                          Part: { capabilities: { end: End }, requirements: [ plug: { capability: End, count_range: [ 0, 4 ] } ] }
                        service_template:
                          inputs: { name: { type: string } }
                          node_templates: { part: { type: Part } }
                          substitution_mappings:
                            node_type: Shop
                            properties: { name: name, size: 4 }
                            capabilities: { door: [ part, end ] }
                            requirements: [ [ power, 2 ]: [ part, plug ], power: [ part, plug ] ]
                        """);

        Substitution substitution = topology.substitution().orElseThrow();
        assertThat(substitution.properties())
                .containsEntry("name", new Substitution.Property.Input("name"))
                .containsEntry("size", new Substitution.Property.Fixed(Value.integer(4)));
        assertThat(substitution.capabilities().get("door"))
                .satisfies(door -> assertThat(door.node()).isEqualTo("part"));
        assertThat(substitution.requirements())
                .extracting(required -> required.count())
                .containsExactly(Optional.of("2"), Optional.empty());
    }

    @Test
    void copiesToAnyDepth() {
        Topology topology =
                Templates.valid(
                        """
                        tosca_definitions_version: tosca_simple_yaml_1_3
                        data_types: { my.Cpu: { properties: { kind: { type: string }, cores: { type: integer } } } }
                        node_types: { my.Machine: { derived_from: tosca.nodes.Root, properties: { cpu: { type: my.Cpu } } } }
                        topology_template:
                          node_templates:
                            one: { type: my.Machine, properties: { cpu: { kind: x86, cores: 4 } } }
                            two: { copy: one, properties: { cpu: { cores: 8 } } }
                            three: { copy: two, properties: { cpu: { kind: arm } } }
                        """);

        assertThat(topology.node("three").properties().get("cpu"))
                .isEqualTo(
                        new Value.Entries(
                                Map.of("kind", Value.text("arm"), "cores", Value.integer(8))));
    }

    @Test
    void readsUnitsThatATemplateDeclares() {
        Topology topology =
                Templates.valid(
                        """
                        tosca_definitions_version: tosca_2_0
                        data_types:
                          Size: { derived_from: scalar, data_type: integer, units: { B: 1 }, prefixes: { "": 1, k: 1000 } }
                          Length: { derived_from: scalar, units: { m: 1, inch: 0.0254 } }
                        node_types: { Box: { properties: { memory: { type: Size }, width: { type: Length } } } }
                        service_template:
                          node_templates: { box: { type: Box, count: 3, properties: { memory: 2 kB, width: 10 inch } } }
                        """);

        NodeTemplate box = topology.node("box");
        assertThat(box.count()).isEqualTo(Value.integer(3));
        assertThat(box.properties().get("memory"))
                .isEqualTo(
                        new Value.Scalar(Value.Scalar.Kind.SIZE, new BigDecimal("2E+3"), "2 kB"));
        assertThat(box.properties().get("width"))
                .isEqualTo(
                        new Value.Scalar(
                                Value.Scalar.Kind.DECLARED, new BigDecimal("0.254"), "10 inch"));
    }

    @Test
    void followsPathsOverRelationshipsAndCapabilities() {
        Topology topology =
                Templates.valid(
                        """
                        tosca_definitions_version: tosca_2_0
                        capability_types: { End: { properties: { port: { type: integer, default: 80 } } } }
                        relationship_types: { To: { properties: { weight: { type: integer, default: 7 } } } }
                        node_types:
                          App:
                            properties: { name: { type: string } }
                            capabilities: { end: End }
                            requirements: [ to: { capability: End, relationship: To, count_range: [ 0, 2 ] } ]
                        service_template:
                          node_templates:
                            a: { type: App, properties: { name: a }, requirements: [ to: b, to: c ] }
                            b: { type: App, properties: { name: b } }
                            c: { type: App, properties: { name: c }, capabilities: { end: { properties: { port: 443 } } } }
                        """);
        Evaluator evaluator = new Evaluator(topology, Map.of(), Facts.NONE);

        assertThat(
                        evaluator.evaluate(
                                path("SELF", "RELATIONSHIP", "to", "1", "CAPABILITY", "port"), "a"))
                .isEqualTo(Value.integer(443));
        assertThat(evaluator.evaluate(path("SELF", "RELATIONSHIP", "to", "TARGET", "name"), "a"))
                .isEqualTo(Value.text("b"));
        assertThat(evaluator.evaluate(path("SELF", "RELATIONSHIP", "to", "weight"), "a"))
                .isEqualTo(Value.integer(7));
        assertThat(evaluator.evaluate(path("c", "CAPABILITY", "end", "port"), ""))
                .isEqualTo(Value.integer(443));
        assertThat(
                        evaluator.evaluate(
                                new Value.Call("get_nodes_of_type", List.of(Value.text("App")))))
                .isEqualTo(
                        new Value.Items(
                                List.of(Value.text("a"), Value.text("b"), Value.text("c"))));
    }

    private static Value path(String... names) {
        return new Value.Call("get_property", List.of(names).stream().map(Value::text).toList());
    }
}
