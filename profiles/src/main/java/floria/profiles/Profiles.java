package floria.profiles;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import floria.tosca.source.Source;
import floria.tosca.source.Sources;
import floria.tosca.source.WebAddress;
import floria.tosca.types.Catalogue;
import floria.tosca.types.TypeKind;

/**
 * The profiles that come with Floria, from the class path. Answers for a profile's name ({@code
 * floria}, {@code org.oasis-open.simple:2.0}), for the address of one of its files ({@code
 * profile:floria/profile.yaml}), for the addresses of type files of others that a profile stands in
 * for, for a type that others have built in ({@code type:tosca.nodes.indigo.Compute}), and, inside
 * a profile, for paths relative to the file that names them. Reads nothing else; stateless.
 */
public final class Profiles implements Sources {
    private static final String SCHEME = "profile:";
    private static final String TYPE = "type:";
    private static final String ENTRY = "profile.yaml";
    private static final String SIMPLE = "org.oasis-open.simple:";
    private static final List<String> BUILT_IN = List.of("indigo", "grycap");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9.-]*");

    /** The names by which templates import these profiles. */
    public static List<String> names() {
        return List.of("floria", "grycap", "indigo", SIMPLE + "2.0");
    }

    @Override
    public Optional<Source> resolve(String base, String reference) {
        if (reference.startsWith(SCHEME)) {
            return read(reference.substring(SCHEME.length()));
        }
        if (reference.startsWith(TYPE)) {
            return declaring(reference.substring(TYPE.length()));
        }
        if (base.startsWith(SCHEME)) {
            Optional<Source> beside = beside(base.substring(SCHEME.length()), reference);
            if (beside.isPresent()) {
                return beside;
            }
        }
        return named(reference)
                .or(() ->
                        WebAddress.of(base, reference)
                                .or(() -> Optional.of(reference))
                                .flatMap(KnownAddresses::profile))
                .flatMap(profile -> read(profile + "/" + ENTRY));
    }

    /** What other processors have built in; gathered once, when it is first asked for. */
    private static final class BuiltIn {
        private static final Pattern TYPE_NAME = Pattern.compile("(?m)^  (tosca\\.[\\w.-]+):$");

        /** The first of the profiles with each type. */
        static final Map<String, String> PROFILES = profiles();

        private static Map<String, String> profiles() {
            Map<String, String> all = new HashMap<>();
            for (String profile : BUILT_IN) {
                read(profile + "/" + ENTRY).stream()
                        .flatMap(source -> TYPE_NAME.matcher(source.text()).results())
                        .forEach(type -> all.putIfAbsent(type.group(1), profile));
            }
            return Map.copyOf(all);
        }
    }

    /**
     * The first of the profiles with types that other processors have built in. What the language
     * has itself needs no profile, even where one has it too.
     */
    private static Optional<Source> declaring(String type) {
        if (!type.startsWith("tosca.") || Catalogue.isOfLanguage(TypeKind.NODE, type)) {
            return Optional.empty();
        }
        return Optional.ofNullable(BuiltIn.PROFILES.get(type))
                .flatMap(profile -> read(profile + "/" + ENTRY));
    }

    /** The folder of a profile with the given name (TOSCA 2.0 §6.9: names are URIs or words). */
    private static Optional<String> named(String reference) {
        return reference.startsWith(SIMPLE)
                ? Optional.of("simple-" + reference.substring(SIMPLE.length()))
                : NAME.matcher(reference).matches() ? Optional.of(reference) : Optional.empty();
    }

    /** The file at {@code reference}, seen from the folder of {@code base}. */
    private static Optional<Source> beside(String base, String reference) {
        if (reference.startsWith("/")) {
            return Optional.empty();
        }
        Deque<String> parts = new ArrayDeque<>();
        for (String part : (base.substring(0, base.lastIndexOf('/') + 1) + reference).split("/")) {
            if (part.equals("..")) {
                // A profile's own folder is the first part, and stays.
                if (parts.size() <= 1) {
                    return Optional.empty();
                }
                parts.removeLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return read(String.join("/", parts));
    }

    /** A file by the profile's name and its path. */
    private static Optional<Source> read(String path) {
        if (!isFile(path)) {
            return Optional.empty();
        }
        try (InputStream in = Profiles.class.getResourceAsStream(path)) {
            return in == null
                    ? Optional.empty()
                    : Optional.of(new Source(SCHEME + path, in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path + " of Floria's own files", e);
        }
    }

    /**
     * Whether the path is a normal one, and of a file: on a class path of folders a folder would
     * read as the list of its files. The files of profiles have an extension, the folders none.
     */
    private static boolean isFile(String path) {
        String[] parts = path.split("/", -1);
        for (String part : parts) {
            if (part.isEmpty() || part.startsWith(".")) {
                return false;
            }
        }
        return parts.length > 1
                && NAME.matcher(parts[0]).matches()
                && parts[parts.length - 1].contains(".");
    }
}
