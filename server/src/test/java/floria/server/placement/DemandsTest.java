package floria.server.placement;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;

import floria.placement.Bond;
import floria.placement.Demand;
import floria.placement.Restriction;
import floria.placement.hardware.GpuWish;
import floria.placement.hardware.Wish;
import floria.placement.solve.Model.Level;
import floria.site.Interconnect.Infiniband;

import static org.assertj.core.api.Assertions.assertThat;

/** What templates ask for, in Floria's words and in those of INDIGO. */
class DemandsTest {

    @Test
    void knowsAMachineOfTheProfileForTosca2AndOneOfAnybodysOwn() {
        String template =
                """
                tosca_definitions_version: tosca_2_0
                imports:
                  - profile: org.oasis-open.simple:2.0
                  - profile: floria
                node_types:
                  Own.Server:
                    metadata: { normative_name: tosca.nodes.Compute }
                    capabilities:
                      host: { type: Compute }
                service_template:
                  node_templates:
                    machine:
                      type: KIND
                      capabilities:
                        host: { properties: { num_cpus: 3, mem_size: 512 MiB } }
                    notebook:
                      type: floria.nodes.JupyterNotebook
                      requirements: [ host: machine ]
                """;
        for (String type : List.of("Compute", "Own.Server")) {
            Demand demand = only(template.replace("KIND", type));

            assertThat(demand.node()).isEqualTo("machine");
            assertThat(demand.wish().cpus()).isEqualTo(3);
            assertThat(demand.wish().memory()).isEqualTo(512L << 20);
        }
    }

    @Test
    void readsHardwareInTheWordsOfTheProfile() {
        Demand demand =
                only(
                        """
                        tosca_definitions_version: tosca_simple_yaml_1_3
                        imports: [ floria ]
                        topology_template:
                          node_templates:
                            trainer:
                              type: floria.nodes.Machine
                              capabilities:
                                host:
                                  properties:
                                    num_cpus: 8
                                    mem_size: 64 GB
                                    num_gpus: 2
                                    gpu_model: "A100-80GB, H100"
                                    gpu_vendor: NVIDIA
                                    gpu_memory: 40 GB
                                    gpu_compute_capability: "8.0"
                                    gpu_driver: "535.1"
                                    cuda: "12.4"
                                    gpu_link: true
                                    infiniband: HDR
                                    network_speed: 25 Gbps
                                    same_fabric: true
                                    instance_type: p4d
                                os: {properties: {architecture: x86_64, distribution: Debian, version: "12"}}
                        """);

        GpuWish gpu = demand.wish().gpu().orElseThrow();
        assertThat(gpu.count()).isEqualTo(2);
        assertThat(gpu.models()).containsExactly("A100-80GB", "H100");
        assertThat(gpu.vendor()).contains("nvidia");
        assertThat(gpu.memory()).isEqualTo(40_000_000_000L);
        assertThat(gpu.computeCapability()).contains("8.0");
        assertThat(gpu.driver()).contains("535.1");
        assertThat(gpu.cuda()).contains("12.4");
        assertThat(gpu.linked()).isTrue();
        assertThat(demand.wish().cpus()).isEqualTo(8);
        assertThat(demand.wish().memory()).isEqualTo(64_000_000_000L);
        assertThat(demand.wish().interconnect().infiniband()).contains(Infiniband.HDR);
        assertThat(demand.wish().interconnect().gigabits()).isEqualTo(25);
        assertThat(demand.wish().sameFabric()).isTrue();
        assertThat(demand.wish().flavour()).contains("p4d");
        assertThat(demand.wish().architecture()).contains("x86_64");
        assertThat(demand.image()).contains("debian:12");
    }

    @Test
    void takesAnImageThatIsNamedBeforeTheOperatingSystem() {
        assertThat(
                        only("""
                        tosca_definitions_version: tosca_simple_yaml_1_3
                        imports: [ floria ]
                        topology_template:
                          node_templates:
                            m:
                              type: floria.nodes.Machine
                              capabilities:
                                host: {properties: {image: "example.org/Science:1"}}
                                os: {properties: {distribution: debian, version: "12"}}
                        """)
                                .image())
                .contains("example.org/Science:1");
    }

    @Test
    void readsAPartOfAGpu() {
        GpuWish gpu =
                only("""
                tosca_definitions_version: tosca_simple_yaml_1_3
                imports: [ floria ]
                topology_template:
                  node_templates:
                    m:
                      type: floria.nodes.Machine
                      capabilities:
                        host: {properties: {num_gpus: 1, gpu_share: 0.25, gpu_slice: 1g.10gb}}
                """)
                        .wish()
                        .gpu()
                        .orElseThrow();

        assertThat(gpu.share()).isEqualTo(0.25);
        assertThat(gpu.slice()).contains("1g.10gb");
    }

