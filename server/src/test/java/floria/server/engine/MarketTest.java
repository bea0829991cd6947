package floria.server.engine;

import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import floria.engine.deployment.Refusal;
import floria.engine.market.SiteTerms;
import floria.engine.market.SiteTerms.Agreement;
import floria.engine.market.SiteTerms.Limit;
import floria.engine.market.SiteTerms.Whose;
import floria.engine.market.Terms;
import floria.engine.run.Retry;
import floria.engine.state.Deployment;
import floria.engine.state.Scope;
import floria.placement.Placement;
import floria.placement.Quota;
import floria.placement.catalogue.Csv;
import floria.placement.catalogue.PriceList;
import floria.placement.catalogue.Prices;
import floria.placement.data.RouteTable;
import floria.placement.data.Routes;
import floria.site.Hardware;
import floria.site.simulated.SimulatedSettings;
import floria.site.simulated.SimulatedSite;
import floria.site.simulated.World;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the operator says of sites, and what that does to placements. */
class MarketTest {
    private static final Scope BIO = new Scope("biology", "eve");

    private static final String HEAD =
            """
            tosca_definitions_version: tosca_simple_yaml_1_3
            imports: [ floria, indigo ]
            topology_template:
            """;
    private static final String MACHINE =
            HEAD + "  node_templates:\n    machine: {type: tosca.nodes.Compute}\n";

    @TempDir Path folder;

    private final SetClock clock = new SetClock(Instant.parse("2026-11-01T12:00:00Z"));
    private final List<World> worlds = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // every test starts it first
    private Bench bench;

    @AfterEach
    void end() {
        bench.close();
        worlds.forEach(World::close);
    }

    private void start(Terms terms) {
        bench =
                new Bench(
                        folder,
                        new Halt(0),
                        Retry.STANDARD,
                        clock,
                        Optional.empty(),
                        terms,
                        site("a", "0.10"),
                        site("b", "0.20"));
        bench.engine.start();
    }

    private SimulatedSite site(String name, String price) {
        return new SimulatedSite(settings(name, price), world());
    }

    private World world() {
        World world = World.inMemory();
        worlds.add(world);
        return world;
    }

    private static SimulatedSettings settings(String name, String price) {
        return SimulatedSettings.of(name)
                .withOffers(
                        List.of(
                                SimulatedSettings.offer(
                                        "m", Hardware.of(4, 8L << 30, 1L << 40), price)));
    }

    private static Terms terms(String site, SiteTerms its) {
        return new Terms(Map.of(site, its), List.of(), Routes.UNKNOWN, Map.of());
    }

    private static SiteTerms limits(Limit... limits) {
        return new SiteTerms(
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                Set.of(),
                List.of(),
                List.of(limits),
                Set.of());
    }

    private static SiteTerms place(
            String country, Set<String> certifications, Set<String> projects) {
        return new SiteTerms(
                Optional.of(country),
                Optional.empty(),
                certifications,
                projects,
                List.of(),
                List.of(),
                Set.of());
    }

