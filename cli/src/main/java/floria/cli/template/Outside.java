package floria.cli.template;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

import floria.tosca.source.Source;
import floria.tosca.source.Sources;

/**
 * Finds nothing, and remembers references to files that are there, and that the template's folder
 * does not hold: asked last, it tells a file out of bounds from one that is missing. For one
 * reader.
 */
final class Outside implements Sources {
    private static final String SCHEME = "file:";

    private final Path root;
    private final Set<String> references = new LinkedHashSet<>();

    Outside(Path root) {
        this.root = root;
    }

    /** What was asked for, as written. */
    Set<String> references() {
        return Set.copyOf(references);
    }

    @Override
    public Optional<Source> resolve(String base, String reference) {
        if (base.startsWith(SCHEME) && exists(base.substring(SCHEME.length()), reference)) {
            references.add(reference);
        }
        return Optional.empty();
    }

    private boolean exists(String base, String reference) {
        try {
            Path folder = root.resolve(base).resolveSibling("");
            String path =
                    reference.startsWith(SCHEME) ? reference.substring(SCHEME.length()) : reference;
            return Files.isRegularFile(folder.resolve(path));
        } catch (InvalidPathException e) {
            return false; // such as an address with characters that no file name has
        }
    }
}
