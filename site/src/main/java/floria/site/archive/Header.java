package floria.site.archive;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The block of 512 bytes before each entry of a tar archive (POSIX.1-2001, pax, ustar). */
final class Header {
    static final int BLOCK = 512;

    private static final int NAME = 100;
    private static final int SIZE_AT = 124;
    private static final int CHECKSUM_AT = 148;
    private static final int TYPE_AT = 156;
    private static final int LINK_AT = 157;
    private static final int MAGIC_AT = 257;
    private static final int PREFIX_AT = 345;

    private final byte[] block;

    Header(byte[] block) {
        this.block = block;
    }

    boolean isEnd() {
        for (byte one : block) {
            if (one != 0) {
                return false;
            }
        }
        return true;
    }

    void check() throws BadArchive {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= CHECKSUM_AT && i < CHECKSUM_AT + 8 ? ' ' : block[i] & 0xff;
        }
        if (sum != number(CHECKSUM_AT, 8)) {
            throw new BadArchive("what came is no tar archive, or is damaged");
        }
    }

    char type() {
        return block[TYPE_AT] == 0 ? '0' : (char) (block[TYPE_AT] & 0xff);
    }

    String name() {
        String name = text(0, NAME);
        boolean ustar = text(MAGIC_AT, 6).equals("ustar");
        String prefix = ustar ? text(PREFIX_AT, 155) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    String link() {
        return text(LINK_AT, NAME);
    }

    long size() throws BadArchive {
        return number(SIZE_AT, 12);
    }

    /** Octal digits, or the bits themselves where they do not suffice, as GNU has it. */
    private long number(int at, int length) throws BadArchive {
        if ((block[at] & 0x80) != 0) {
            long number = 0;
            for (int i = at + 1; i < at + length; i++) {
                if (number >>> 54 != 0) {
                    throw new BadArchive("a number in the archive is too large");
                }
                number = number << 8 | (block[i] & 0xff);
            }
            return number;
        }
        String digits = text(at, length).strip();
        try {
            long number = digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
            if (number < 0) {
                throw new BadArchive("a number in the archive is negative");
            }
            return number;
        } catch (NumberFormatException _) {
            throw new BadArchive("what came is no tar archive, or is damaged");
        }
    }

    private String text(int at, int length) {
        int end = at;
        while (end < at + length && block[end] != 0) {
            end++;
        }
        return new String(block, at, end - at, StandardCharsets.UTF_8);
    }

    /**
     * The bytes of a header like this one, with these names; what it has no room for goes into a
     * pax header before it.
     *
     * @param records of a pax header that it is to have besides
     */
    byte[] with(String name, String link, long size, Map<String, String> records) {
        Map<String, String> pax = new java.util.TreeMap<>(records);
        pax.put("path", name);
        if (!link.isEmpty()) {
            pax.put("linkpath", link);
        }
        if (size > 077777777777L) {
            pax.put("size", Long.toString(size));
        }
        byte[] content = content(pax);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] first = plain("floria", "", 'x', content.length);
        out.writeBytes(first);
        out.writeBytes(content);
        out.writeBytes(new byte[padding(content.length)]);
        byte[] own = block.clone();
        fill(own, name, link, type(), size);
        out.writeBytes(own);
        return out.toByteArray();
    }

    static int padding(long size) {
        return (int) ((BLOCK - size % BLOCK) % BLOCK);
    }

    /** The bytes of a header of an entry that is made here; nobody in particular owns it. */
    static byte[] of(String name, String link, char type, int mode, long size) {
        byte[] block = plain("", "", type, size);
        put(block, 100, String.format("%07o", mode & 07777));
        return new Header(block).with(name, link, size, Map.of());
    }

    long uid() throws BadArchive {
        return number(108, 8);
    }

    long gid() throws BadArchive {
        return number(116, 8);
    }

    int mode() throws BadArchive {
        return (int) number(100, 8) & 07777;
    }

    private static byte[] plain(String name, String link, char type, long size) {
        byte[] block = new byte[BLOCK];
        put(block, 100, "0000644");
        put(block, 108, "0000000");
        put(block, 116, "0000000");
        put(block, 136, "00000000000");
        fill(block, name, link, type, size);
        return block;
    }

    private static void fill(byte[] block, String name, String link, char type, long size) {
        clear(block, 0, NAME);
        clear(block, LINK_AT, NAME);
        clear(block, MAGIC_AT, 8);
        clear(block, PREFIX_AT, 155);
        put(block, 0, cut(name));
        put(block, LINK_AT, cut(link));
        put(block, MAGIC_AT, "ustar");
        put(block, MAGIC_AT + 6, "00");
        put(block, SIZE_AT, String.format("%011o", Math.min(size, 077777777777L)));
        clear(block, SIZE_AT + 11, 1);
        block[TYPE_AT] = (byte) type;
        put(block, CHECKSUM_AT, "        ");
        int sum = 0;
        for (byte one : block) {
            sum += one & 0xff;
        }
        put(block, CHECKSUM_AT, String.format("%06o", sum));
        block[CHECKSUM_AT + 6] = 0;
        block[CHECKSUM_AT + 7] = ' ';
    }

    /** The whole is in the pax header; this is for tools that know none. */
    private static String cut(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < NAME) {
            return name;
        }
        StringBuilder cut = new StringBuilder();
        int length = 0;
        for (int at = 0; at < name.length(); at++) {
            char one = name.charAt(at);
            length += one < 0x80 ? 1 : 3;
            if (length >= NAME) {
                break;
            }
            cut.append(one < 0x80 ? one : '_');
        }
        return cut.toString();
    }

    private static void clear(byte[] block, int at, int length) {
        java.util.Arrays.fill(block, at, at + length, (byte) 0);
    }

    private static void put(byte[] block, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, block, at, bytes.length);
    }

    /** The records of a pax header: length, key and value of each. */
    private static byte[] content(Map<String, String> records) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        records.forEach((key, value) -> {
            byte[] rest = (" " + key + "=" + value + "\n").getBytes(StandardCharsets.ISO_8859_1);
            if (Pax.isText(key)) {
                rest = (" " + key + "=" + value + "\n").getBytes(StandardCharsets.UTF_8);
            }
            int length = rest.length + 1;
            while (Integer.toString(length).length() + rest.length > length) {
                length = Integer.toString(length).length() + rest.length;
            }
            out.writeBytes(Integer.toString(length).getBytes(StandardCharsets.UTF_8));
            out.writeBytes(rest);
        });
        return out.toByteArray();
    }
}
