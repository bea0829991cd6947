package floria.placement.catalogue;

import java.util.Optional;

import floria.site.Offer;

/** What offers cost, from a list. */
@FunctionalInterface
public interface Prices {

    /** The offer at its price; empty when the list does not speak of it. */
    Optional<Offer> of(String site, Offer offer);
}
