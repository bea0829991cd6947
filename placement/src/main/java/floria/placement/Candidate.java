package floria.placement;

import java.util.List;
import java.util.Optional;

import floria.site.Fault;
import floria.site.Offer;
import floria.site.SiteDescription;

/**
 * A site that may be chosen.
 *
 * @param fault why it could not say what it offers; then {@code offers} is empty
 */
public record Candidate(SiteDescription site, List<Offer> offers, Optional<Fault> fault) {
    public Candidate {
        offers = List.copyOf(offers);
    }
}
