package floria.placement;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.PriorityQueue;

import floria.placement.Explanation.Alternative;
import floria.placement.Placement.Rejection;
import floria.placement.solve.Effort;
import floria.placement.solve.Goal;
import floria.placement.solve.Model;
import floria.placement.solve.Model.Option;
import floria.placement.solve.Solution;
import floria.placement.solve.Solver;
import floria.site.Offer;

/** What would be next, and by how much it is worse: other sites with everything, other offers. */
final class Alternatives {
    private static final int TOLD = 3;

    private final Choice choice;
    private final Compilation compiled;
    private final Solution solution;
    private final List<Demand> demands;
    private final String currency;
    private final BigDecimal price;
    private final List<Rejection> rejected;
    private final List<String> reasons = new ArrayList<>();
    private final List<Alternative> alternatives = new ArrayList<>();

    Alternatives(Choice choice, List<Rejection> unfit) {
        this.choice = choice;
        this.compiled = choice.compiled();
        this.solution = choice.solution();
        this.demands = choice.demands();
        this.currency = choice.currency();
        this.price = choice.price();
        this.rejected = new ArrayList<>(unfit);
        otherSites();
        if (demands.size() == 1) {
            otherOffers();
        }
    }

    /** What is not chosen, what does not fit first. */
    List<Rejection> rejected() {
        // One offer in several regions may be worse in the same words.
        return rejected.stream().distinct().toList();
    }

    List<String> reasons() {
        return reasons;
    }

    List<Alternative> best() {
        return alternatives.subList(0, Math.min(TOLD, alternatives.size()));
    }

    /** Whether everything is on one site, so that whole sites compete. */
    private boolean isOnOneSite() {
        int first = choice.shelf(0).site();
        for (int n = 1; n < demands.size(); n++) {
            if (choice.shelf(n).site() != first) {
                return false;
            }
        }
        return true;
    }

    private void otherSites() {
        boolean one = isOnOneSite();
        int chosen = choice.shelf(0).site();
        boolean fitting = false;
        for (int site = 0; site < compiled.shop.sites.size(); site++) {
            if (one && site == chosen) {
                continue;
            }
            Optional<Solution> other = on(site);
            if (other.isEmpty() && one) {
                List<String> full = full(site);
                if (!full.isEmpty()) {
                    rejected.add(new Rejection("", compiled.shop.sites.get(site), "", full));
                }
            }
            if (other.isPresent()) {
                fitting = true;
                String why = why(site, other.get(), one);
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

    /**
     * The quotas and stocks of a site that are too small for everything, however little it takes.
     */
    private List<String> full(int site) {
        long[] least = new long[compiled.model.limits().length];
        for (Model.Node node : compiled.model.nodes()) {
            long[] its = new long[least.length];
            Arrays.fill(its, Long.MAX_VALUE);
            boolean any = false;
            for (Option option : node.options()) {
                if (option.site() == site) {
                    any = true;
                    long[] amounts = new long[least.length];
                    for (int i = 0; i < option.uses().size(); i++) {
                        amounts[option.uses().get(i)] = option.amounts().get(i);
                    }
                    for (int c = 0; c < its.length; c++) {
                        its[c] = Math.min(its[c], amounts[c]);
                    }
                }
            }
            if (!any) {
                return List.of();
            }
            for (int c = 0; c < its.length; c++) {
                least[c] += its[c];
            }
        }
        List<String> words = new ArrayList<>();
        for (int c = 0; c < least.length; c++) {
            if (least[c] > compiled.model.limits()[c]) {
                String prefix = compiled.shop.sites.get(site) + ": ";
                String what = compiled.capacities.get(c);
                words.add(what.startsWith(prefix) ? what.substring(prefix.length()) : what);
            }
        }
        return words;
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

    private String why(int site, Solution other, boolean one) {
        BigDecimal theirs = new Choice(compiled, other).price();
        String chosen = one ? compiled.shop.sites.get(choice.shelf(0).site()) : "this";
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
                    + choice.amount(more)
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
        boolean isolated = choice.shelf(0).candidate().site().isolated();
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
            Offer ours = choice.shelf(n).offer();
            if (theirs.elastic() != ours.elastic()
                    || (!theirs.elastic() && !theirs.capacity().equals(ours.capacity()))) {
                return true;
            }
        }
        return false;
    }

    private void otherOffers() {
        Demand demand = demands.getFirst();
        int site = choice.shelf(0).site();
        List<Option> all = compiled.model.nodes().getFirst().options();
        int others = 0;
        for (Option option : all) {
            others +=
                    option.site() == site
                                    && option.id() != choice.option(0).id()
                                    && option.isWithin(compiled.model.limits())
                            ? 1
                            : 0;
        }
        int told = 0;
        for (Option option : best(compiled, 0, TOLD + 1)) {
            if (option.id() == choice.option(0).id() || told == TOLD) {
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
                                    + choice.shelf(0).offer().id()
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
            if (!option.isWithin(compiled.model.limits())) {
                continue;
            }
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
                new Choice(compiled, other).price(),
                Money.of(new Choice(compiled, other).once()),
                Duration.ofSeconds(other.value().seconds()),
                why);
    }
}
