package floria.engine;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import floria.site.Site;

/**
 * The sites of this Floria by name, in the order in which they are preferred when all else is
 * equal.
 */
public record Sites(Map<String, Site> byName) implements AutoCloseable {
    public Sites {
        byName = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    }

    public Optional<Site> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public Collection<Site> all() {
        return byName.values();
    }

    /** Ends the connections of all; what runs at a site goes on. */
    @Override
    public void close() {
        byName.values().forEach(Site::close);
    }
}
