package floria.tosca.archive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import floria.tosca.problem.Location;
import floria.tosca.problem.Problem;
import floria.tosca.problem.Problems;
import floria.tosca.source.Bundle;
import floria.tosca.source.Source;
import floria.tosca.source.Sources;

/**
 * A cloud service archive (TOSCA 1.3 §6, 2.0 §17): a template with its files in a zip, tar or
 * tar.gz. Its files have addresses such as {@code file:cluster.csar!/scripts/start.sh}; references
 * between them never leave the archive. Immutable.
 */
public final class Archive implements Sources {
    private final Source source;
    private final Map<String, Source> unpacked;
    private final Bundle files;
    private final Optional<Source> entry;
    private final List<Source> others;
    private final List<Problem> problems;

    private Archive(
            Source source,
            Map<String, Source> files,
            Optional<Source> entry,
            List<Source> others,
            List<Problem> problems) {
        this.source = source;
        this.unpacked = Map.copyOf(files);
        this.files = Bundle.of(files.values());
        this.entry = entry;
        this.others = List.copyOf(others);
        this.problems = List.copyOf(problems);
    }

    /** Whether the bytes are those of an archive, whatever its name is. */
    public static boolean is(Source source) {
        return Kind.of(source.bytes()).isPresent();
    }

    /** Unpacks an archive and finds its template; what is wrong with it comes as problems. */
    public static Archive open(Source source) {
        return open(source, ArchiveLimits.STANDARD);
    }

    static Archive open(Source source, ArchiveLimits limits) {
        Problems problems = new Problems();
        Map<String, Source> files = new HashMap<>();
        Optional<Source> entry = Optional.empty();
        List<Source> others = new ArrayList<>();
        try {
            unpack(source.bytes(), limits)
                    .forEach((path, bytes) ->
                            files.put(path, new Source(source.address() + "!/" + path, bytes)));
            Contents contents = new Contents(source, files, problems);
            entry = contents.entry();
            others.addAll(contents.others());
        } catch (BadArchive e) {
            problems.error(
                            e.code(),
                            Location.startOf(source.address()),
                            String.valueOf(e.getMessage()))
                    .hint(e.hint());
        } catch (IOException | RuntimeException e) {
            // The library's own slips on damaged archives are no different from its reports.
            BadArchive bad = BadArchive.unreadable(reason(e));
            problems.error(
                            bad.code(),
                            Location.startOf(source.address()),
                            String.valueOf(bad.getMessage()))
                    .hint(bad.hint());
        }
        return new Archive(source, files, entry, others, problems.sorted(_ -> 0, _ -> ""));
    }

    /** The template that the archive is about. */
    public Optional<Source> entry() {
        return entry;
    }

    /** Further templates that the archive names. */
    public List<Source> others() {
        return others;
    }

    /** All files by their paths in the archive; none of one that cannot be unpacked. */
    public Map<String, Source> files() {
        return unpacked;
    }

    /** What is wrong with the archive itself. */
    public List<Problem> problems() {
        return problems;
    }

    @Override
    public Optional<Source> resolve(String base, String reference) {
        return files.resolve(base, reference);
    }

    /**
     * What the templates of this archive may name: its files and, by name or address, what {@code
     * outside} has; no path leads from the archive to a file beside it.
     */
    public Sources within(Sources outside) {
        String inside = source.address() + "!/";
        return or((base, reference) ->
                outside.resolve(base.startsWith(inside) ? "" : base, reference));
    }

    private static Map<String, byte[]> unpack(byte[] bytes, ArchiveLimits limits)
            throws IOException, BadArchive {
        if (bytes.length > limits.packed()) {
            throw BadArchive.tooLarge(
                    "has more than the %d MB that are taken".formatted(limits.packed() >> 20));
        }
        return switch (Kind.of(bytes).orElseThrow()) {
            case ZIP -> Zip.unpack(bytes, limits);
            case GZIP -> Tar.unpack(bytes, true, limits);
            case TAR -> Tar.unpack(bytes, false, limits);
        };
    }

    private static String reason(Exception e) {
        return Optional.ofNullable(e.getMessage())
                .flatMap(message -> message.lines().findFirst())
                .orElse("it is damaged");
    }

    /** What an archive may be, by its first bytes. */
    private enum Kind {
        ZIP,
        GZIP,
        TAR;

        static Optional<Kind> of(byte[] bytes) {
            if (starts(bytes, 0, 'P', 'K', 3, 4) || starts(bytes, 0, 'P', 'K', 5, 6)) {
                return Optional.of(ZIP);
            }
            if (starts(bytes, 0, 0x1F, 0x8B)) {
                return Optional.of(GZIP);
            }
            return starts(bytes, 257, 'u', 's', 't', 'a', 'r')
                    ? Optional.of(TAR)
                    : Optional.empty();
        }

        private static boolean starts(byte[] bytes, int at, int... magic) {
            for (int i = 0; i < magic.length; i++) {
                if (bytes.length <= at + i || (bytes[at + i] & 0xFF) != magic[i]) {
                    return false;
                }
            }
            return true;
        }
    }
}
