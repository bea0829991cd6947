package floria.site;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * One thing that a site can give now: a flavour, a partition, a share of a host.
 *
 * @param id unique in the site
 * @param realises what can be made from it
 * @param capacity the most that one resource of this offer can have; an elastic offer gives any
 *     amount up to it
 * @param elastic whether a request gets just what it asks for instead of the whole capacity
 * @param pricePerHour in the site's currency, for the whole offer, of which an elastic one costs
 *     the share of its CPUs that is asked for; zero where use is free
 * @param available how many can be had now, where the site knows it
 * @param terms under which it is given
 */
public record Offer(
        String id,
        Set<Kind> realises,
        Hardware capacity,
        boolean elastic,
        BigDecimal pricePerHour,
        String currency,
        OptionalInt available,
        Optional<String> zone,
        Terms terms) {

    /**
     * What else there is to know before one takes it.
     *
     * @param preemptible whether the site may take it back at any time
     * @param queue how long one is expected to wait for it
     * @param region where it is, when that is not the site's own region
     * @param country where it is, when that is not the site's own, ISO 3166-1 alpha-2
     */
    public record Terms(
            boolean preemptible,
            Duration queue,
            Optional<String> region,
            Optional<String> country) {
        /** Kept until it is given back, without a wait, where the site is. */
        public static final Terms USUAL =
                new Terms(false, Duration.ZERO, Optional.empty(), Optional.empty());
    }

    /** The kinds of resources. */
    public enum Kind {
        MACHINE,
        /** A machine that a batch system gives: a job with its nodes, for a time. */
        ALLOCATION,
        CONTAINER,
        VOLUME,
        NETWORK;

        /** Whether operations run in it. */
        public boolean isMachine() {
            return this == MACHINE || this == ALLOCATION;
        }
    }

    public Offer {
        realises = Set.copyOf(realises);
    }

    /** Under the usual terms. */
    public Offer(
            String id,
            Set<Kind> realises,
            Hardware capacity,
            boolean elastic,
            BigDecimal pricePerHour,
            String currency,
            OptionalInt available,
            Optional<String> zone) {
        this(id, realises, capacity, elastic, pricePerHour, currency, available, zone, Terms.USUAL);
    }

    /** The same with another number that can be had. */
    public Offer withAvailable(int count) {
        return new Offer(
                id,
                realises,
                capacity,
                elastic,
                pricePerHour,
                currency,
                OptionalInt.of(count),
                zone,
                terms);
    }

    /** The same under other terms. */
    public Offer withTerms(Terms other) {
        return new Offer(
                id, realises, capacity, elastic, pricePerHour, currency, available, zone, other);
    }

    /** The same at another price for an hour. */
    public Offer withPrice(BigDecimal price, String in) {
        return new Offer(id, realises, capacity, elastic, price, in, available, zone, terms);
    }
}
