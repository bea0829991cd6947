package floria.server.engine;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import floria.engine.deployment.Consent;
import floria.engine.deployment.Forecast;
import floria.engine.deployment.Preview;
import floria.engine.deployment.Refusal;
import floria.engine.deployment.Request;
import floria.engine.deployment.Wish;
import floria.engine.market.SiteTerms;
import floria.engine.market.Terms;
import floria.engine.plan.Change;
import floria.engine.run.Retry;
import floria.engine.state.Deployment;
import floria.engine.state.Instance;
import floria.engine.state.Scope;
import floria.placement.Placement;
import floria.placement.data.Routes;
import floria.site.Command;
import floria.site.Hardware;
import floria.site.Key;
import floria.site.Offer;
import floria.site.simulated.CommandScript;
import floria.site.simulated.SimulatedSettings;
import floria.site.simulated.SimulatedSite;
import floria.site.simulated.World;
import floria.tosca.source.Source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** One deployment on several sites. */
class HybridTest {
    private static final String HEAD =
            """
            tosca_definitions_version: tosca_simple_yaml_1_3
            imports: [ floria ]
            node_types:
              test.Trainer:
                derived_from: floria.nodes.Service
                requirements:
                  - database:
                      capability: floria.capabilities.Endpoint
                      relationship: tosca.relationships.ConnectsTo
            topology_template:
              inputs:
                network: {type: string, default: PUBLIC}
                memory: {type: scalar-unit.size, default: 1 GB}
            """;
    private static final String NODES =
            """
              node_templates:
                volume: {type: tosca.nodes.Storage.BlockStorage, properties: {name: d, size: 1 GB}}
                store:
                  type: tosca.nodes.Compute
                  capabilities: {host: {properties: {mem_size: {get_input: memory}}}}
                  requirements:
                    - local_storage:
                        node: volume
                        relationship: {type: tosca.relationships.AttachesTo, properties: {location: /d}}
                db:
                  type: floria.nodes.Service
                  capabilities:
                    endpoint: {properties: {port: 5432, published_port: 15432, network_name: {get_input: network}}}
                  requirements: [{host: store}]
                  interfaces: {Process: {operations: {run: a.sh}}}
                gpu:
                  type: floria.nodes.Machine
                  capabilities: {host: {properties: {num_gpus: 1}}}
                training:
                  type: test.Trainer
                  requirements: [{host: gpu}, {database: {node: db, capability: endpoint}}]
                  interfaces:
                    Standard:
                      operations:
                        configure:
                          implementation: a.sh
                          inputs:
                            PGHOST: {get_attribute: [SELF, database, ip_address]}
                            PGPORT: {get_attribute: [SELF, database, bind_port]}
            """;
    private static final String TEMPLATE = HEAD + NODES;

    @TempDir Path folder;

    private final Map<String, String> told = new ConcurrentHashMap<>();
    private final World cloud = World.inMemory();
    private final World home = World.inMemory();

    @SuppressWarnings("NullAway.Init") // every test starts it first
    private Bench bench;

    @AfterEach
    void end() {
        bench.close();
        cloud.close();
        home.close();
    }

    /** Home is cheap and has no GPU; the cloud has everything. */
    private void start() {
        start(Map.of());
    }

