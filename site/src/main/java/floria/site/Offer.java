package floria.site;

import java.math.BigDecimal;
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
 */
public record Offer(
        String id,
        Set<Kind> realises,
        Hardware capacity,
        boolean elastic,
        BigDecimal pricePerHour,
        String currency,
        OptionalInt available,
        Optional<String> zone) {

    /** The kinds of resources. */
    public enum Kind {
        MACHINE,
        CONTAINER,
        VOLUME,
        NETWORK
    }

    public Offer {
        realises = Set.copyOf(realises);
    }
}
