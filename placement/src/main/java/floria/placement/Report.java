package floria.placement;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import floria.placement.Explanation.Alternative;
import floria.placement.Explanation.DataUse;
import floria.placement.Explanation.Expected;
import floria.placement.Explanation.Term;
import floria.placement.Placement.Assignment;
import floria.placement.Placement.Rejection;
import floria.placement.experience.Experience.Estimate;
import floria.placement.solve.Goal;
import floria.placement.solve.Model;
import floria.placement.solve.Solution;
import floria.site.Offer;

/**
 * A solution in words and figures: what is where, what it costs and why, and what would be next.
 */
final class Report {
    private final Compilation compiled;
    private final Solution solution;
    private final Choice choice;
    private final List<Demand> demands;
    private final String currency;

    Report(Compilation compiled, Solution solution) {
        this.compiled = compiled;
        this.solution = solution;
        this.choice = new Choice(compiled, solution);
        this.demands = choice.demands();
        this.currency = choice.currency();
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
        Alternatives others = new Alternatives(choice, unfit);
        List<String> reasons = new ArrayList<>(others.reasons());
        data().forEach(use -> reasons.add(use.words()));
        return new Placement(
                assignments,
                price,
                currency,
                reasons,
                others.rejected(),
                explanation(price, others.best()));
    }

    private Assignment assignment(int n) {
        Shop.Shelf shelf = choice.shelf(n);
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
            Candidate candidate = choice.shelf(n).candidate();
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
            if (choice.option(n).place() == p) {
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
                                        + choice.amount(mode.once())
                                        + ", "
                                        + Figures.time(Duration.ofSeconds(mode.seconds()))
                                : name
                                        + " is read from "
                                        + way.from()
                                        + " in "
                                        + place
                                        + ": egress "
                                        + choice.amount(mode.each() * weight)
                                        + ", "
                                        + Figures.time(Duration.ofSeconds(mode.seconds()));
        return new DataUse(name, place, way.from(), way.copied(), words);
    }

    private List<Expected> expected() {
        List<Expected> expected = new ArrayList<>();
        for (int n = 0; n < demands.size(); n++) {
            if (demands.get(n).kind() == Offer.Kind.MACHINE) {
                Estimate estimate = compiled.estimate(choice.shelf(n));
                expected.add(
                        new Expected(
                                demands.get(n).node(),
                                Math.round(estimate.success() * 1000) / 1000.0,
                                Duration.ofSeconds(choice.option(n).seconds()),
                                Math.round(estimate.attempts() * 10) / 10.0));
            }
        }
        return expected;
    }

    private Explanation explanation(BigDecimal price, List<Alternative> alternatives) {
        Preferences wanted = compiled.question.preferences();
        long once = choice.once();
        List<Term> terms = new ArrayList<>();
        terms.add(
                new Term(
                        "compute",
                        Choice.cents(Money.of(solution.value().money() - once)),
                        Figures.price(price)
                                + " "
                                + currency
                                + " per hour for "
                                + Figures.time(wanted.life())));
        if (!compiled.dataSets.isEmpty()) {
            terms.add(
                    new Term(
                            "data",
                            Choice.cents(Money.of(once)),
                            String.join("; ", data().stream().map(DataUse::words).toList())));
        }
        if (compiled.model.goal().order() == Goal.Order.BALANCED) {
            long seconds = solution.value().seconds();
            terms.add(
                    new Term(
                            "time",
                            Choice.cents(Money.of(seconds * compiled.model.goal().second())),
                            Figures.time(Duration.ofSeconds(seconds))
                                    + " until ready, an hour at "
                                    + Figures.price(wanted.hour())
                                    + " "
                                    + currency));
            terms.add(
                    new Term(
                            "risk",
                            Choice.cents(Money.of(solution.value().risk())),
                            "what attempts that fail are expected to cost"));
        }
        return new Explanation(
                terms,
                Choice.cents(Money.of(once)),
                Duration.ofSeconds(solution.value().seconds()),
                data(),
                alternatives,
                expected(),
                solution.gap(compiled.model.goal()),
                solution.how());
    }
}
