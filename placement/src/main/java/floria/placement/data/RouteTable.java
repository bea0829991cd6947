package floria.placement.data;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;

import floria.placement.catalogue.Csv;

/**
 * Routes from lists of pairs with the columns {@code Source,Destination,UsdPerGB} and {@code
 * Source,Destination,Gbps}. A place that is a zone, such as {@code gcp:europe-west1-b}, stands for
 * its region too. A pair that is in no list is as dear and as slow as the worst that is listed from
 * its source, for nothing must look best since nobody knows its price; without any, it is as {@code
 * otherwise} says.
 */
public final class RouteTable implements Routes {
    private final Map<String, BigDecimal> prices = new HashMap<>();
    private final Map<String, Double> speeds = new HashMap<>();
    private final Map<String, BigDecimal> dearest = new HashMap<>();
    private final Map<String, Double> slowest = new HashMap<>();
    private final Route otherwise;

    public RouteTable(Route otherwise) {
        this.otherwise = otherwise;
    }

    /** Takes prices in. */
    public RouteTable prices(Csv list) {
        list.rows()
                .forEach(row ->
                        row.decimal("UsdPerGB")
                                .ifPresent(price -> {
                                    prices.put(
                                            pair(row.text("Source"), row.text("Destination")),
                                            price);
                                    dearest.merge(
                                            region(row.text("Source")), price, BigDecimal::max);
                                }));
        return this;
    }

    /** Takes speeds in. */
    public RouteTable speeds(Csv list) {
        list.rows()
                .forEach(row ->
                        row.decimal("Gbps")
                                .map(BigDecimal::doubleValue)
                                .filter(speed -> speed > 0)
                                .ifPresent(speed -> {
                                    String source = row.text("Source");
                                    speeds.put(pair(source, row.text("Destination")), speed);
                                    slowest.merge(region(source), speed, Math::min);
                                }));
        return this;
    }

    @Override
    public Route between(String from, String to) {
        if (from.equals(to)) {
            return Route.HERE;
        }
        String pair = pair(from, to);
        BigDecimal price = dearest.getOrDefault(region(from), otherwise.gigabyte());
        double speed = slowest.getOrDefault(region(from), otherwise.gigabits());
        return new Route(prices.getOrDefault(pair, price), speeds.getOrDefault(pair, speed));
    }

    private static String pair(String from, String to) {
        return region(from) + " " + region(to);
    }

    /** {@code gcp:us-east1-b} is in the region {@code gcp:us-east1}. */
    private static String region(String place) {
        int last = place.length();
        boolean zone =
                last > 2
                        && place.charAt(last - 2) == '-'
                        && Character.isLetter(place.charAt(last - 1));
        return zone ? place.substring(0, last - 2) : place;
    }
}
