package floria.server.site;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import floria.engine.Sites;
import floria.engine.state.Scope;
import floria.engine.state.Store;
import floria.placement.Candidate;
import floria.placement.Demand;
import floria.placement.Placer;
import floria.placement.Preferences;
import floria.placement.Question;
import floria.placement.Restriction;
import floria.placement.hardware.GpuTable;
import floria.placement.hardware.GpuWish;
import floria.placement.hardware.Wish;
import floria.placement.solve.Goal.Order;
import floria.server.problem.BadRequest;
import floria.server.site.SiteView.OfferView;
import floria.site.Offer;
import floria.site.Site;
import floria.site.SiteContext;
import floria.site.SiteDescription;
import floria.site.SiteException;

/** Offers of all sites together, priced for what is asked. */
@RestController
@RequestMapping("/api/v1/offers")
@Tag(name = "Sites")
public class OfferController {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MOST = 200;
    private static final double GIGABYTE = 1e9;

    private final Sites sites;
    private final Store store;
    private final InstantSource clock;

    public OfferController(Sites sites, Store store, InstantSource clock) {
        this.sites = sites;
        this.store = store;
        this.clock = clock;
    }

    /** An offer that does, with its price for what was asked. */
    public record PricedView(
            String site, OfferView offer, BigDecimal pricePerHour, String currency) {}

    /**
     * The cheapest first.
     *
     * @param nearest where nothing does: which single change makes it fit, and where
     */
    @Schema(name = "OfferPage")
    public record Page(List<PricedView> items, List<String> nearest) {}

    @GetMapping
    @Operation(summary = "Lists the offers that have what is asked for, the cheapest first")
    Page listOffers(
            Scope scope,
            @RequestParam(required = false)
                    @Parameter(description = "Such as A100:2, H100,H200:1 or 1.")
                    @Nullable String gpu,
            @RequestParam(required = false) @Parameter(description = "Memory of each GPU in GB.")
                    @Nullable Double gpuMemory,
            @RequestParam(defaultValue = "0") double cpus,
            @RequestParam(defaultValue = "0") @Parameter(description = "In GB.") double memory,
            @RequestParam(required = false) @Nullable String region,
            @RequestParam(defaultValue = "false")
                    @Parameter(description = "Also what the site may take back.")
                    boolean preemptible,
            @RequestParam(defaultValue = "20") int limit)
            throws InterruptedException {
        Demand demand = demand(gpu, gpuMemory, cpus, memory, region, preemptible);
        Question market =
                Question.of(List.of(), candidates(scope))
                        .preferring(Preferences.BALANCED.by(Order.COST));
        Placer placer = new Placer(GpuTable.bundled());
        List<PricedView> found =
                placer.offers(demand, market, Math.clamp(limit, 1, MOST)).stream()
                        .map(priced ->
                                new PricedView(
                                        priced.candidate().site().name(),
                                        OfferView.of(priced.offer()),
                                        priced.pricePerHour(),
                                        priced.offer().currency()))
                        .toList();
        return new Page(found, found.isEmpty() ? placer.nearest(demand, market) : List.of());
    }

    private static Demand demand(
            @Nullable String gpu,
            @Nullable Double gpuMemory,
            double cpus,
            double memory,
            @Nullable String region,
            boolean preemptible) {
        if (!(cpus >= 0 && memory >= 0 && (gpuMemory == null || gpuMemory >= 0))) {
            throw new BadRequest("What is asked for is less than nothing.");
        }
        Wish wish = Wish.of(cpus, (long) (memory * GIGABYTE), 0);
        if (gpu != null || gpuMemory != null) {
            try {
                GpuWish gpus = GpuWish.parse(gpu == null ? "1" : gpu);
                wish =
                        wish.with(
                                gpuMemory == null
                                        ? gpus
                                        : gpus.withMemory((long) (gpuMemory * GIGABYTE)));
            } catch (IllegalArgumentException e) {
                throw new BadRequest("The parameter gpu: " + e.getMessage() + ".");
            }
        }
        if (preemptible) {
            wish = wish.preempted(Wish.Preemption.ALLOWED);
        }
        Restriction where =
                region == null
                        ? Restriction.NONE
                        : new Restriction(
                                Set.of(),
                                Set.of(),
                                Set.of(region),
                                Set.of(),
                                Set.of(),
                                Set.of(),
                                Optional.empty(),
                                Optional.empty());
        return new Demand("it", Offer.Kind.MACHINE, wish, Optional.empty(), 1, where);
    }

    /** Sites that do not answer have no offers; `sites` says why. */
    private List<Candidate> candidates(Scope scope) throws InterruptedException {
        SiteContext context =
                new SiteContext(
                        scope.project(),
                        store.installation(),
                        clock.instant().plus(PATIENCE),
                        () -> false);
        List<Candidate> candidates = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Optional<Candidate>>> asked = new ArrayList<>();
            for (Site site : sites.byName().values()) {
                asked.add(threads.submit(() -> candidate(site, context)));
            }
            for (Future<Optional<Candidate>> answer : asked) {
                answer.get().ifPresent(candidates::add);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        return candidates;
    }

    private static Optional<Candidate> candidate(Site site, SiteContext context) {
        try {
            SiteDescription description = site.describe();
            return Optional.of(new Candidate(description, site.offers(context), Optional.empty()));
        } catch (SiteException _) {
            return Optional.empty();
        }
    }
}
