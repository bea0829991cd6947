package floria.placement;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import floria.placement.Placement.Rejection;
import floria.placement.hardware.GpuTable;
import floria.placement.solve.Solver;

/**
 * Decides what runs where: everything that cannot be falls out with all reasons, and of the rest
 * the best is taken that the user's preferences, the rules between nodes, quotas and the data allow
 * together. Smallest sufficient offers win ties. Equal questions have equal answers.
 */
public final class Placer {

    /**
     * The node under which the private network of a deployment is placed; where it is on several
     * sites, each further one has its own, see {@link #network(String)}.
     */
    public static final String NETWORK = "(network)";

    private static final String FURTHER = "(network ";

    /** The node under which a further site's private network is placed. */
    public static String network(String site) {
        return FURTHER + site + ")";
    }

    /** Whether a private network is placed under that name, and no node of the template. */
    public static boolean isNetwork(String node) {
        return node.equals(NETWORK) || node.startsWith(FURTHER);
    }

    private final GpuTable gpus;

    /** The last one, since the same catalogue is asked again and again. */
    private final AtomicReference<Optional<Shop>> last = new AtomicReference<>(Optional.empty());

    public Placer(GpuTable gpus) {
        this.gpus = gpus;
    }

    /** What came of it. */
    public sealed interface Outcome {
        record Placed(Placement placement) implements Outcome {}

        /**
         * There is no placement.
         *
         * @param rejections every candidate with its reasons
         * @param nearest which single change makes it fit, and where
         */
        record Unplaceable(List<Rejection> rejections, List<String> nearest) implements Outcome {
            public Unplaceable {
                rejections = List.copyOf(rejections);
                nearest = List.copyOf(nearest);
            }
        }
    }

    public Outcome place(Question question) {
        if (question.demands().isEmpty()) {
            return new Outcome.Placed(
                    new Placement(
                            Map.of(),
                            BigDecimal.ZERO,
                            "EUR",
                            List.of("nothing in it needs a site"),
                            List.of()));
        }
        Compilation compiled = compiled(question);
        List<Rejection> unfit = new Rejections(compiled).unfit();
        return switch (Solver.solve(compiled.model, question.preferences().effort())) {
            case Solver.Outcome.Solved(var solution) ->
                    new Outcome.Placed(new Report(compiled, solution).placement(unfit));
            case Solver.Outcome.Unsolved _ ->
                    new Outcome.Unplaceable(unfit, new NearestMiss(compiled).words());
        };
    }

    /** Offers that do for a demand, the best first, each with what it costs for an hour. */
    public List<Priced> offers(Demand demand, Question market, int most) {
        Compilation compiled = compiled(alone(demand, market));
        return Alternatives.best(compiled, 0, most).stream()
                .map(option -> compiled.shop.shelves.get(option.id()))
                .map(shelf ->
                        new Priced(
                                shelf.candidate(),
                                shelf.offer(),
                                Compilation.pricePerHour(demand, shelf.offer())))
                .toList();
    }

    /** The sites that are left out since their prices are in another currency, in words. */
    public List<String> foreign(Question market) {
        Optional<String> ours = compiled(market).shop.currency;
        return market.candidates().stream()
                .flatMap(candidate ->
                        candidate.offers().stream()
                                .filter(offer -> offer.pricePerHour().signum() > 0)
                                .map(floria.site.Offer::currency)
                                .filter(currency -> !ours.map(currency::equals).orElse(true))
                                .distinct()
                                .map(currency ->
                                        "offers of "
                                                + candidate.site().name()
                                                + " in "
                                                + currency
                                                + " are left out: sites.yaml has no rate of "
                                                + currency
                                                + " in "
                                                + ours.orElse("")))
                .toList();
    }

    /** Why no offer does, and what would; to be told when {@link #offers} is empty. */
    public List<String> nearest(Demand demand, Question market) {
        return new NearestMiss(compiled(alone(demand, market))).words();
    }

    private static Question alone(Demand demand, Question market) {
        return Question.of(List.of(demand), market.candidates())
                .preferring(market.preferences())
                .knowing(market.experience(), market.barrier(), market.now());
    }

    private Compilation compiled(Question question) {
        Fit fit = new Fit(gpus, question.now());
        Shop shop =
                last.get()
                        .filter(one -> one.isOf(question.candidates()))
                        .orElseGet(() -> new Shop(question.candidates(), fit));
        last.set(Optional.of(shop));
        return new Compilation(question, fit, shop);
    }

    /** An offer that does, with its price for what was asked. */
    public record Priced(Candidate candidate, floria.site.Offer offer, BigDecimal pricePerHour) {}
}
