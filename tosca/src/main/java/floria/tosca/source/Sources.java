package floria.tosca.source;

import java.util.Optional;

/**
 * Everything that a template may name: its own files, bundled profiles, known import addresses,
 * what was fetched before. An implementation never touches the network, and never reads outside of
 * what it was given. Safe for use by many threads.
 */
@FunctionalInterface
public interface Sources {

    /**
     * Finds what {@code reference}, written in the source at {@code base}, stands for: a path
     * relative to it, a profile's name, or an address that a bundled profile answers for or that
     * was fetched. Empty if there is no such thing.
     */
    Optional<Source> resolve(String base, String reference);

    /** These sources first, {@code other} where these have nothing. */
    default Sources or(Sources other) {
        return (base, reference) ->
                resolve(base, reference).or(() -> other.resolve(base, reference));
    }
}
