package floria.server.site;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import floria.engine.Sites;
import floria.engine.market.Market;
import floria.engine.state.Scope;
import floria.engine.state.Store;
import floria.placement.Quota;
import floria.server.site.SiteView.FaultView;
import floria.server.site.SiteView.OfferView;
import floria.server.site.SiteView.QuotaView;
import floria.site.Fault;
import floria.site.Offer;
import floria.site.Site;
import floria.site.SiteContext;
import floria.site.SiteDescription;
import floria.site.SiteException;

/** Where things can run. */
@RestController
@RequestMapping("/api/v1/sites")
@Tag(name = "Sites", description = "Where things can run, and what can be had there now.")
public class SiteController {
    private static final Logger LOG = LoggerFactory.getLogger(SiteController.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Sites sites;
    private final Store store;
    private final Market market;
    private final InstantSource clock;

    public SiteController(Sites sites, Store store, Market market, InstantSource clock) {
        this.sites = sites;
        this.store = store;
        this.market = market;
        this.clock = clock;
    }

    /** All sites, the preferred one first. */
    @Schema(name = "SitePage")
    public record Page(List<SiteView> items) {}

    @GetMapping
    @Operation(summary = "Lists sites with what they offer now")
    Page listSites(Scope scope) throws InterruptedException {
        SiteContext context =
                new SiteContext(
                        scope.project(),
                        store.installation(),
                        clock.instant().plus(PATIENCE),
                        () -> false);
        List<SiteView> views = new ArrayList<>();
        // Side by side: a site that does not answer does not keep the others waiting.
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<SiteView>> asked = new ArrayList<>();
            for (Map.Entry<String, Site> site : sites.byName().entrySet()) {
                asked.add(
                        threads.submit(() -> view(site.getKey(), site.getValue(), scope, context)));
            }
            for (Future<SiteView> answer : asked) {
                views.add(answer.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        return new Page(views);
    }

    private SiteView view(String name, Site site, Scope scope, SiteContext context) {
        try {
            SiteDescription description = site.describe();
            Optional<Fault> closed = market.closed(scope, name);
            if (closed.isPresent()) {
                return view(name, description, List.of(), List.of(), closed);
            }
            try {
                List<Offer> offers = site.offers(context);
                return view(
                        name,
                        description,
                        offers,
                        market.quotas(scope, site, offers),
                        Optional.empty());
            } catch (SiteException e) {
                LOG.debug("The site {} has no offers", name, e);
                return view(name, description, List.of(), List.of(), Optional.of(e.fault()));
            }
        } catch (SiteException e) {
            LOG.debug("The site {} cannot be described", name, e);
            return new SiteView(
                    name,
                    "",
                    name,
                    false,
                    List.of(),
                    List.of(),
                    Optional.of(FaultView.of(e.fault())));
        }
    }

    private static SiteView view(
            String name,
            SiteDescription description,
            List<Offer> offers,
            List<Quota> quotas,
            Optional<Fault> fault) {
        return new SiteView(
                name,
                description.kind(),
                description.title(),
                description.isolated(),
                offers.stream().map(OfferView::of).toList(),
                quotas.stream().map(QuotaView::of).toList(),
                fault.map(FaultView::of));
    }
}
