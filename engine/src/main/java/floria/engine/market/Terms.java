package floria.engine.market;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

import floria.placement.catalogue.Prices;
import floria.placement.data.Routes;
import floria.site.Offer;

/**
 * The terms of all sites.
 *
 * @param prices of offers, where sites do not say them; the first list that speaks of one counts
 * @param rates what another currency is worth in that in which sites are compared
 * @param shares what projects are entitled to when there is not enough for all, in any unit
 */
public record Terms(
        Map<String, SiteTerms> sites,
        List<Prices> prices,
        Routes routes,
        Map<String, Double> shares,
        Map<String, Rate> rates) {
    /** As the sites say themselves. */
    public static final Terms NONE = new Terms(Map.of(), List.of(), Routes.UNKNOWN, Map.of());

    public Terms {
        sites = Map.copyOf(sites);
        prices = List.copyOf(prices);
        shares = Map.copyOf(shares);
        rates = Map.copyOf(rates);
    }

    /** In which all prices are in one currency. */
    public Terms(
            Map<String, SiteTerms> sites,
            List<Prices> prices,
            Routes routes,
            Map<String, Double> shares) {
        this(sites, prices, routes, shares, Map.of());
    }

    /** What one unit of a currency is worth in another. */
    public record Rate(BigDecimal amount, String currency) {}

    /** The offer in the currency in which sites are compared, where its rate is known. */
    Offer inOne(Offer offer) {
        Rate rate = rates.get(offer.currency());
        return rate == null
                ? offer
                : offer.withPrice(offer.pricePerHour().multiply(rate.amount()), rate.currency());
    }

    SiteTerms of(String site) {
        return sites.getOrDefault(site, SiteTerms.NONE);
    }
}
