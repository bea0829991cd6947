package floria.tosca;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

import floria.tosca.model.NodeTemplate;
import floria.tosca.model.Operation;
import floria.tosca.model.PropertyDefinition;
import floria.tosca.model.Requirement;
import floria.tosca.model.Topology;
import floria.tosca.problem.Problem;
import floria.tosca.source.Bundle;
import floria.tosca.source.Source;
import floria.tosca.source.Sources;
import floria.tosca.value.Value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

class ToscaTest {

    private static final String SERVER =
            """
            tosca_definitions_version: tosca_simple_yaml_1_0
            description: One server
            topology_template:
              inputs:
                cpus:
                  type: integer
                  constraints:
                    - valid_values: [ 1, 2, 4, 8 ]
              node_templates:
                my_server:
                  type: tosca.nodes.Compute
                  capabilities:
                    host:
                      properties:
                        num_cpus: { get_input: cpus }
                        mem_size: 2048 MB
                        disk_size: 10 GB
              outputs:
                server_ip:
                  value: { get_attribute: [ my_server, private_address ] }
            """;

    @Test
    void readsAPlainTemplate() {
        Topology topology = Templates.valid(SERVER);

        assertThat(topology.version()).isEqualTo("tosca_simple_yaml_1_0");
        assertThat(topology.description()).isEqualTo("One server");
        NodeTemplate server = topology.node("my_server");
        assertThat(server.isA("tosca.nodes.Root")).isTrue();
        Map<String, Value> host =
                Objects.requireNonNull(server.capabilities().get("host")).properties();
        assertThat(host.get("num_cpus"))
                .isEqualTo(new Value.Call("get_input", List.of(Value.text("cpus"))));
        assertThat(host.get("mem_size"))
                .hasToString("Scalar[kind=SIZE, amount=2.048E+9, text=2048 MB]");
        assertThat(server.operation("Standard", "create")).isEmpty();
        assertThat(topology.outputs()).containsOnlyKeys("server_ip");
    }

