package floria.engine.market;

import java.util.List;
import java.util.Map;

import floria.placement.catalogue.Prices;
import floria.placement.data.Routes;

/**
 * The terms of all sites.
 *
 * @param prices of offers, where sites do not say them; the first list that speaks of one counts
 * @param shares what projects are entitled to when there is not enough for all, in any unit
 */
public record Terms(
        Map<String, SiteTerms> sites,
        List<Prices> prices,
        Routes routes,
        Map<String, Double> shares) {
    /** As the sites say themselves. */
    public static final Terms NONE = new Terms(Map.of(), List.of(), Routes.UNKNOWN, Map.of());

    public Terms {
        sites = Map.copyOf(sites);
        prices = List.copyOf(prices);
        shares = Map.copyOf(shares);
    }

    SiteTerms of(String site) {
        return sites.getOrDefault(site, SiteTerms.NONE);
    }
}
