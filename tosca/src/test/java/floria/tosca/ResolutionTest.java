package floria.tosca;

import java.util.Optional;

import org.junit.jupiter.api.Test;

import floria.tosca.model.NodeTemplate;
import floria.tosca.model.Requirement;
import floria.tosca.model.Topology;
import floria.tosca.problem.Problem;

import static org.assertj.core.api.Assertions.assertThat;

/** Requirements that name no template are fulfilled by the one that fits. */
class ResolutionTest {
    private static final String MACHINES =
            """
            tosca_definitions_version: tosca_simple_yaml_1_3
            topology_template:
              node_templates:
                small: { type: tosca.nodes.Compute, capabilities: { host: { properties: { num_cpus: 1, mem_size: 1 GB } } } }
                large: { type: tosca.nodes.Compute, capabilities: { host: { properties: { num_cpus: 8, mem_size: 64 GB } } } }
            """;

    @Test
    void findsTheOnlyNodeThatAFilterOfOldFits() {
        Topology topology =
                Templates.valid(
                        MACHINES
                                + """
                                    app:
                                      type: tosca.nodes.SoftwareComponent
                                      requirements:
                                        - host:
                                            node: tosca.nodes.Compute
                                            node_filter: { capabilities: [ host: { properties: [ mem_size: { greater_or_equal: 2 GB } ] } ] }
                                """);

        assertThat(target(topology, "app", "host")).contains("large");
    }

    @Test
    void leavesOpenWhatSeveralNodesFit() {
        Reading reading =
                Templates.read(
                        MACHINES
                                + """
                                    app:
                                      type: tosca.nodes.SoftwareComponent
                                      requirements:
                                        - host: { node: tosca.nodes.Compute, node_filter: { capabilities: [ host: { properties: [ num_cpus: { greater_than: 0 } ] } ] } }
                                """);

        assertThat(target(reading.topology().orElseThrow(), "app", "host")).isEmpty();
        assertThat(reading.problems()).extracting(Problem::code).contains("requirement-open");
    }

    @Test
    void leavesOpenWhatAnInputStillDecides() {
        Reading reading =
                Templates.read(
                        """
                        tosca_definitions_version: tosca_simple_yaml_1_3
                        topology_template:
                          inputs: { cpus: { type: integer } }
                          node_templates:
                            one: { type: tosca.nodes.Compute, capabilities: { host: { properties: { num_cpus: { get_input: cpus } } } } }
                            app:
                              type: tosca.nodes.SoftwareComponent
                              requirements:
                                - host: { node: tosca.nodes.Compute, node_filter: { capabilities: [ host: { properties: [ num_cpus: 4 ] } ] } }
                        """);

        assertThat(target(reading.topology().orElseThrow(), "app", "host")).isEmpty();
    }

    @Test
    void aFilterReadsWhatAnotherRequirementBrings() {
        Topology topology =
                Templates.valid(
                        """
                        tosca_definitions_version: tosca_2_0
                        capability_types:
                          Disk: { properties: { fast: { type: boolean } } }
                          Store: {}
                        node_types:
                          Machine: { capabilities: { disk: Disk }, properties: { name: { type: string } } }
                          Shelf:
                            capabilities: { store: Store }
                            requirements:
                              - disk: { capability: Disk, count_range: [ 1, 1 ] }
                          App:
                            requirements:
                              - store: { capability: Store, count_range: [ 1, 1 ] }
                        service_template:
                          node_templates:
                            app:
                              type: App
                              requirements:
                                - store: { node: Shelf, node_filter: { $get_property: [ SELF, RELATIONSHIP, disk, CAPABILITY, fast ] } }
                            slow: { type: Shelf, requirements: [ disk: { node_filter: { $equal: [ { $get_property: [ SELF, name ] }, old ] } } ] }
                            quick: { type: Shelf, requirements: [ disk: { node_filter: { $equal: [ { $get_property: [ SELF, name ] }, new ] } } ] }
                            old: { type: Machine, properties: { name: old }, capabilities: { disk: { properties: { fast: false } } } }
                            new: { type: Machine, properties: { name: new }, capabilities: { disk: { properties: { fast: true } } } }
                        """);

        assertThat(target(topology, "slow", "disk")).contains("old");
        assertThat(target(topology, "quick", "disk")).contains("new");
        assertThat(target(topology, "app", "store")).contains("quick");
    }

    @Test
    void aDefinitionsFilterHoldsForEveryTemplate() {
        Topology topology =
                Templates.valid(
                        """
                        tosca_definitions_version: tosca_simple_yaml_1_3
                        node_types:
                          my.App:
                            derived_from: tosca.nodes.Root
                            requirements:
                              - machine:
                                  capability: tosca.capabilities.Compute
                                  node: tosca.nodes.Compute
                                  relationship: tosca.relationships.HostedOn
                                  node_filter: { capabilities: [ host: { properties: [ num_cpus: { less_than: 4 } ] } ] }
                        topology_template:
                          node_templates:
                            small: { type: tosca.nodes.Compute, capabilities: { host: { properties: { num_cpus: 1 } } } }
                            large: { type: tosca.nodes.Compute, capabilities: { host: { properties: { num_cpus: 8 } } } }
                            app: { type: my.App }
                        """);

        assertThat(target(topology, "app", "machine")).contains("small");
    }

    private static Optional<String> target(Topology topology, String node, String requirement) {
        NodeTemplate template = topology.node(node);
        return template.requirements().stream()
                .filter(each -> each.name().equals(requirement))
                .flatMap(each -> each.target().stream())
                .map(Requirement.Target::node)
                .findFirst();
    }
}
