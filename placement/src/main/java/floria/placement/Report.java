package floria.placement;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

import floria.placement.Explanation.Alternative;
import floria.placement.Explanation.DataUse;
import floria.placement.Explanation.Expected;
import floria.placement.Explanation.Term;
import floria.placement.Placement.Assignment;
import floria.placement.Placement.Rejection;
import floria.placement.experience.Experience.Estimate;
import floria.placement.solve.Effort;
import floria.placement.solve.Goal;
import floria.placement.solve.Model;
import floria.placement.solve.Model.Option;
import floria.placement.solve.Solution;
import floria.placement.solve.Solver;
import floria.site.Offer;

/**
 * A solution in words and figures: what is where, what it costs and why, and what would be next.
 */
final class Report {
    private static final int ALTERNATIVES = 3;

    private final Compilation compiled;
    private final Solution solution;
    private final List<Demand> demands;
    private final String currency;

    Report(Compilation compiled, Solution solution) {
        this.compiled = compiled;
        this.solution = solution;
        this.demands = compiled.question.demands();
        this.currency = compiled.shop.currency.orElse("EUR");
    }

    Placement placement(List<Rejection> unfit) {
        Map<String, Assignment> assignments = new LinkedHashMap<>();
        BigDecimal price = BigDecimal.ZERO;
        for (int n = 0; n < demands.size(); n++) {
            Assignment assignment = assignment(n);
            assignments.put(assignment.node(), assignment);
            price = price.add(assignment.pricePerHour());
        }
        network(assignments);
        List<Rejection> rejected = new ArrayList<>(unfit);
        List<String> reasons = new ArrayList<>();
        List<Alternative> alternatives = new ArrayList<>();
        otherSites(price, rejected, reasons, alternatives);
        if (demands.size() == 1) {
            otherOffers(price, rejected, alternatives);
        }
        data().forEach(use -> reasons.add(use.words()));
        return new Placement(
                assignments, price, currency, reasons, rejected, explanation(price, alternatives));
    }

    private Shop.Shelf shelf(int n) {
        return compiled.shop.shelves.get(option(n).id());
    }

    private Option option(int n) {
        return compiled.model.nodes().get(n).options().get(solution.options()[n]);
    }

    private Assignment assignment(int n) {
        Shop.Shelf shelf = shelf(n);
        return new Assignment(
                demands.get(n).node(),
                shelf.candidate().site().name(),
                shelf.offer().id(),
                Compilation.pricePerHour(demands.get(n), shelf.offer()),
                reason(n),
                shelf.offer().zone(),
                Quota.taken(demands.get(n), shelf.offer()));
    }

    private String reason(int n) {
        int choices = compiled.model.nodes().get(n).options().size();
        if (choices == 1) {
            return "the only offer that does";
        }
        return switch (compiled.model.goal().order()) {
            case COST, BALANCED -> "smallest sufficient offer at the lowest price";
            case TIME -> "the offer that is ready first";
        };
    }

    /** A private network on each of its sites that has some. */
    private void network(Map<String, Assignment> assignments) {
        Set<String> sites = new LinkedHashSet<>();
        for (int n = 0; n < demands.size(); n++) {
            Candidate candidate = shelf(n).candidate();
            String site = candidate.site().name();
            if (sites.add(site)) {
                String name = sites.size() == 1 ? Placer.NETWORK : Placer.network(site);
                candidate.offers().stream()
                        .filter(offer -> offer.realises().contains(Offer.Kind.NETWORK))
                        .findFirst()
                        .ifPresent(offer ->
                                assignments.put(
                                        name,
                                        new Assignment(
                                                name,
                                                site,
                                                offer.id(),
                                                BigDecimal.ZERO,
                                                "private names and addresses")));
            }
        }
    }

    /** Whether everything is on one site, so that whole sites compete. */
    private boolean isOnOneSite() {
        int first = shelf(0).site();
        for (int n = 1; n < demands.size(); n++) {
            if (shelf(n).site() != first) {
                return false;
            }
        }
        return true;
    }