    @Test
    void readsAServiceWithAProfile() {
        String profile =
                """
                tosca_definitions_version: tosca_simple_yaml_1_3
                data_types:
                  floria.datatypes.Secret: { derived_from: string }
                  floria.datatypes.Readiness:
                    derived_from: tosca.datatypes.Root
                    properties:
                      http_path: { type: string, required: false }
                      headers: { type: map, required: false, entry_schema: { type: string } }
                      timeout: { type: scalar-unit.time, default: 2 m }
                capability_types:
                  floria.capabilities.Endpoint:
                    derived_from: tosca.capabilities.Endpoint
                    properties:
                      protocol: { type: string, default: http }
                      published_port: { type: integer, required: false }
                    attributes:
                      bind_port: { type: integer }
                      url: { type: string }
                interface_types:
                  floria.interfaces.Process:
                    derived_from: tosca.interfaces.Root
                    operations: { run: { description: Runs in the foreground. } }
                node_types:
                  floria.nodes.Service:
                    derived_from: tosca.nodes.SoftwareComponent
                    properties:
                      readiness: { type: floria.datatypes.Readiness, required: false }
                    capabilities:
                      endpoint: { type: floria.capabilities.Endpoint }
                    interfaces:
                      Process: { type: floria.interfaces.Process }
                """;
        String template =
                """
                tosca_definitions_version: tosca_simple_yaml_1_3
                imports:
                  - floria
                node_types:
                  Notebook:
                    derived_from: floria.nodes.Service
                    properties:
                      token:
                        type: floria.datatypes.Secret
                        metadata: { floria.generate: token }
                topology_template:
                  node_templates:
                    machine: { type: tosca.nodes.Compute }
                    notebook:
                      type: Notebook
                      properties:
                        readiness: { http_path: /api }
                      capabilities:
                        endpoint: { properties: { port: 8888 } }
                      requirements:
                        - host: machine
                      interfaces:
                        Standard:
                          create:
                            implementation:
                              primary: scripts/install.sh
                              dependencies: [ scripts/lib.sh ]
                              timeout: 10 m
                        Process:
                          run:
                            implementation: scripts/run.sh
                            inputs:
                              PORT: { get_attribute: [ SELF, endpoint, bind_port ] }
                              TOKEN: { get_property: [ SELF, token ] }
                            outputs: { version: [ SELF, component_version ] }
                  outputs:
                    url: { value: { concat: [ { get_attribute: [ notebook, endpoint, url ] }, /lab ] }, type: string }
                """;
        Sources files =
                Bundle.of(
                        List.of(
                                Templates.source("scripts/install.sh", "#!/bin/sh\n"),
                                Templates.source("scripts/lib.sh", ""),
                                Templates.source("scripts/run.sh", "")));
        Sources profiles =
                (_, reference) ->
                        reference.equals("floria")
                                ? Optional.of(
                                        new Source(
                                                "profile:floria/profile.yaml",
                                                Templates.source("x", profile).bytes()))
                                : Optional.empty();

        Reading reading =
                Tosca.read(Templates.source("notebook.yaml", template), files.or(profiles));

        assertThat(reading.problems()).isEmpty();
        assertThat(reading.sources())
                .extracting(Source::address)
                .containsExactly(
                        "file:notebook.yaml",
                        "profile:floria/profile.yaml",
                        "file:scripts/install.sh",
                        "file:scripts/lib.sh",
                        "file:scripts/run.sh");
        Topology topology = reading.topology().orElseThrow();
        NodeTemplate notebook = topology.node("notebook");
        assertThat(topology.hostOf(notebook)).contains(topology.node("machine"));
        Operation create = notebook.operation("Standard", "create").orElseThrow();
        assertThat(create.implementation().orElseThrow().address())
                .contains("file:scripts/install.sh");
        assertThat(create.dependencies()).hasSize(1);
        assertThat(create.timeout()).contains(Duration.ofMinutes(10));
        Operation run = notebook.operation("Process", "run").orElseThrow();
        assertThat(run.inputs()).containsOnlyKeys("PORT", "TOKEN");
        assertThat(run.outputs()).containsEntry("version", List.of("SELF", "component_version"));
        assertThat(notebook.properties()).doesNotContainKey("token");
        assertThat(notebook.type().properties().get("token"))
                .extracting(PropertyDefinition::generated)
                .isEqualTo(Optional.of("token"));
        assertThat(notebook.properties().get("readiness"))
                .asInstanceOf(InstanceOfAssertFactories.type(Value.Entries.class))
                .satisfies(readiness ->
                        assertThat(readiness.entries()).containsKeys("http_path", "timeout"));
    }

    @Test
    void resolvesRequirementsInAllForms() {
        Topology topology =
                Templates.valid(
                        """
                        tosca_definitions_version: tosca_simple_yaml_1_3
                        topology_template:
                          node_templates:
                            server:
                              type: tosca.nodes.Compute
                              requirements:
                                - local_storage:
                                    node: disk
                                    relationship: { type: AttachesTo, properties: { location: /data } }
                            disk: { type: BlockStorage, properties: { size: 1 GB } }
                            byName: { type: DBMS, requirements: [ host: server ] }
                            byType: { type: DBMS, requirements: [ host: Compute ] }
                            leftOut: { type: tosca.nodes.DBMS }
                        """);

        Requirement.Target server = new Requirement.Target("server", "host");
        for (String name : List.of("byName", "byType", "leftOut")) {
            assertThat(topology.node(name).requirements())
                    .as(name)
                    .singleElement()
                    .satisfies(requirement -> {
                        assertThat(requirement.target()).contains(server);
                        assertThat(requirement.relationship().type().name())
                                .isEqualTo("tosca.relationships.HostedOn");
                    });
        }
        Requirement mount = topology.node("server").requirements().getFirst();
        assertThat(mount.target()).contains(new Requirement.Target("disk", "attachment"));
        assertThat(mount.relationship().properties())
                .containsEntry("location", Value.text("/data"));
    }

    @Test
    void leavesARequirementOpenThatSeveralNodesFulfil() {
        Reading reading =
                Templates.read(
                        """
                        tosca_definitions_version: tosca_simple_yaml_1_3
                        topology_template:
                          node_templates:
                            a: { type: tosca.nodes.Compute }
                            b: { type: tosca.nodes.Compute }
                            db: { type: tosca.nodes.DBMS }
                        """);

        assertThat(reading.topology().orElseThrow().node("db").requirements())
                .singleElement()
                .extracting(Requirement::target)
                .isEqualTo(Optional.empty());
        assertThat(reading.problems())
                .extracting(Problem::code)
                .containsExactly("requirement-open");
    }

