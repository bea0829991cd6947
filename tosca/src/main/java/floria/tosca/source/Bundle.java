package floria.tosca.source;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Files that are held in memory, such as those that came with a request. Addresses are {@code
 * file:PATH}, or those of the web; references are relative to the file that they stand in, and
 * never leave the bundle. Immutable.
 */
public final class Bundle implements Sources {
    private final Map<String, Source> files;
    private final Map<String, Source> web;

    private Bundle(Map<String, Source> files, Map<String, Source> web) {
        this.files = Map.copyOf(files);
        this.web = Map.copyOf(web);
    }

    /** Files by path; the sources keep their bytes and are given the path as address. */
    public static Bundle of(Map<String, byte[]> files) {
        Map<String, Source> sources = new HashMap<>();
        files.forEach((path, bytes) ->
                Paths.normal("", path)
                        .ifPresent(normal ->
                                sources.put(normal, new Source(Paths.SCHEME + normal, bytes))));
        return new Bundle(sources, Map.of());
    }

    /**
     * Sources that already have addresses, of the form {@code file:PATH} or of the web; others are
     * left out.
     */
    public static Bundle of(Collection<Source> sources) {
        Map<String, Source> files = new HashMap<>();
        Map<String, Source> web = new HashMap<>();
        for (Source source : sources) {
            if (WebAddress.is(source.address())) {
                web.put(source.address(), source);
            }
            Paths.path(source.address()).ifPresent(path -> files.put(path, source));
        }
        return new Bundle(files, web);
    }

    /** The file at {@code path}, as a template to read. */
    public Optional<Source> file(String path) {
        return Paths.normal("", path).map(files::get);
    }

    @Override
    public Optional<Source> resolve(String base, String reference) {
        return Paths.path(base)
                .flatMap(path -> Paths.normal(path, reference))
                .flatMap(path -> Optional.ofNullable(files.get(path)))
                .or(() ->
                        web.isEmpty()
                                ? Optional.empty()
                                : WebAddress.of(base, reference)
                                        .flatMap(address -> Optional.ofNullable(web.get(address))));
    }
}
