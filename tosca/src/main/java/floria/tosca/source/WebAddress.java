package floria.tosca.source;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/** Addresses of files on the web (http and https), each in one form. */
public final class WebAddress {
    private static final int LONGEST = 2_000;

    private WebAddress() {}

    /** Whether a source's address is one of the web. */
    public static boolean is(String address) {
        return address.startsWith("https://") || address.startsWith("http://");
    }

    /**
     * What {@code reference} means in the file at {@code base} (RFC 3986 §5). Empty if that is no
     * file of the web, or if the address names a user: secrets have no place in templates.
     */
    public static Optional<String> of(String base, String reference) {
        if (reference.isBlank() || reference.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            URI written = new URI(reference.strip());
            return normal(
                    written.isAbsolute() || !is(base) ? written : new URI(base).resolve(written));
        } catch (URISyntaxException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Optional<String> normal(URI uri) throws URISyntaxException {
        String scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
        String host = uri.getHost();
        boolean secure = scheme.equals("https");
        if (!(secure || scheme.equals("http")) || host == null || uri.getRawUserInfo() != null) {
            return Optional.empty();
        }
        boolean usual = uri.getPort() < 0 || uri.getPort() == (secure ? 443 : 80);
        URI tidy = uri.normalize();
        String path = tidy.getRawPath().isEmpty() ? "/" : tidy.getRawPath();
        String query = tidy.getRawQuery() == null ? "" : "?" + tidy.getRawQuery();
        String port = usual ? "" : ":" + uri.getPort();
        return Optional.of(
                new URI(scheme + "://" + host.toLowerCase(Locale.ROOT) + port + path + query)
                        .toASCIIString());
    }
}
