package floria.server.site;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import floria.engine.market.Market;
import floria.engine.state.Scope;
import floria.placement.Demand;
import floria.placement.Placer;
import floria.placement.Preferences;
import floria.placement.Restriction;
import floria.placement.experience.Experience;
import floria.placement.hardware.GpuWish;
import floria.placement.hardware.Wish;
import floria.placement.solve.Goal.Order;
import floria.server.problem.BadRequest;
import floria.server.site.SiteView.OfferView;
import floria.site.Offer;

/** Offers of all sites together, priced for what is asked. */
@RestController
@RequestMapping("/api/v1/offers")
@Tag(name = "Sites")
public class OfferController {
    private static final int MOST = 200;
    private static final double GIGABYTE = 1e9;
    private static final double MOST_AMOUNT = 1e9;

    private final Market market;

    public OfferController(Market market) {
        this.market = market;
    }

    /** An offer that does, with its price for what was asked. */
    public record PricedView(
            String site,
            OfferView offer,
            BigDecimal pricePerHour,
            String currency,
            ExperienceView experience) {}

    /**
     * What is to be expected of the next attempt.
     *
     * @param success how likely it works
     * @param readySeconds how long that takes, as a median
     * @param attempts how many this rests on, older ones counting less
     */
    @Schema(name = "Experience")
    public record ExperienceView(double success, long readySeconds, double attempts) {
        static ExperienceView of(Experience.Estimate estimate) {
            return new ExperienceView(
                    Math.round(estimate.success() * 1000) / 1000.0,
                    estimate.ready().toSeconds(),
                    Math.round(estimate.attempts() * 10) / 10.0);
        }
    }

    /**
     * The cheapest first.
     *
     * @param nearest where nothing does: which single change makes it fit, and where
     * @param notes what to know of the list, such as offers that cannot be compared
     */
    @Schema(name = "OfferPage")
    public record Page(List<PricedView> items, List<String> nearest, List<String> notes) {}

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
            @RequestParam(defaultValue = "20") int limit) {
        Market.Found found =
                market.offers(
                        scope,
                        demand(gpu, gpuMemory, cpus, memory, region, preemptible),
                        Preferences.BALANCED.by(Order.COST),
                        Math.clamp(limit, 1, MOST));
        Experience experience = market.experience();
        return new Page(
                found.offers().stream().map(priced -> view(priced, experience)).toList(),
                found.nearest(),
                found.notes());
    }

    private PricedView view(Placer.Priced priced, Experience experience) {
        String site = priced.candidate().site().name();
        return new PricedView(
                site,
                OfferView.of(priced.offer()),
                priced.pricePerHour(),
                priced.offer().currency(),
                ExperienceView.of(
                        experience.of(
                                new Experience.Subject(site, priced.offer().id()), market.now())));
    }

    private static void amount(String parameter, double number) {
        if (!(number >= 0 && number <= MOST_AMOUNT)) {
            throw new BadRequest(
                    "The parameter " + parameter + " is not between 0 and 1000000000.");
        }
    }

    private static Demand demand(
            @Nullable String gpu,
            @Nullable Double gpuMemory,
            double cpus,
            double memory,
            @Nullable String region,
            boolean preemptible) {
        amount("cpus", cpus);
        amount("memory", memory);
        amount("gpuMemory", gpuMemory == null ? 0 : gpuMemory);
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
}
