package floria.server.configuration;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

import floria.site.Site;

/** One kind of site: what {@code sites.yaml} may say of it, and how a site is made of that. */
public interface SiteKind {
    /** The text under {@code kind}. */
    String name();

    /** What it knows beside what any site may have. */
    Map<String, Key> keys();

    /** The keys that it cannot do without, each with what is said where it is missing. */
    default Map<String, String> needed() {
        return Map.of();
    }

    /** The site of an entry that has been checked. Nothing is asked of it yet. */
    Site open(SiteEntry entry, Setting setting);

    /**
     * What every site of this server has around it.
     *
     * @param folder the server's own; paths in the file are relative to it
     */
    record Setting(Path folder, Map<String, String> environment, InstantSource clock) {}
}
