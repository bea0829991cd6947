package floria.placement;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where a node may be, and at what price. An empty set allows any.
 *
 * @param sites by name
 * @param countries ISO 3166-1 alpha-2; a site of which the country is not known is not in them
 * @param certifications all of which the site must have
 * @param agreements of which the site must grant one now, by their ids; a site's own name does too
 * @param price the most for an hour of one copy
 * @param queue the longest wait
 */
public record Restriction(
        Set<String> sites,
        Set<String> countries,
        Set<String> regions,
        Set<String> zones,
        Set<String> certifications,
        Set<String> agreements,
        Optional<BigDecimal> price,
        Optional<Duration> queue) {

    public static final Restriction NONE =
            new Restriction(
                    Set.of(),
                    Set.of(),
                    Set.of(),
                    Set.of(),
                    Set.of(),
                    Set.of(),
                    Optional.empty(),
                    Optional.empty());

    /** Stands in a set of places when two restrictions have none in common. */
    private static final String NOWHERE = "(none)";

    public Restriction {
        sites = Set.copyOf(sites);
        countries = Set.copyOf(countries);
        regions = Set.copyOf(regions);
        zones = Set.copyOf(zones);
        certifications = Set.copyOf(certifications);
        agreements = Set.copyOf(agreements);
    }

    public static Restriction sites(Set<String> names) {
        return new Restriction(
                names,
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of(),
                Optional.empty(),
                Optional.empty());
    }

    public static Restriction countries(Set<String> codes) {
        return new Restriction(
                Set.of(),
                codes,
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of(),
                Optional.empty(),
                Optional.empty());
    }

    public static Restriction regions(Set<String> names) {
        return places(names, Set.of());
    }

    public static Restriction zones(Set<String> names) {
        return places(Set.of(), names);
    }

    private static Restriction places(Set<String> regions, Set<String> zones) {
        return new Restriction(
                Set.of(),
                Set.of(),
                regions,
                zones,
                Set.of(),
                Set.of(),
                Optional.empty(),
                Optional.empty());
    }

    public static Restriction price(BigDecimal most) {
        return new Restriction(
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of(),
                Optional.of(most),
                Optional.empty());
    }

    /** Both at once. */
    public Restriction and(Restriction other) {
        if (this.equals(NONE)) {
            return other;
        }
        Set<String> all = new HashSet<>(certifications);
        all.addAll(other.certifications);
        return new Restriction(
                common(sites, other.sites),
                common(countries, other.countries),
                common(regions, other.regions),
                common(zones, other.zones),
                all,
                common(agreements, other.agreements),
                least(price, other.price),
                least(queue, other.queue));
    }

    private static Set<String> common(Set<String> one, Set<String> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() ? other : one;
        }
        Set<String> both = new TreeSet<>(one);
        both.retainAll(other);
        return both.isEmpty() ? Set.of(NOWHERE) : both;
    }

    private static <T extends Comparable<T>> Optional<T> least(Optional<T> one, Optional<T> other) {
        return one.isPresent() && (other.isEmpty() || one.get().compareTo(other.get()) <= 0)
                ? one
                : other;
    }
}
