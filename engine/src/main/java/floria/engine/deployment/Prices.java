package floria.engine.deployment;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import floria.engine.revision.Blueprint;
import floria.engine.revision.Blueprints;
import floria.placement.Placement;
import floria.placement.Placement.Assignment;

/** What a placement costs and takes when there are other numbers of instances. */
final class Prices {
    private static final int DIGITS = 6;

    private final Blueprints blueprints;

    Prices(Blueprints blueprints) {
        this.blueprints = blueprints;
    }

    /** The placement of {@code base}, with the price and the quotas of these numbers. */
    Placement with(Blueprint base, Map<String, Integer> counts) {
        Placement old = base.revision().placement();
        Map<String, Assignment> assignments = new LinkedHashMap<>();
        old.assignments()
                .forEach((node, at) -> assignments.put(node, with(base, counts, node, at)));
        BigDecimal price =
                assignments.values().stream()
                        .map(Assignment::pricePerHour)
                        .reduce(old.pricePerHour().subtract(sum(old)), BigDecimal::add);
        return new Placement(
                assignments,
                price,
                old.currency(),
                old.reasons(),
                old.rejected(),
                old.explanation());
    }

    private static BigDecimal sum(Placement placement) {
        return placement.assignments().values().stream()
                .map(Assignment::pricePerHour)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private Assignment with(
            Blueprint base, Map<String, Integer> counts, String node, Assignment at) {
        Optional<Integer> next = count(base, node, counts);
        if (next.isEmpty() || next.equals(count(base, node, base.revision().counts()))) {
            return at;
        }
        return priced(base, node, at)
                .map(one -> times(one.at(), one.copies(), next.get()))
                .orElse(at);
    }

    /** An assignment as it was for so many copies, which are not none. */
    private record Priced(Assignment at, int copies) {}

    /** What none cost says nothing of one: then an earlier revision knows. */
    private Optional<Priced> priced(Blueprint base, String node, Assignment now) {
        Blueprint blueprint = base;
        while (true) {
            Optional<Integer> copies = count(blueprint, node, blueprint.revision().counts());
            Optional<Assignment> at =
                    blueprint
                            .revision()
                            .placement()
                            .of(node)
                            .filter(one -> one.site().equals(now.site()))
                            .filter(one -> one.offer().equals(now.offer()));
            if (copies.filter(number -> number > 0).isPresent() && at.isPresent()) {
                return Optional.of(new Priced(at.get(), copies.get()));
            }
            if (at.isEmpty() || blueprint.revision().number() == 1) {
                return Optional.empty();
            }
            blueprint = blueprints.of(base.deployment(), blueprint.revision().number() - 1);
        }
    }

    private static Optional<Integer> count(
            Blueprint blueprint, String node, Map<String, Integer> counts) {
        return Optional.ofNullable(blueprint.topology().nodes().get(node))
                .map(found ->
                        Counts.of(
                                blueprint.topology(),
                                found,
                                blueprint.revision().inputs(),
                                counts));
    }

    private static Assignment times(Assignment at, int before, int now) {
        BigDecimal price =
                at.pricePerHour()
                        .multiply(BigDecimal.valueOf(now))
                        .divide(BigDecimal.valueOf(before), DIGITS, RoundingMode.HALF_UP)
                        .stripTrailingZeros();
        return new Assignment(
                at.node(),
                at.site(),
                at.offer(),
                price.scale() < 2 ? price.setScale(2, RoundingMode.UNNECESSARY) : price,
                at.reason(),
                at.zone(),
                at.takes().entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        Map.Entry::getKey,
                                        entry -> entry.getValue() * now / before)));
    }
}
