package floria.placement;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import floria.site.Fault;
import floria.site.Offer;
import floria.site.SiteDescription;

/**
 * A site that may be chosen.
 *
 * @param fault why it could not say what it offers; then {@code offers} is empty
 * @param quotas how much of it may be used
 * @param agreements under which it may be used
 */
public record Candidate(
        SiteDescription site,
        List<Offer> offers,
        Optional<Fault> fault,
        List<Quota> quotas,
        List<Agreement> agreements) {
    public Candidate {
        offers = List.copyOf(offers);
        quotas = List.copyOf(quotas);
        agreements = List.copyOf(agreements);
    }

    /** Without quotas and agreements. */
    public Candidate(SiteDescription site, List<Offer> offers, Optional<Fault> fault) {
        this(site, offers, fault, List.of(), List.of());
    }

    public Candidate withQuotas(List<Quota> others) {
        return new Candidate(site, offers, fault, others, agreements);
    }

    public Candidate withAgreements(List<Agreement> others) {
        return new Candidate(site, offers, fault, quotas, others);
    }

    /** As if nobody used any of it. */
    public Candidate whenFree() {
        return new Candidate(
                site,
                offers.stream().map(offer -> offer.withAvailable(Integer.MAX_VALUE)).toList(),
                fault,
                List.of(),
                agreements);
    }

    /** The region of one of its offers; the site's name stands for one that has none. */
    public String place(Offer offer) {
        return offer.terms().region().or(site::region).orElse(site.name());
    }

    /** A service level agreement with the site; valid from its start until before its end. */
    public record Agreement(String id, Instant start, Instant end) {
        boolean validAt(Instant time) {
            return !time.isBefore(start) && time.isBefore(end);
        }
    }
}