    @Test
    void readsTheNamesOfTheIndigoTypes() {
        Demand demand =
                only(
                        """
                        tosca_definitions_version: tosca_simple_yaml_1_0
                        imports: [ indigo ]
                        topology_template:
                          node_templates:
                            worker:
                              type: tosca.nodes.indigo.Compute
                              capabilities:
                                host:
                                  properties:
                                    num_gpus: 1
                                    gpu_model: Tesla V100
                                    gpu_vendor: NVIDIA
                                    infiniband_support: true
                                    preemtible_instance: true
                                    instance_type: any
                                os: {properties: {cuda_min_version: "11.8", gpu_driver_version: "450"}}
                                scalable: {properties: {default_instances: 3}}
                        """);

        GpuWish gpu = demand.wish().gpu().orElseThrow();
        assertThat(gpu.models()).containsExactly("Tesla V100");
        assertThat(gpu.cuda()).contains("11.8");
        assertThat(gpu.driver()).contains("450");
        assertThat(demand.wish().interconnect().infiniband()).contains(Infiniband.SDR);
        assertThat(demand.wish().preemption()).isEqualTo(Wish.Preemption.ALLOWED);
        assertThat(demand.wish().flavour()).isEmpty();
        assertThat(demand.count()).isEqualTo(3);
    }

    @Test
    void aPlainMachineAsksForNoGpu() {
        assertThat(
                        only("""
                        tosca_definitions_version: tosca_simple_yaml_1_3
                        topology_template: {node_templates: {m: {type: tosca.nodes.Compute}}}
                        """)
                                .wish()
                                .gpu())
                .isEmpty();
    }

    private static final String MACHINES =
            """
            tosca_definitions_version: tosca_simple_yaml_1_3
            imports: [ floria, indigo ]
            topology_template:
              node_templates:
                a: {type: tosca.nodes.Compute}
                b: {type: tosca.nodes.Compute}
                app: {type: tosca.nodes.SoftwareComponent, requirements: [{host: a}]}
              groups:
                both: {type: tosca.groups.Root, members: [app, b]}
              policies:
            """;

    @Test
    void readsWhereNodesMayBe() {
        List<Demand> demands =
                Templates.demands(
                                MACHINES
                                        + """
                                            - where:
                                                type: floria.policies.Placement
                                                targets: [app]
                                                properties:
                                                  sites: [one, two]
                                                  countries: [DE, IT]
                                                  regions: ["aws:eu-west-1"]
                                                  zones: [z1]
                                                  certifications: [ISO 27001]
                                                  agreements: [sla-7]
                                                  price_per_hour: 1.5
                                                  queue: 10 m
                                                  preemption: required
                                        """)
                        .all();

        assertThat(demands.getFirst().where())
                .isEqualTo(
                        new Restriction(
                                Set.of("one", "two"),
                                Set.of("DE", "IT"),
                                Set.of("aws:eu-west-1"),
                                Set.of("z1"),
                                Set.of("ISO 27001"),
                                Set.of("sla-7"),
                                Optional.of(new BigDecimal("1.5")),
                                Optional.of(Duration.ofMinutes(10))));
        assertThat(demands.getFirst().wish().preemption()).isEqualTo(Wish.Preemption.REQUIRED);
        assertThat(demands.getLast().where()).isEqualTo(Restriction.NONE);
    }

    @Test
    void readsThePoliciesOfIndigo() {
        List<Demand> demands =
                Templates.demands(
                                MACHINES
                                        + """
                                            - sla:
                                                type: tosca.policies.indigo.SlaPlacement
                                                targets: [a]
                                                properties: {sla_id: sla-42}
                                        """)
                        .all();

        assertThat(demands.getFirst().where().agreements()).containsExactly("sla-42");
        assertThat(demands.getLast().where()).isEqualTo(Restriction.NONE);
    }

    @Test
    void readsWhatHoldsBetweenNodes() {
        assertThat(
                        Templates.demands(
                                        MACHINES
                                                + """
                                                    - close:
                                                        type: floria.policies.Affinity
                                                        targets: [both]
                                                        properties: {level: region}
                                                    - far:
                                                        type: floria.policies.AntiAffinity
                                                        targets: [a, b]
                                                    - wide:
                                                        type: floria.policies.Spread
                                                        targets: [a, b]
                                                        properties: {level: site, least: 2}
                                                """)
                                .bonds())
                .containsExactly(
                        new Bond.Together("policy close", Level.PLACE, Set.of("a", "b")),
                        new Bond.Apart("policy far", Level.ZONE, Set.of("a", "b")),
                        new Bond.Spread("policy wide", Level.SITE, Set.of("a", "b"), 2));
    }

    private static Demand only(String template) {
        return Templates.demands(template).all().getFirst();
    }
}