    @Test
    void quotasCountWhatIsUsedAndReserved() {
        start(
                terms(
                        "a",
                        limits(
                                new Limit(Whose.PROJECT, Optional.empty(), Quota.Resource.CPUS, 8),
                                new Limit(
                                        Whose.SITE,
                                        Optional.empty(),
                                        Quota.Resource.MACHINES,
                                        3))));

        for (String name : List.of("one", "two")) {
            Deployment made =
                    bench.deployments()
                            .create(Scope.LOCAL, Bench.request(name, MACHINE), Optional.empty());
            bench.awaitStatus(made.id(), Deployment.Status.RUNNING);
            assertThat(site(made)).isEqualTo("a");
        }
        // Two of four CPUs each are all that the project may have there.
        Placement other =
                bench.deployments().plan(Scope.LOCAL, Bench.request("plan", MACHINE)).placement();
        assertThat(other.of("machine").orElseThrow().site()).isEqualTo("b");
        assertThat(other.rejected())
                .contains(
                        new Placement.Rejection(
                                "",
                                "a",
                                "",
                                List.of("quota of project default: 0 of 8 cpus left")));
        assertThat(other.explanation().alternatives()).isEmpty();
        assertThat(site(BIO, MACHINE)).isEqualTo("a");

        bench.deployments().create(BIO, Bench.request("bio", MACHINE), Optional.empty());
        assertThat(site(BIO, MACHINE)).isEqualTo("b");
        assertThatThrownBy(() ->
                        bench.deployments()
                                .plan(BIO, Bench.request("more", MACHINE + policy("sites: [a]"))))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal ->
                                assertThat(refusal.hint().orElse(""))
                                        .contains("quota of the site: 0 of 3 machines left"));
    }

    @Test
    void aQuotaOfAGroupCountsWhatItsProjectsUseTogether() {
        start(
                terms(
                        "a",
                        limits(
                                new Limit(
                                        Whose.GROUP,
                                        Optional.of("labs"),
                                        Quota.Resource.CPUS,
                                        8,
                                        Set.of(BIO.project(), Scope.LOCAL.project())))));
        for (Scope scope : List.of(Scope.LOCAL, BIO)) {
            assertThat(site(scope, MACHINE)).isEqualTo("a");
            Deployment made =
                    bench.deployments()
                            .create(
                                    scope,
                                    Bench.request("of-" + scope.project(), MACHINE),
                                    Optional.empty());
            Awaitility.await()
                    .until(() ->
                            bench.store.deployment(scope, made.id()).orElseThrow().status()
                                    == Deployment.Status.RUNNING);
        }

        assertThat(site(Scope.LOCAL, MACHINE)).isEqualTo("b");
        assertThat(site(BIO, MACHINE)).isEqualTo("b");
        assertThat(site(new Scope("chemistry", "eve"), MACHINE)).isEqualTo("a");
    }

    @Test
    void whatTheSiteItselfAllowsCountsToo() {
        bench =
                new Bench(
                        folder,
                        new Halt(0),
                        Retry.STANDARD,
                        clock,
                        Optional.empty(),
                        Terms.NONE,
                        new SimulatedSite(settings("a", "0.10").withQuota(1), world()),
                        site("b", "0.20"));
        bench.engine.start();
        Deployment first =
                bench.deployments()
                        .create(Scope.LOCAL, Bench.request("first", MACHINE), Optional.empty());
        bench.awaitStatus(first.id(), Deployment.Status.RUNNING);

        assertThat(site(first)).isEqualTo("a");
        assertThat(site(Scope.LOCAL, MACHINE)).isEqualTo("b");
        assertThatThrownBy(() ->
                        bench.deployments()
                                .plan(
                                        Scope.LOCAL,
                                        Bench.request("more", MACHINE + policy("sites: [a]"))))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal ->
                                assertThat(refusal.hint().orElse(""))
                                        .contains(
                                                "quota of this installation: 0 of 1 machines left"));
    }

    @Test
    void whatIsPricedInAnotherCurrencyIsLeftOut() {
        List<Prices> dollars =
                List.of((site, offer) ->
                        site.equals("b")
                                ? Optional.of(offer.withPrice(new BigDecimal("0.15"), "USD"))
                                : Optional.empty());
        start(new Terms(Map.of(), dollars, Routes.UNKNOWN, Map.of()));
        assertThat(site(Scope.LOCAL, MACHINE)).isEqualTo("a");
    }

    @Test
    void aRateLeadsPricesToOneCurrency() {
        List<Prices> dollars =
                List.of((site, offer) ->
                        site.equals("b")
                                ? Optional.of(offer.withPrice(new BigDecimal("0.15"), "USD"))
                                : Optional.empty());
        start(
                new Terms(
                        Map.of(),
                        dollars,
                        Routes.UNKNOWN,
                        Map.of(),
                        Map.of("USD", new Terms.Rate(new BigDecimal("0.5"), "EUR"))));
        assertThat(site(Scope.LOCAL, MACHINE)).isEqualTo("b");
    }

    @Test
    void countryCertificationAndProjectsDecide() {
        start(
                new Terms(
                        Map.of(
                                "a",
                                place("IT", Set.of(), Set.of("default")),
                                "b",
                                place("DE", Set.of("ISO 27001"), Set.of())),
                        List.of(),
                        Routes.UNKNOWN,
                        Map.of()));

        assertThat(site(Scope.LOCAL, MACHINE)).isEqualTo("a");
        assertThat(site(BIO, MACHINE)).isEqualTo("b");
        assertThat(
                        bench.deployments()
                                .plan(BIO, Bench.request("plan", MACHINE))
                                .placement()
                                .rejected())
                .anySatisfy(rejection -> {
                    assertThat(rejection.site()).isEqualTo("a");
                    assertThat(rejection.reasons().getFirst())
                            .isEqualTo("is not open to the project biology");
                });
        assertThatThrownBy(() ->
                        bench.deployments()
                                .plan(BIO, Bench.request("more", MACHINE + policy("sites: [a]"))))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal ->
                                assertThat(refusal.rejections().toString())
                                        .contains("is not open to the project biology"));
        assertThat(site(Scope.LOCAL, MACHINE + policy("countries: [DE]"))).isEqualTo("b");
        assertThat(site(Scope.LOCAL, MACHINE + policy("certifications: [ISO 27001]")))
                .isEqualTo("b");
    }

    @Test
    void anAgreementOfIndigoIsHonouredWhileItIsValid() {
        SiteTerms agreed =
                new SiteTerms(
                        Optional.empty(),
                        Optional.empty(),
                        Set.of(),
                        Set.of(),
                        List.of(
                                new Agreement(
                                        "sla-42",
                                        Instant.parse("2026-01-01T00:00:00Z"),
                                        Instant.parse("2026-12-01T00:00:00Z"),
                                        Set.of("default"))),
                        List.of(),
                        Set.of());
        start(terms("b", agreed));
        String sla =
                MACHINE
                        + """
                          policies:
                            - sla: {type: tosca.policies.indigo.SlaPlacement, targets: [machine], properties: {sla_id: sla-42}}
                        """;

        assertThat(site(Scope.LOCAL, sla)).isEqualTo("b");
        assertThatThrownBy(() -> site(BIO, sla)).isInstanceOf(Refusal.class);
        clock.pass(Duration.ofDays(60));
        assertThatThrownBy(() -> site(Scope.LOCAL, sla))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal ->
                                assertThat(refusal.rejections())
                                        .anyMatch(rejection ->
                                                rejection
                                                        .reasons()
                                                        .contains(
                                                                "has no agreement sla-42 that is valid now")));
    }

    @Test
    void listsOfPricesReplaceWhatSitesSay() {
        Prices list =
                PriceList.of(
                        Csv.read(
                                "prices.csv",
                                new StringReader(
                                        """
                                        Site,Region,Zone,Offer,CpuHour,MemoryGBHour,Gpu,GpuHour,Hour,Currency
                                        a,*,*,*,0.10,,,,,EUR
                                        """)));
        start(new Terms(Map.of(), List.of(list), Routes.UNKNOWN, Map.of()));

        Placement placement =
                bench.deployments().plan(Scope.LOCAL, Bench.request("x", MACHINE)).placement();
        assertThat(placement.of("machine").orElseThrow().site()).isEqualTo("b");
        assertThat(placement.reasons()).contains("a costs 0.4 EUR per hour, b 0.20");
    }

    @Test
    void dataDrawsWhatReadsItNearWhenEgressHasItsPrice() {
        String reading =
                HEAD
                        + """
                          node_templates:
                            images:
                              type: floria.nodes.DataSet
                              properties: {size: 1 TB, replicas: [b]}
                            machine: {type: tosca.nodes.Compute}
                            training:
                              type: tosca.nodes.SoftwareComponent
                              requirements:
                                - host: machine
                                - dependency:
                                    node: images
                                    relationship: {type: floria.relationships.Reads, properties: {times: 2}}
                        """;
        RouteTable routes =
                new RouteTable(new Routes.Route(java.math.BigDecimal.ZERO, 100))
                        .prices(
                                Csv.read(
                                        "egress.csv",
                                        new StringReader(
                                                "Source,Destination,UsdPerGB\nb,a,0.05\n")));
        start(new Terms(Map.of(), List.of(), routes, Map.of()));

        Placement near =
                bench.deployments().plan(Scope.LOCAL, Bench.request("x", reading)).placement();
        assertThat(near.of("machine").orElseThrow().site()).isEqualTo("b");
        assertThat(near.explanation().data())
                .singleElement()
                .satisfies(use ->
                        assertThat(use.words()).isEqualTo("images is read where it is, in b"));
        assertThat(near.reasons()).contains("a costs 97.60 EUR more over 24.0 h with its data");
        assertThat(site(Scope.LOCAL, reading.replace("replicas: [b]", "replicas: [a, b]")))
                .isEqualTo("a");
    }

    private static String policy(String property) {
        return "  policies:\n    - p: {type: floria.policies.Placement, properties: {"
                + property
                + "}}\n";
    }

    private String site(Scope scope, String template) {
        return bench.deployments()
                .plan(scope, Bench.request("plan", template))
                .placement()
                .of("machine")
                .orElseThrow()
                .site();
    }

    private String site(Deployment deployment) {
        return bench.store.instances(Scope.LOCAL, deployment.id()).stream()
                .filter(one -> one.node().equals("machine"))
                .findFirst()
                .orElseThrow()
                .site();
    }
}
