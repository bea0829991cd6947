package floria.tosca.source;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Relative paths with {@code /} between their parts, normalised, without a way out. */
final class Paths {
    static final String SCHEME = "file:";

    private Paths() {}

    /** The path in an address, normalised; empty for addresses of other kinds. */
    static Optional<String> path(String address) {
        return address.startsWith(SCHEME)
                ? normal("", address.substring(SCHEME.length()))
                : Optional.empty();
    }

    /** What {@code reference} means in the file {@code base}; empty if it leads outside. */
    static Optional<String> normal(String base, String reference) {
        String text = reference.startsWith(SCHEME) ? reference.substring(5) : reference;
        if (text.isEmpty()
                || text.startsWith("/")
                || text.contains("\\")
                || text.indexOf('\0') >= 0
                || text.contains("://")) {
            return Optional.empty();
        }
        Deque<String> parts = new ArrayDeque<>();
        int folder = base.lastIndexOf('/');
        String whole = folder < 0 ? text : base.substring(0, folder + 1) + text;
        for (String part : whole.split("/")) {
            if (part.equals("..")) {
                if (parts.pollLast() == null) {
                    return Optional.empty();
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(String.join("/", parts));
    }
}
