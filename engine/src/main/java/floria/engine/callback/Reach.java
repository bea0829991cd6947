package floria.engine.callback;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Which addresses may be called: those of the internet, and those of this machine and its private
 * networks only where the operator says so. What is local to a link, such as the metadata service
 * of a cloud, is never called.
 *
 * @param privately whether loopback and private addresses may be called
 */
public record Reach(boolean privately) {

    /** Why an address cannot be one of a webhook, whatever its name leads to. */
    Optional<String> malformed(String url) {
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException _) {
            return Optional.of("it is not an address");
        }
        boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!http || uri.getHost() == null) {
            return Optional.of("it does not begin with http:// or https:// and a host");
        }
        if (uri.getUserInfo() != null) {
            return Optional.of("it has a user name; calls are proven by their signature");
        }
        return Optional.empty();
    }

    /** Why it may not be called now; asks for what its name leads to. */
    Optional<String> refused(String url) {
        Optional<String> malformed = malformed(url);
        if (malformed.isPresent()) {
            return malformed;
        }
        String host = URI.create(url).getHost();
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (isNever(address)) {
                    return Optional.of(host + " leads to an address that is never called");
                }
                if (isPrivate(address) && !privately) {
                    return Optional.of(
                            host
                                    + " leads to a private address, which the operator has not"
                                    + " allowed");
                }
            }
            return Optional.empty();
        } catch (UnknownHostException _) {
            return Optional.of("there is no host " + host);
        }
    }

    private static boolean isNever(InetAddress address) {
        return address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isMulticastAddress();
    }

    private static boolean isPrivate(InetAddress address) {
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        if (address.isLoopbackAddress() || address.isSiteLocalAddress()) {
            return true;
        }
        return address instanceof Inet4Address
                // Shared by the customers of a provider, reserved, and of this network.
                ? (first == 100 && (second & 0xc0) == 64) || first >= 240 || first == 0
                // Unique local, and what carries an IPv4 address within: 64:ff9b::/96, 2002::/16.
                : (first & 0xfe) == 0xfc
                        || (first == 0 && second == 0x64)
                        || (first == 0x20 && second == 0x02);
    }
}
