package floria.engine.market;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import floria.engine.lesson.Lessons;
import floria.engine.resource.Located;
import floria.engine.state.Scope;
import floria.engine.state.Store;
import floria.placement.Candidate;
import floria.placement.Demand;
import floria.placement.Placer;
import floria.placement.Preferences;
import floria.placement.Question;
import floria.placement.Quota;
import floria.placement.data.Routes;
import floria.placement.experience.Experience;
import floria.placement.failover.Barrier;
import floria.placement.hardware.GpuTable;
import floria.site.Fault;
import floria.site.Offer;
import floria.site.Site;
import floria.site.SiteContext;
import floria.site.SiteDescription;
import floria.site.SiteException;

/**
 * What can be had now at all sites, as it is for who asks: at the prices, under the agreements and
 * within the limits that hold, with what is known from attempts before. Safe for use by many
 * threads.
 */
public final class Market {
    private static final Logger LOGGER = LoggerFactory.getLogger(Market.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Located located;
    private final Terms terms;
    private final Store store;
    private final Lessons lessons;
    private final Placer placer = new Placer(GpuTable.bundled());
    private final Map<String, Candidate> last = new ConcurrentHashMap<>();

    public Market(Located located, Terms terms, Store store, Lessons lessons) {
        this.located = located;
        this.terms = terms;
        this.store = store;
        this.lessons = lessons;
    }

    /** Places; keeps what it has made of the offers as long as they are the same. */
    public Placer placer() {
        return placer;
    }

    /** The moment as of which everything is known. */
    public Instant now() {
        return located.clock().instant();
    }

    /** What data costs to move. */
    public Routes routes() {
        return terms.routes();
    }

    public Experience experience() {
        return lessons.experience();
    }

    public Barrier barrier(Scope scope) {
        return lessons.blocks().barrier(scope.project(), now());
    }

    /** The networks that join a site's machines to those of other sites. */
    public Set<String> networks(String site) {
        return located.sites()
                .named(site)
                .map(one -> terms.of(site).complete(one.describe()).networks())
                .orElse(Set.of());
    }

    /** What projects are entitled to. */
    public Map<String, Double> shares() {
        return terms.shares();
    }

    /** A question with everything that is known. */
    public Question known(Scope scope, Question question) {
        return question.knowing(experience(), barrier(scope), now());
    }

    /**
     * The offers that do for a demand, the cheapest first, and else what would.
     *
     * @param notes of offers that are left out
     */
    public record Found(List<Placer.Priced> offers, List<String> nearest, List<String> notes) {}

    /** Offers of all sites for one demand. */
    public Found offers(Scope scope, Demand demand, Preferences preferences, int most) {
        Question market =
                known(
                        scope,
                        Question.of(List.of(), candidates(scope, Optional.empty()))
                                .preferring(preferences));
        List<Placer.Priced> found = placer.offers(demand, market, most);
        return new Found(
                found,
                found.isEmpty() ? placer.nearest(demand, market) : List.of(),
                placer.foreign(market));
    }

    /**
     * All sites, side by side; or only the one that is named. One that cannot be used now, or not
     * by the project, has no offers, and says why.
     */
    public List<Candidate> candidates(Scope scope, Optional<String> only) {
        List<FutureTask<Candidate>> asking =
                located.sites().byName().entrySet().stream()
                        .filter(entry -> only.isEmpty() || entry.getKey().equals(only.get()))
                        .map(entry ->
                                new FutureTask<>(
                                        () -> candidate(scope, entry.getKey(), entry.getValue())))
                        .toList();
        asking.forEach(Thread::startVirtualThread);
        List<Candidate> asked = asking.stream().map(Market::answer).toList();
        boolean limited =
                asked.stream().anyMatch(one -> !terms.of(one.site().name()).limits().isEmpty());
        return limited ? limited(scope, asked) : asked;
    }

    private static Candidate answer(FutureTask<Candidate> asked) {
        try {
            return asked.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SiteException(
                    Fault.of(
                            Fault.Kind.TRANSIENT,
                            Fault.Scope.SITE,
                            "Asking the sites for their offers was interrupted."),
                    e);
        } catch (ExecutionException e) {
            // What a site threw is told as if it had been asked here.
            switch (e.getCause()) {
                case RuntimeException fault -> throw fault;
                case Error fault -> throw fault;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    /** Why a project may not use a site; empty if it may. */
    public Optional<Fault> closed(Scope scope, String site) {
        return terms.of(site).allows(scope.project())
                ? Optional.empty()
                : Optional.of(
                        Fault.of(
                                Fault.Kind.AUTHORIZATION,
                                Fault.Scope.SITE,
                                "is not open to the project " + scope.project(),
                                "ask who runs it to add the project to the site's projects"));
    }

    private List<Candidate> limited(Scope scope, List<Candidate> asked) {
        Usage usage = Usage.of(store.placed());
        return asked.stream()
                .map(one -> {
                    List<Quota> quotas = new ArrayList<>(one.quotas());
                    quotas.addAll(
                            usage.quotas(
                                    scope,
                                    one.site().name(),
                                    terms.of(one.site().name()).limits()));
                    return quotas.isEmpty() ? one : one.withQuotas(quotas);
                })
                .toList();
    }

    private Candidate candidate(Scope scope, String name, Site site) {
        SiteTerms its = terms.of(name);
        Candidate now;
        try {
            closed(scope, name)
                    .ifPresent(fault -> {
                        throw new SiteException(fault);
                    });
            SiteContext context = located.context(scope.project(), PATIENCE, () -> false);
            List<Offer> offers = site.offers(context);
            now =
                    of(its, scope, site.describe(), offers, Optional.empty())
                            .withQuotas(allowed(site, context, offers));
        } catch (SiteException e) {
            now = of(its, scope, site.describe(), List.of(), Optional.of(e.fault()));
        } catch (RuntimeException e) {
            now =
                    of(
                            its,
                            scope,
                            site.describe(),
                            List.of(),
                            Optional.of(
                                    Fault.of(
                                            Fault.Kind.INTERNAL,
                                            Fault.Scope.SITE,
                                            "cannot say what it offers: " + e.getMessage())));
        }
        // The same object as long as nothing changes, for what was made of it to be used again.
        Candidate fresh = now;
        return last.compute(
                name + " " + scope.project(),
                (_, before) -> before != null && before.equals(fresh) ? before : fresh);
    }

    /**
     * How much of a site may be used by who asks: what the site itself allows, and what an
     * administrator does.
     *
     * @param offers of the site, as they have just been answered
     */
    public List<Quota> quotas(Scope scope, Site site, List<Offer> offers) {
        SiteContext context = located.context(scope.project(), PATIENCE, () -> false);
        String name = site.describe().name();
        List<Quota> quotas = new ArrayList<>(allowed(site, context, offers));
        List<SiteTerms.Limit> limits = terms.of(name).limits();
        if (!limits.isEmpty()) {
            quotas.addAll(Usage.of(store.placed()).quotas(scope, name, limits));
        }
        return quotas;
    }

    /** What the site itself allows; one that cannot tell now allows what it offers. */
    private static List<Quota> allowed(Site site, SiteContext context, List<Offer> offers) {
        try {
            return site.allowances(context, offers).stream().map(Quota::of).toList();
        } catch (SiteException e) {
            LOGGER.debug("{} does not say what is left of it", site.describe().name(), e);
            return List.of();
        }
    }

    private Candidate of(
            SiteTerms its,
            Scope scope,
            SiteDescription site,
            List<Offer> offers,
            Optional<Fault> fault) {
        return new Candidate(
                its.complete(site),
                terms.prices().isEmpty() && terms.rates().isEmpty()
                        ? offers
                        : offers.stream().map(offer -> priced(site.name(), offer)).toList(),
                fault,
                List.of(),
                its.agreements().stream()
                        .filter(one ->
                                one.projects().isEmpty()
                                        || one.projects().contains(scope.project()))
                        .map(SiteTerms.Agreement::known)
                        .toList());
    }

    private Offer priced(String site, Offer offer) {
        return terms.inOne(
                terms.prices().stream()
                        .flatMap(list -> list.of(site, offer).stream())
                        .findFirst()
                        .orElse(offer));
    }
}
