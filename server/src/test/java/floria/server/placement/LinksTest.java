package floria.server.placement;

import java.util.Set;

import org.junit.jupiter.api.Test;

import floria.placement.Bond;
import floria.placement.Links;
import floria.placement.solve.Model.Level;

import static org.assertj.core.api.Assertions.assertThat;

/** Which links keep machines on one site. */
class LinksTest {
    private static final String TYPES =
            """
            tosca_definitions_version: tosca_simple_yaml_1_3
            imports: [ floria ]
            node_types:
              test.Client:
                derived_from: floria.nodes.Service
                requirements:
                  - database:
                      capability: tosca.capabilities.Endpoint
                      relationship: tosca.relationships.ConnectsTo
            topology_template:
              node_templates:
                volume: {type: tosca.nodes.Storage.BlockStorage, properties: {name: d, size: 1 GB}}
                store:
                  type: tosca.nodes.Compute
                  requirements:
                    - local_storage:
                        node: volume
                        relationship: {type: tosca.relationships.AttachesTo, properties: {location: /d}}
                front: {type: tosca.nodes.Compute}
            """;

    private static String database(String network) {
        return """
            db:
              type: floria.nodes.Service
              capabilities: {endpoint: {properties: {port: 5432, network_name: NETWORK}}}
              requirements: [{host: store}]
              interfaces: {Process: {operations: {run: a.sh}}}
        """
                .replace("NETWORK", network);
    }

    private static final String CLIENT =
            """
                client:
                  type: test.Client
                  capabilities: {endpoint: {properties: {port: 80}}}
                  requirements: [{host: front}, {database: {node: db, capability: endpoint}}]
                  interfaces: {Process: {operations: {run: a.sh}}}
            """;

    @Test
    void aLinkToAPrivateEndpointKeepsItsMachinesOnOneSite() {
        Links links = Templates.links(TYPES + database("PRIVATE") + CLIENT);

        assertThat(links.bonds())
                .containsExactlyInAnyOrder(
                        new Bond.Together("store → volume", Level.SITE, Set.of("store", "volume")),
                        new Bond.Together("store → volume", Level.PLACE, Set.of("store", "volume")),
                        new Bond.Linked(
                                "private link client → db", Set.of("store", "front"), Set.of()));
        assertThat(links.open()).isEmpty();
    }

    @Test
    void anEndpointMayNameTheNetworkThatItsLinksNeed() {
        Links links = Templates.links(TYPES + database("campus") + CLIENT);

        assertThat(links.bonds())
                .contains(
                        new Bond.Linked(
                                "private link client → db",
                                Set.of("store", "front"),
                                Set.of("campus")));
        assertThat(links.closed())
                .containsExactly(
                        new Links.Private("client", "db", "front", "store", Set.of("campus")));
    }

    @Test
    void aLinkToAPublicEndpointMayCross() {
        Links links = Templates.links(TYPES + database("PUBLIC") + CLIENT);

        assertThat(links.bonds())
                .containsExactlyInAnyOrder(
                        new Bond.Together("store → volume", Level.SITE, Set.of("store", "volume")),
                        new Bond.Together(
                                "store → volume", Level.PLACE, Set.of("store", "volume")));
        assertThat(links.open()).containsExactly(new Links.Open("client", "db", "front", "store"));
    }

    @Test
    void anOrderAloneMayCross() {
        String text =
                """
                tosca_definitions_version: tosca_simple_yaml_1_3
                topology_template:
                  node_templates:
                    one: {type: tosca.nodes.Compute}
                    two: {type: tosca.nodes.Compute, requirements: [{dependency: one}]}
                """;

        assertThat(Templates.links(text).bonds()).isEmpty();
        assertThat(Templates.links(text).open()).isEmpty();
    }

    @Test
    void whoReadsAPrivateAddressStaysNear() {
        String text =
                """
                tosca_definitions_version: tosca_simple_yaml_1_3
                topology_template:
                  node_templates:
                    one: {type: tosca.nodes.Compute}
                    two: {type: tosca.nodes.Compute}
                    app:
                      type: tosca.nodes.SoftwareComponent
                      requirements: [{host: two}]
                      interfaces:
                        Standard:
                          operations:
                            start:
                              implementation: a.sh
                              inputs: {peer: {get_attribute: [one, private_address]}}
                """;

        assertThat(Templates.links(text).bonds())
                .containsExactly(
                        new Bond.Linked(
                                "app reads the private address of one",
                                Set.of("one", "two"),
                                Set.of()));
    }

    @Test
    void aPrivateNetworkKeepsItsMachinesOnOneSite() {
        String text =
                """
                tosca_definitions_version: tosca_simple_yaml_1_3
                topology_template:
                  node_templates:
                    one: {type: tosca.nodes.Compute}
                    two: {type: tosca.nodes.Compute}
                    net: {type: tosca.nodes.network.Network}
                    first:
                      type: tosca.nodes.network.Port
                      requirements: [{binding: one}, {link: net}]
                    second:
                      type: tosca.nodes.network.Port
                      requirements: [{binding: two}, {link: net}]
                """;

        assertThat(Templates.links(text).bonds())
                .singleElement()
                .satisfies(
                        bond -> assertThat(bond.nodes()).containsExactlyInAnyOrder("one", "two"));
    }
}