    private void otherSites(
            BigDecimal price,
            List<Rejection> rejected,
            List<String> reasons,
            List<Alternative> alternatives) {
        boolean one = isOnOneSite();
        int chosen = shelf(0).site();
        boolean fitting = false;
        for (int site = 0; site < compiled.shop.sites.size(); site++) {
            Optional<Solution> other = one && site == chosen ? Optional.empty() : on(site);
            if (other.isPresent()) {
                fitting = true;
                String why = why(site, other.get(), price, one);
                String name = compiled.shop.sites.get(site);
                if (one) {
                    rejected.add(new Rejection("", name, "", List.of(why)));
                }
                reasons.add((one ? "" : "all on ") + name + " " + why);
                alternatives.add(alternative("all on " + name, other.get(), why));
            }
        }
        if (!fitting) {
            reasons.addFirst(
                    one
                            ? compiled.shop.sites.get(chosen)
                                    + " is the only site on which everything fits"
                            : "no site takes everything");
        }
        alternatives.sort(Comparator.comparing(Alternative::pricePerHour));
    }

    /** The best with everything on one site. */
    private Optional<Solution> on(int site) {
        List<Model.Node> nodes = new ArrayList<>();
        java.util.IdentityHashMap<List<Option>, List<Option>> lists =
                new java.util.IdentityHashMap<>();
        for (Model.Node node : compiled.model.nodes()) {
            List<Option> here =
                    lists.computeIfAbsent(
                            node.options(),
                            options ->
                                    options.stream()
                                            .filter(option -> option.site() == site)
                                            .toList());
            if (here.isEmpty()) {
                return Optional.empty();
            }
            nodes.add(new Model.Node(here, node.reads()));
        }
        Model model =
                new Model(
                        nodes,
                        compiled.model.rules(),
                        compiled.model.limits(),
                        compiled.model.data(),
                        compiled.model.goal());
        return switch (Solver.solve(model, Effort.QUICK)) {
            case Solver.Outcome.Solved(var found) -> Optional.of(numbered(found, nodes));
            case Solver.Outcome.Unsolved _ -> Optional.empty();
        };
    }

    /** With the numbers that the options have in the whole model. */
    private Solution numbered(Solution found, List<Model.Node> nodes) {
        int[] options = new int[found.options().length];
        for (int n = 0; n < options.length; n++) {
            Option option = nodes.get(n).options().get(found.options()[n]);
            options[n] = compiled.model.nodes().get(n).options().indexOf(option);
        }
        return new Solution(
                options, found.modes(), found.value(), found.bound(), found.proven(), found.how());
    }