    @Test
    void mapsKeepTheOrderOfTheText() {
        StringBuilder text =
                new StringBuilder(
                        """
                        tosca_definitions_version: tosca_simple_yaml_1_3
                        topology_template:
                          node_templates:
                        """);
        List<String> names = new ArrayList<>();
        for (int i = 30; i > 0; i--) {
            names.add("n" + i);
            text.append("    n").append(i).append(": { type: tosca.nodes.Compute }\n");
        }

        assertThat(Templates.valid(text.toString()).nodes().keySet())
                .containsExactlyElementsOf(names);
    }

    @Test
    void namesThePathAndTheViolatedDefinition() {
        Reading reading = Templates.read(SERVER.replace("2048 MB", "plenty"));

        assertThat(reading.problems()).hasSize(1);
        Problem problem = reading.problems().getFirst();
        assertThat(problem.path())
                .isEqualTo(
                        "topology_template/node_templates/my_server/capabilities/host/properties/mem_size");
        assertThat(problem.location()).hasToString("file:template.yaml:16:23");
        assertThat(problem.related().getFirst().location().address())
                .isEqualTo("profile:tosca/tosca_simple_yaml_1_0.yaml");
    }

    @Test
    void aPatternThatNeverEndsIsGivenUp() {
        assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () ->
                        assertThat(
                                        Templates.read(
                                                        """
                                                        tosca_definitions_version: tosca_simple_yaml_1_3
                                                        topology_template:
                                                          inputs:
                                                            a:
                                                              type: string
                                                              constraints: [ pattern: '(a+)+(a+)+(a+)+' ]
                                                              default: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab
                                                        """)
                                                .hasErrors())
                                .isTrue());
    }

    @Test
    void aBombOfAliasesIsRefused() {
        StringBuilder text =
                new StringBuilder(
                        "tosca_definitions_version: tosca_simple_yaml_1_3\ndsl_definitions:\n");
        text.append("  a0: &a0 [ x, x, x, x, x, x, x, x, x, x ]\n");
        for (int i = 1; i < 30; i++) {
            String before = "*a" + (i - 1);
            text.append(
                    "  a%d: &a%d [ %s ]\n"
                            .formatted(i, i, String.join(", ", Collections.nCopies(10, before))));
        }

        assertThat(Templates.read(text.toString()).problems())
                .extracting(Problem::code)
                .containsExactly("aliases-too-many");
    }

    @Test
    void deepNestingIsRefused() {
        String text = "a: " + "[".repeat(100_000);

        assertThat(Templates.read(text).problems())
                .extracting(Problem::code)
                .containsExactly("nested-too-deeply");
    }

    @Test
    void aLongDerivationIsRefused() {
        StringBuilder text =
                new StringBuilder(
                        "tosca_definitions_version: tosca_simple_yaml_1_3\nnode_types:\n");
        text.append("  t0: { derived_from: t1 }\n");
        for (int i = 1; i < 5_000; i++) {
            text.append("  t%d: { derived_from: t%d }\n".formatted(i, i + 1));
        }
        text.append("  t5000: { derived_from: tosca.nodes.Root }\n");

        assertThat(Templates.read(text.toString()).problems())
                .extracting(Problem::code)
                .contains("derived-too-deeply");
    }

    @Test
    void bytesThatAreNotTextAreAProblem() {
        Source binary = new Source("file:a.yaml", new byte[] {'a', ':', ' ', (byte) 0xff, 0});
        Source control = new Source("file:b.yaml", new byte[] {'a', '\n', 'b', 1});

        assertThat(Tosca.read(binary, Bundle.of(Map.of())).problems())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.code()).isEqualTo("not-utf8");
                    assertThat(problem.location().column()).isEqualTo(4);
                });
        assertThat(Tosca.read(control, Bundle.of(Map.of())).problems())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.code()).isEqualTo("invalid-yaml");
                    assertThat(problem.location().line()).isEqualTo(2);
                });
    }
}
