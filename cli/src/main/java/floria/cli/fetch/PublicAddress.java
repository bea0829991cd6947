package floria.cli.fetch;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;

/**
 * Tells addresses of the internet from those that mean something on this machine, in this network
 * or to a cloud's machines only, after the registries of special addresses (RFC 6890).
 */
final class PublicAddress {
    private static final int[][] SPECIAL = {
        // first byte, second byte (-1 for any), third byte (-1 for any), bits of the second byte
        {0, -1, -1, 0},
        {10, -1, -1, 0},
        {100, 64, -1, 2},
        {127, -1, -1, 0},
        {169, 254, -1, 8},
        {172, 16, -1, 4},
        {192, 0, 0, 8},
        {192, 0, 2, 8},
        {192, 88, 99, 8},
        {192, 168, -1, 8},
        {198, 18, -1, 7},
        {198, 51, 100, 8},
        {203, 0, 113, 8},
    };

    /** The address at which machines of one cloud find what only they may know. */
    private static final byte[] WIRE_SERVER = {(byte) 168, 63, (byte) 129, 16};

    private PublicAddress() {}

    static boolean is(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address ? isPublic4(bytes) : isPublic6(bytes);
    }

    private static boolean isPublic4(byte[] bytes) {
        int first = bytes[0] & 0xFF;
        if (first >= 224 || Arrays.equals(bytes, WIRE_SERVER)) {
            return false; // multicast, reserved, broadcast
        }
        for (int[] range : SPECIAL) {
            int shift = 8 - range[3];
            boolean second = range[1] < 0 || (bytes[1] & 0xFF) >> shift == range[1] >> shift;
            boolean third = range[2] < 0 || (bytes[2] & 0xFF) == range[2];
            if (first == range[0] && second && third) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPublic6(byte[] bytes) {
        if (starts(bytes, 0x00, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0)) {
            return embedded(bytes, 12); // NAT64 leads to the IPv4 address within
        }
        if (starts(bytes, 0x20, 0x02)) {
            return embedded(bytes, 2); // so does 6to4
        }
        // Of all the rest, 2000::/3 alone is routed; in it, Teredo and the like, and documentation.
        return (bytes[0] & 0xE0) == 0x20
                && !(starts(bytes, 0x20, 0x01) && (bytes[2] & 0xFE) == 0)
                && !starts(bytes, 0x20, 0x01, 0x0D, 0xB8)
                && !(starts(bytes, 0x3F, 0xFF) && (bytes[2] & 0xF0) == 0);
    }

    private static boolean embedded(byte[] bytes, int from) {
        return isPublic4(Arrays.copyOfRange(bytes, from, from + 4));
    }

    private static boolean starts(byte[] bytes, int... prefix) {
        for (int i = 0; i < prefix.length; i++) {
            if ((bytes[i] & 0xFF) != prefix[i]) {
                return false;
            }
        }
        return true;
    }
}
