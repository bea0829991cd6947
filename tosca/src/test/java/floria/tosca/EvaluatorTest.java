package floria.tosca;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import floria.tosca.evaluation.Evaluator;
import floria.tosca.evaluation.Facts;
import floria.tosca.model.Requirement;
import floria.tosca.model.Topology;
import floria.tosca.value.Value;

import static org.assertj.core.api.Assertions.assertThat;

class EvaluatorTest {

    private final Topology topology =
            Templates.valid(
                    """
                    tosca_definitions_version: tosca_simple_yaml_1_3
                    data_types:
                      floria.datatypes.Secret: { derived_from: string }
                      Account:
                        derived_from: tosca.datatypes.Root
                        properties:
                          user: { type: string }
                          password: { type: floria.datatypes.Secret }
                    capability_types:
                      Web:
                        derived_from: tosca.capabilities.Endpoint
                        attributes:
                          url: { type: string }
                    relationship_types:
                      Uses:
                        derived_from: tosca.relationships.ConnectsTo
                        properties: { database: { type: string, default: main } }
                    node_types:
                      App:
                        derived_from: tosca.nodes.SoftwareComponent
                        properties:
                          name: { type: string, default: app }
                          size: { type: integer }
                          token: { type: floria.datatypes.Secret, metadata: { floria.generate: token } }
                          account: { type: Account, required: false }
                          loop: { type: string, default: { get_attribute: [ SELF, loop ] } }
                          tags: { type: list, entry_schema: { type: string }, default: [ a, b ] }
                        attributes:
                          colour: { type: string, default: green }
                        capabilities:
                          endpoint: { type: Web }
                        requirements:
                          - peer:
                              capability: Web
                              relationship: Uses
                              occurrences: [ 0, 1 ]
                    topology_template:
                      inputs:
                        size: { type: integer, default: 3 }
                        password: { type: floria.datatypes.Secret, required: false }
                      node_templates:
                        server:
                          type: Compute
                          capabilities: { host: { properties: { num_cpus: 2 } } }
                        a:
                          type: App
                          properties:
                            size: { get_input: size }
                            account: { user: me, password: { get_input: password } }
                          capabilities: { endpoint: { properties: { port: 80 } } }
                          requirements: [ { host: server }, { peer: b } ]
                        b:
                          type: App
                          properties: { size: 1, name: { concat: [ b-, { get_property: [ a, size ] } ] } }
                          capabilities: { endpoint: { properties: { port: 81 } } }
                          requirements: [ { host: server } ]
                    """);

    private static Value call(String function, Object... arguments) {
        return new Value.Call(
                function,
                List.of(arguments).stream()
                        .map(each ->
                                each instanceof Value value ? value : Value.text(each.toString()))
                        .toList());
    }

    private static final Facts FACTS =
            new Facts() {
                @Override
                public Optional<Value> attribute(
                        String node, Optional<String> capability, String attribute) {
                    return switch (node
                            + capability.map(name -> "." + name).orElse("")
                            + "."
                            + attribute) {
                        case "server.private_address" -> Optional.of(Value.text("10.0.0.1"));
                        case "a.endpoint.url" -> Optional.of(Value.text("http://a"));
                        default -> Optional.empty();
                    };
                }

                @Override
                public Optional<Value> generated(String node, String property) {
                    return node.equals("a") && property.equals("token")
                            ? Optional.of(Value.text("t0k3n"))
                            : Optional.empty();
                }
            };

    private final Evaluator evaluator =
            new Evaluator(topology, Map.of("password", Value.text("pw")), FACTS);

    @Test
    void givesInputsPropertiesAndAttributes() {
        assertThat(evaluator.property("a", "size")).isEqualTo(Value.integer(3));
        assertThat(evaluator.property("b", "name")).isEqualTo(Value.text("b-3"));
        assertThat(evaluator.evaluate(call("get_attribute", "SELF", "endpoint", "url"), "a"))
                .isEqualTo(Value.text("http://a"));
        assertThat(evaluator.evaluate(call("get_attribute", "server", "private_address")))
                .isEqualTo(Value.text("10.0.0.1"));
        assertThat(evaluator.evaluate(call("get_property", "SELF", "tags", 1), "a"))
                .isEqualTo(Value.text("b"));
    }

    @Test
    void anAttributeFallsBackToThePropertyAndToItsDefault() {
        assertThat(evaluator.evaluate(call("get_attribute", "SELF", "name"), "a"))
                .isEqualTo(Value.text("app"));
        assertThat(evaluator.evaluate(call("get_attribute", "SELF", "colour"), "a"))
                .isEqualTo(Value.text("green"));
    }