    private BigDecimal price(Solution other) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int n = 0; n < demands.size(); n++) {
            Option option = compiled.model.nodes().get(n).options().get(other.options()[n]);
            sum =
                    sum.add(
                            Compilation.pricePerHour(
                                    demands.get(n),
                                    compiled.shop.shelves.get(option.id()).offer()));
        }
        return sum;
    }

    private String why(int site, Solution other, BigDecimal price, boolean one) {
        BigDecimal theirs = price(other);
        String chosen = one ? compiled.shop.sites.get(shelf(0).site()) : "this";
        if (theirs.compareTo(price) > 0) {
            return "costs "
                    + Figures.price(theirs)
                    + " "
                    + currency
                    + " per hour, "
                    + chosen
                    + " "
                    + Figures.price(price);
        }
        long more = other.value().money() - solution.value().money();
        if (more > 0) {
            return "costs "
                    + amount(more)
                    + " more over "
                    + Figures.time(compiled.question.preferences().life())
                    + " with its data";
        }
        long later = other.value().seconds() - solution.value().seconds();
        if (later > 0) {
            return "is ready " + Figures.time(Duration.ofSeconds(later)) + " later than " + chosen;
        }
        if (other.value().risk() > solution.value().risk()) {
            return "is more likely to fail, by what past attempts tell";
        }
        boolean isolated = shelf(0).candidate().site().isolated();
        if (isolated && !compiled.question.candidates().get(site).site().isolated()) {
            return "costs the same, but does not isolate what it runs from its own machine";
        }
        return other.value().rank() > solution.value().rank() && sizes(other)
                ? "costs the same, and is larger than what is asked for"
                : "costs the same, and comes later in the order of sites";
    }

    private boolean sizes(Solution other) {
        for (int n = 0; n < demands.size(); n++) {
            Offer theirs =
                    compiled.shop
                            .shelves
                            .get(
                                    compiled.model
                                            .nodes()
                                            .get(n)
                                            .options()
                                            .get(other.options()[n])
                                            .id())
                            .offer();
            Offer ours = shelf(n).offer();
            if (theirs.elastic() != ours.elastic()
                    || (!theirs.elastic() && !theirs.capacity().equals(ours.capacity()))) {
                return true;
            }
        }
        return false;
    }

    private void otherOffers(
            BigDecimal price, List<Rejection> rejected, List<Alternative> alternatives) {
        Demand demand = demands.getFirst();
        int site = shelf(0).site();
        List<Option> all = compiled.model.nodes().getFirst().options();
        int others = 0;
        for (Option option : all) {
            others += (option.site() == site && option.id() != option(0).id()) ? 1 : 0;
        }
        int told = 0;
        for (Option option : best(compiled, 0, ALTERNATIVES + 1)) {
            if (option.id() == option(0).id() || told == ALTERNATIVES) {
                continue;
            }
            told++;
            Shop.Shelf shelf = compiled.shop.shelves.get(option.id());
            BigDecimal theirs = Compilation.pricePerHour(demand, shelf.offer());
            String name = shelf.candidate().site().name() + "/" + shelf.offer().id();
            String why =
                    theirs.compareTo(price) > 0
                            ? "costs "
                                    + Figures.price(theirs)
                                    + " "
                                    + currency
                                    + " per hour, "
                                    + shelf(0).offer().id()
                                    + " "
                                    + Figures.price(price)
                            : theirs.compareTo(price) == 0
                                    ? "costs the same, and is no smaller"
                                    : "costs less for an hour, and more with data, time and risk";
            if (option.site() == site) {
                others--;
                rejected.add(
                        new Rejection(
                                demand.node(),
                                shelf.candidate().site().name(),
                                shelf.offer().id(),
                                List.of(why)));
            }
            alternatives.add(
                    new Alternative(
                            name
                                    + shelf.offer()
                                            .terms()
                                            .region()
                                            .map(region -> " in " + region)
                                            .orElse(""),
                            theirs,
                            BigDecimal.ZERO,
                            Duration.ofSeconds(option.seconds()),
                            why));
        }
        if (others > 0) {
            rejected.add(
                    new Rejection(
                            demand.node(),
                            compiled.shop.sites.get(site),
                            "",
                            List.of(
                                    String.format(
                                            Locale.ROOT,
                                            "%,d more offers would do, and are no better",
                                            others))));
        }
    }

    /** The best options of one node by itself. */
    static List<Option> best(Compilation compiled, int n, int most) {
        Goal goal = compiled.model.goal();
        Model.Node node = compiled.model.nodes().get(n);
        Comparator<Option> order =
                Comparator.<Option>comparingLong(option -> first(goal, option))
                        .thenComparingLong(option ->
                                goal.order() == Goal.Order.TIME ? option.money() : option.seconds())
                        .thenComparingLong(Option::rank)
                        .thenComparingInt(Option::id);
        PriorityQueue<Option> kept = new PriorityQueue<>(order.reversed());
        for (Option option : node.options()) {
            kept.add(option);
            if (kept.size() > most) {
                kept.poll();
            }
        }
        return kept.stream().sorted(order).toList();
    }

    private static long first(Goal goal, Option option) {
        return switch (goal.order()) {
            case COST -> option.money();
            case TIME -> option.seconds();
            case BALANCED -> option.money() + option.risk() + goal.second() * option.seconds();
        };
    }

    private Alternative alternative(String what, Solution other, String why) {
        return new Alternative(
                what,
                price(other),
                Money.of(once(other)),
                Duration.ofSeconds(other.value().seconds()),
                why);
    }

    private String amount(long micro) {
        return Figures.price(cents(Money.of(micro))) + " " + currency;
    }

    private static BigDecimal cents(BigDecimal amount) {
        return amount.scale() <= 4 ? amount : amount.setScale(4, java.math.RoundingMode.HALF_UP);
    }

    /** What is paid once: everything but the hours. */
    private long once(Solution of) {
        long hours = 0;
        for (int n = 0; n < demands.size(); n++) {
            hours += compiled.model.nodes().get(n).options().get(of.options()[n]).money();
        }
        return of.value().money() - hours;
    }

    private List<DataUse> data() {
        List<DataUse> uses = new ArrayList<>();
        for (int d = 0; d < compiled.dataSets.size(); d++) {
            for (int p = 0; p < solution.modes()[d].length; p++) {
                int way = solution.modes()[d][p];
                if (way >= 0) {
                    uses.add(use(d, p, way));
                }
            }
        }
        return uses;
    }

    private DataUse use(int d, int p, int number) {
        String place = compiled.shop.places.get(p);
        Compilation.Way way = compiled.ways.get(d).get(p).get(number);
        Model.Mode mode = compiled.model.data().get(d).modes().get(p).get(number);
        String name = compiled.dataSets.get(d);
        long weight = 0;
        for (int n = 0; n < demands.size(); n++) {
            if (option(n).place() == p) {
                for (Model.Read read : compiled.model.nodes().get(n).reads()) {
                    weight += read.data() == d ? read.weight() : 0;
                }
            }
        }
        String words =
                way.from().equals(place)
                        ? name + " is read where it is, in " + place
                        : way.copied()
                                ? name
                                        + " is copied from "
                                        + way.from()
                                        + " to "
                                        + place
                                        + ": egress and storage "
                                        + amount(mode.once())
                                        + ", "
                                        + Figures.time(Duration.ofSeconds(mode.seconds()))
                                : name
                                        + " is read from "
                                        + way.from()
                                        + " in "
                                        + place
                                        + ": egress "
                                        + amount(mode.each() * weight)
                                        + ", "
                                        + Figures.time(Duration.ofSeconds(mode.seconds()));
        return new DataUse(name, place, way.from(), way.copied(), words);
    }

    private List<Expected> expected() {
        List<Expected> expected = new ArrayList<>();
        for (int n = 0; n < demands.size(); n++) {
            if (demands.get(n).kind() == Offer.Kind.MACHINE) {
                Estimate estimate = compiled.estimate(shelf(n));
                expected.add(
                        new Expected(
                                demands.get(n).node(),
                                Math.round(estimate.success() * 1000) / 1000.0,
                                Duration.ofSeconds(option(n).seconds()),
                                Math.round(estimate.attempts() * 10) / 10.0));
            }
        }
        return expected;
    }

    private Explanation explanation(BigDecimal price, List<Alternative> alternatives) {
        Preferences wanted = compiled.question.preferences();
        long once = once(solution);
        List<Term> terms = new ArrayList<>();
        terms.add(
                new Term(
                        "compute",
                        cents(Money.of(solution.value().money() - once)),
                        Figures.price(price)
                                + " "
                                + currency
                                + " per hour for "
                                + Figures.time(wanted.life())));
        if (!compiled.dataSets.isEmpty()) {
            terms.add(
                    new Term(
                            "data",
                            cents(Money.of(once)),
                            String.join("; ", data().stream().map(DataUse::words).toList())));
        }
        if (compiled.model.goal().order() == Goal.Order.BALANCED) {
            long seconds = solution.value().seconds();
            terms.add(
                    new Term(
                            "time",
                            cents(Money.of(seconds * compiled.model.goal().second())),
                            Figures.time(Duration.ofSeconds(seconds))
                                    + " until ready, an hour at "
                                    + Figures.price(wanted.hour())
                                    + " "
                                    + currency));
            terms.add(
                    new Term(
                            "risk",
                            cents(Money.of(solution.value().risk())),
                            "what attempts that fail are expected to cost"));
        }
        return new Explanation(
                terms,
                cents(Money.of(once)),
                Duration.ofSeconds(solution.value().seconds()),
                data(),
                alternatives.size() <= ALTERNATIVES
                        ? alternatives
                        : alternatives.subList(0, ALTERNATIVES),
                expected(),
                solution.gap(compiled.model.goal()),
                solution.how());
    }
}
