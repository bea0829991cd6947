package floria.tosca.source;

import java.nio.charset.StandardCharsets;

/**
 * Bytes at an address. Template files have the address {@code file:PATH}, with the path relative to
 * the template's folder, as the person named it; files of a bundled profile have {@code
 * profile:NAME/PATH}, and files of the web their own. Immutable.
 */
public final class Source {
    private final String address;
    private final byte[] bytes;

    public Source(String address, byte[] bytes) {
        this.address = address;
        this.bytes = bytes.clone();
    }

    private Source(Source same, String address) {
        this.address = address;
        this.bytes = same.bytes;
    }

    public String address() {
        return address;
    }

    /** The same bytes at another address. */
    public Source at(String other) {
        return new Source(this, other);
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    public int size() {
        return bytes.length;
    }

    /** The bytes read as UTF-8, malformed input replaced. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return address + " (" + bytes.length + " bytes)";
    }
}