    @Test
    void goesOverHostsAndRequirements() {
        assertThat(evaluator.evaluate(call("get_attribute", "HOST", "private_address"), "a"))
                .isEqualTo(Value.text("10.0.0.1"));
        assertThat(evaluator.evaluate(call("get_property", "SELF", "host", "num_cpus"), "a"))
                .isEqualTo(Value.integer(2));
        assertThat(evaluator.evaluate(call("get_property", "SELF", "peer", "port"), "a"))
                .isEqualTo(Value.integer(81));
        assertThat(evaluator.evaluate(call("get_property", "SELF", "peer", "name"), "a"))
                .isEqualTo(Value.text("b-3"));
    }

    @Test
    void findsAPropertyOfTheRelationshipAfterThoseOfTheTarget() {
        assertThat(evaluator.evaluate(call("get_property", "SELF", "peer", "database"), "a"))
                .isEqualTo(Value.text("main"));
        assertThat(evaluator.evaluate(call("get_property", "a", "peer", 0, "database")))
                .isEqualTo(Value.text("main"));
        assertThat(evaluator.evaluate(call("get_property", "SELF", "peer", 0, "port"), "a"))
                .isEqualTo(Value.integer(81));
    }

    @Test
    void takesAFunctionWhoseNameDiffersInItsEndingForTheOneThatIsMeant() {
        assertThat(evaluator.evaluate(call("match", "abc", "a.*"))).isEqualTo(new Value.Bool(true));
    }

    @Test
    void knowsTheEndsOfARelationship() {
        Requirement peer =
                topology.node("a").requirements().stream()
                        .filter(requirement -> requirement.name().equals("peer"))
                        .findFirst()
                        .orElseThrow();

        assertThat(evaluator.evaluate(call("get_property", "SELF", "database"), "a", peer))
                .isEqualTo(Value.text("main"));
        assertThat(evaluator.evaluate(call("get_property", "SOURCE", "size"), "a", peer))
                .isEqualTo(Value.integer(3));
        assertThat(evaluator.evaluate(call("get_property", "TARGET", "name"), "a", peer))
                .isEqualTo(Value.text("b-3"));
    }

    @Test
    void worksOnText() {
        assertThat(evaluator.evaluate(call("concat", "x", Value.integer(1), "y")))
                .isEqualTo(Value.text("x1y"));
        assertThat(
                        evaluator.evaluate(
                                call(
                                        "join",
                                        new Value.Items(List.of(Value.text("a"), Value.text("b"))),
                                        "-")))
                .isEqualTo(Value.text("a-b"));
        assertThat(evaluator.evaluate(call("token", "a:b:c", ":", Value.integer(1))))
                .isEqualTo(Value.text("b"));
    }

    @Test
    void whatIsNotKnownStaysACall() {
        Value url = call("get_attribute", "b", "endpoint", "url");

        assertThat(evaluator.evaluate(url)).isEqualTo(url);
        Value text = call("concat", url, "/lab");
        assertThat(evaluator.evaluate(text)).isEqualTo(text);
        assertThat(evaluator.property("b", "token")).isInstanceOf(Value.Call.class);
        assertThat(evaluator.property("a", "loop")).isInstanceOf(Value.Call.class);
        Value strange = call("$nonsense");
        assertThat(evaluator.evaluate(strange)).isEqualTo(strange);
    }

    @Test
    void secretsStaySecret() {
        Value token = new Value.Secret(Value.text("t0k3n"));

        assertThat(evaluator.property("a", "token")).isEqualTo(token);
        assertThat(evaluator.evaluate(call("get_property", "a", "token"))).isEqualTo(token);
        assertThat(evaluator.evaluate(call("concat", "x", call("get_property", "a", "token"))))
                .isEqualTo(new Value.Secret(Value.text("xt0k3n")));
        assertThat(evaluator.evaluate(call("get_input", "password")))
                .isEqualTo(new Value.Secret(Value.text("pw")));
        assertThat(evaluator.evaluate(call("get_property", "a", "account", "password")))
                .isEqualTo(new Value.Secret(Value.text("pw")));
        assertThat(evaluator.evaluate(call("get_property", "a", "account", "user")))
                .isEqualTo(Value.text("me"));
    }

    @Test
    void doublingTextsAreGivenUp() {
        Value value = Value.text("x");
        for (int i = 0; i < 60; i++) {
            value = call("concat", value, value);
        }

        assertThat(evaluator.evaluate(value)).isInstanceOf(Value.Call.class);
    }
}
