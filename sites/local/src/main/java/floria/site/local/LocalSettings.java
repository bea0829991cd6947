package floria.site.local;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a {@link LocalSite} is set up.
 *
 * @param name of the site
 * @param root the folder that holds everything; made when it is not there; for this user only
 * @param environment what processes get beside their own; variables of Floria's own ({@code
 *     FLORIA_…}) are left out
 */
public record LocalSettings(String name, Path root, Map<String, String> environment) {
    public LocalSettings {
        root = root.toAbsolutePath().normalize();
        Map<String, String> kept = new TreeMap<>(environment);
        kept.keySet().removeIf(variable -> variable.startsWith("FLORIA_"));
        environment = Map.copyOf(kept);
    }

    /** Leaves the environment out, which may hold secrets. */
    @Override
    public String toString() {
        return "LocalSettings[" + name + " in " + root + "]";
    }
}