    /** On these networks. */
    private void start(Map<String, Set<String>> networks) {
        Map<String, SiteTerms> terms =
                networks.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, one -> on(one.getValue())));
        bench =
                new Bench(
                        folder,
                        new Halt(0),
                        Retry.STANDARD,
                        Clock.systemUTC(),
                        Optional.empty(),
                        new Terms(terms, List.of(), Routes.UNKNOWN, Map.of()),
                        site("home", home, false),
                        site("cloud", cloud, true));
        bench.engine.start();
    }

    private static SiteTerms on(Set<String> networks) {
        return new SiteTerms(
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                Set.of(),
                List.of(),
                List.of(),
                networks);
    }

    private SimulatedSite site(String name, World world, boolean gpu) {
        Offer small =
                SimulatedSettings.offer(
                        "small", Hardware.of(4, 8L << 30, 1L << 40), gpu ? "0.20" : "0.05");
        Offer large =
                SimulatedSettings.offer(
                        "gpu",
                        new Hardware(16, 64L << 30, 1L << 40, 1, Optional.of("A100")),
                        "2.40");
        return new SimulatedSite(
                SimulatedSettings.of(name)
                        .withOffers(gpu ? List.of(small, large) : List.of(small))
                        .withCommands(this::outcome),
                world);
    }

    private CommandScript.Outcome outcome(Key machine, Command command) {
        if (command.environment().containsKey("PGHOST")) {
            told.put("host", command.environment().get("PGHOST"));
            told.put("port", command.environment().get("PGPORT"));
        }
        boolean runs = command.environment().getOrDefault("FLORIA_OPERATION", "").endsWith("run");
        return new CommandScript.Outcome(
                0, List.of(), runs ? CommandScript.Outcome.FOR_EVER : Duration.ZERO);
    }

    @Test
    void eachPartGoesWhereItIsBestWhenTheLinkMayCross() {
        start();

        Preview plan = bench.deployments().plan(Scope.LOCAL, request(TEMPLATE, Map.of()));

        assertThat(sites(plan.placement()))
                .containsEntry("store", "home")
                .containsEntry("volume", "home")
                .containsEntry("gpu", "cloud")
                .containsEntry("(network)", "home")
                .containsEntry("(network cloud)", "cloud");
        assertThat(plan.placement().reasons())
                .contains(
                        "training on cloud connects to db on home over its published address",
                        "all on cloud costs 2.80 EUR per hour, this 2.50");
    }

    @Test
    void everyMachineIsInTheNetworkOfItsOwnSiteAndIsToldThePublishedAddress() {
        start();
        Deployment made = deployed(NOT_READY);

        assertThat(parts(home))
                .containsExactlyInAnyOrder(Key.Part.NETWORK, Key.Part.MACHINE, Key.Part.VOLUME);
        assertThat(parts(cloud)).containsExactlyInAnyOrder(Key.Part.NETWORK, Key.Part.MACHINE);
        assertThat(told).containsEntry("port", "15432");
        assertThat(told.get("host")).startsWith("198.18.");
        bench.deployments().delete(Scope.LOCAL, made.id(), false, false);
        bench.awaitStatus(made.id(), Deployment.Status.DELETED);
        assertThat(home.resources()).isEmpty();
        assertThat(cloud.resources()).isEmpty();
    }

    @Test
    void aPrivateLinkKeepsBothOnTheSiteThatHasEverything() {
        start();

        Preview plan =
                bench.deployments()
                        .plan(Scope.LOCAL, request(TEMPLATE, Map.of("network", "PRIVATE")));

        assertThat(Set.copyOf(sites(plan.placement()).values())).containsExactly("cloud");
        assertThat(plan.placement().networks()).containsExactly("(network)");
    }

    @Test
    void aPolicyThatTearsAPrivateLinkApartIsRefusedWithWhatWouldHelp() {
        start();
        String policy =
                """
                  policies:
                    - far: {type: floria.policies.Placement, targets: [store], properties: {sites: [home]}}
                """;

        assertThat(
                        sites(
                                bench.deployments()
                                        .plan(Scope.LOCAL, request(TEMPLATE + policy, Map.of()))
                                        .placement()))
                .containsEntry("store", "home")
                .containsEntry("gpu", "cloud");
        assertThatThrownBy(() ->
                        bench.deployments()
                                .plan(
                                        Scope.LOCAL,
                                        request(TEMPLATE + policy, Map.of("network", "PRIVATE"))))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal ->
                                assertThat(refusal.hint().orElse(""))
                                        .contains(
                                                "private link training → db (gpu, store on one site, or on sites that are both on one network)",
                                                "networks in sites.yaml",
                                                "network_name: PUBLIC"));
    }

    @Test
    void aPrivateLinkCrossesOverANetworkThatBothSitesAreOn() {
        start(Map.of("home", Set.of("campus", "lab"), "cloud", Set.of("campus")));

        Deployment made = deployed(NOT_READY.replace("default: PUBLIC", "default: PRIVATE"));

        Placement placement = bench.store.revisions(Scope.LOCAL, made.id()).getLast().placement();
        assertThat(sites(placement)).containsEntry("store", "home").containsEntry("gpu", "cloud");
        assertThat(placement.reasons())
                .contains("training on cloud connects to db on home over the network campus");
        // It is told what holds within the network, not what is published.
        assertThat(told.get("host")).startsWith("10.0.");
        assertThat(told).containsEntry("port", "5432");
    }

    @Test
    void aLinkThatNamesItsNetworkCrossesOverThatAlone() {
        start(Map.of("home", Set.of("campus", "lab"), "cloud", Set.of("campus")));

        assertThat(sites(planned("campus"))).containsEntry("store", "home");
        assertThat(Set.copyOf(sites(planned("lab")).values())).containsExactly("cloud");
    }

    @Test
    void whatIsPlacedLaterIsOnANetworkWithWhatStays() {
        start(Map.of("home", Set.of("campus"), "cloud", Set.of("campus")));
        Deployment made = deployed(NOT_READY.replace("default: PUBLIC", "default: PRIVATE"));

        Forecast forecast =
                bench.deployments()
                        .forecast(
                                Scope.LOCAL,
                                made.name(),
                                new Wish.Update(
                                        Optional.empty(),
                                        Map.of("memory", floria.tosca.value.Value.text("2 GB"))));

        assertThat(sites(forecast.after())).isEqualTo(sites(forecast.before()));
    }

    private Placement planned(String network) {
        return bench.deployments()
                .plan(Scope.LOCAL, request(TEMPLATE, Map.of("network", network)))
                .placement();
    }

    @Test
    void movesWithEverythingToAnotherSite() {
        start();
        Deployment made = deployed(NOT_READY);
        Forecast forecast =
                bench.deployments().forecast(Scope.LOCAL, made.name(), new Wish.Move("cloud"));

        assertThat(kinds(forecast))
                .containsEntry("store", Change.Kind.MOVE)
                .containsEntry("volume", Change.Kind.MOVE)
                .containsEntry("(network)", Change.Kind.REMOVE)
                .containsEntry("(network cloud)", Change.Kind.NONE)
                .containsEntry("gpu", Change.Kind.NONE)
                .containsEntry("training", Change.Kind.RESTART);
        Wish move = new Wish.Move("cloud");
        assertThatThrownBy(() -> change(made, new Wish.Move("home"), CONSENT))
                .hasMessageContaining("no site takes every node");

        change(made, move, Consent.NONE);
        bench.awaitStatus(made.id(), Deployment.Status.RUNNING);

        assertThat(home.resources()).isEmpty();
        assertThat(parts(cloud))
                .containsExactlyInAnyOrder(
                        Key.Part.NETWORK, Key.Part.MACHINE, Key.Part.MACHINE, Key.Part.VOLUME);
        assertThat(instances(made))
                .filteredOn(one -> !one.site().isEmpty())
                .allMatch(one -> one.site().equals("cloud"));
        // On one site again, the private address does.
        assertThat(told.get("host")).startsWith("10.0.");
        assertThat(told).containsEntry("port", "5432");
    }

    @Test
    void whatChangesIsPlacedBesideWhatStays() {
        start();
        Deployment made = deployed(NOT_READY);

        Forecast forecast =
                bench.deployments()
                        .forecast(
                                Scope.LOCAL,
                                made.name(),
                                new Wish.Update(
                                        Optional.empty(),
                                        Map.of("memory", floria.tosca.value.Value.text("2 GB"))));

        assertThat(sites(forecast.after())).isEqualTo(sites(forecast.before()));
        assertThat(kinds(forecast))
                .containsEntry("store", Change.Kind.REPLACE)
                .containsEntry("volume", Change.Kind.NONE)
                .containsEntry("gpu", Change.Kind.NONE)
                .containsEntry("(network)", Change.Kind.NONE);
    }

    private static final Consent CONSENT = new Consent(Optional.empty(), true);

    /** Nothing answers at simulated machines, so services are left out of what is deployed. */
    private static final String NOT_READY =
            TEMPLATE.replace("interfaces: {Process: {operations: {run: a.sh}}}", "description: x")
                    .replace("floria.nodes.Service", "test.Server")
                    .replace(
                            "node_types:\n",
                            """
                            node_types:
                              test.Server:
                                derived_from: tosca.nodes.SoftwareComponent
                                capabilities: {endpoint: {type: floria.capabilities.Endpoint}}
                            """);

    private Deployment deployed(String template) {
        Deployment made =
                bench.deployments()
                        .create(Scope.LOCAL, request(template, Map.of()), Optional.empty());
        return bench.await(
                made.id(),
                now ->
                        now.status() == Deployment.Status.RUNNING
                                || now.status() == Deployment.Status.FAILED);
    }

    private void change(Deployment made, Wish wish, Consent consent) {
        bench.deployments().change(Scope.LOCAL, made.name(), wish, consent, Optional.empty());
    }

    private List<Instance> instances(Deployment made) {
        return bench.store.instances(Scope.LOCAL, made.id());
    }

    private static List<Key.Part> parts(World world) {
        return world.resources().stream().map(Key::part).toList();
    }

    private static Map<String, String> sites(Placement placement) {
        return placement.assignments().values().stream()
                .collect(Collectors.toMap(Placement.Assignment::node, Placement.Assignment::site));
    }

    private static Map<String, Change.Kind> kinds(Forecast forecast) {
        Map<String, Change.Kind> kinds = new TreeMap<>();
        forecast.plan()
                .changes()
                .forEach(change -> kinds.put(change.instance().label(), change.kind()));
        return kinds;
    }

    private static Request request(String template, Map<String, String> inputs) {
        return new Request(
                Optional.of("hybrid"),
                "t.yaml",
                Map.of("t.yaml", source("t.yaml", template), "a.sh", source("a.sh", "true\n")),
                inputs.entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        Map.Entry::getKey,
                                        entry -> floria.tosca.value.Value.text(entry.getValue()))),
                Optional.empty());
    }

    private static Source source(String path, String text) {
        return new Source("file:" + path, text.getBytes(StandardCharsets.UTF_8));
    }
}
