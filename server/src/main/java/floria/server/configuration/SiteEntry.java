package floria.server.configuration;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/**
 * One site as {@code sites.yaml} has it; every text in it has the form that its key asks for.
 *
 * @param maps what has texts under keys of its own, such as images by logical names
 */
public record SiteEntry(
        String name,
        String kind,
        Map<String, String> texts,
        Map<String, Map<String, String>> maps) {

    /** How often a site may be called; of sites of any kind. */
    static final String RATE = "calls_per_second";

    /**
     * @param currency as ISO 4217 has it
     */
    public record Price(BigDecimal amount, String currency) {
        /** Reads {@code 0.02 EUR}, as {@link Key#PRICE} lets pass. */
        static Price parse(String text) {
            int space = text.indexOf(' ');
            return new Price(new BigDecimal(text.substring(0, space)), text.substring(space + 1));
        }
    }

    /** The text under that key. */
    public Optional<String> text(String key) {
        return Optional.ofNullable(texts.get(key));
    }

    /** Whether that text stands under that key. */
    public boolean says(String key, String text) {
        return text.equals(texts.get(key));
    }

    /** The texts under that key by keys of their own. */
    public Map<String, String> map(String key) {
        return maps.getOrDefault(key, Map.of());
    }

    /** How many calls it gets in a second at most, by all parts of this server together. */
    public Optional<Double> callsPerSecond() {
        return text(RATE).map(Double::valueOf);
    }

    /** What one CPU costs for an hour. */
    public Optional<Price> price() {
        return text("price").map(Price::parse);
    }
}
