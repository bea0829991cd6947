package floria.tosca.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Archives made for a test, with entries as they are named, good or bad. */
public final class Packed {
    private final Map<String, byte[]> files = new LinkedHashMap<>();

    public Packed with(String path, String text) {
        return with(path, text.getBytes(UTF_8));
    }

    public Packed with(String path, byte[] bytes) {
        files.put(path, bytes);
        return this;
    }

    public byte[] zip() {
        return zip(Map.of());
    }

    /**
     * @param modes the kinds of some files, as Unix has them
     */
    public byte[] zip(Map<String, Integer> modes) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                ZipArchiveEntry entry = new ZipArchiveEntry(file.getKey());
                if (modes.containsKey(file.getKey())) {
                    entry.setUnixMode(modes.get(file.getKey()));
                }
                out.putArchiveEntry(entry);
                out.write(file.getValue());
                out.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    byte[] tar() {
        return tar(Map.of());
    }

    /**
     * @param kinds the kinds of some entries, such as {@link TarArchiveEntry#LF_SYMLINK}; their
     *     text is what they lead to
     */
    byte[] tar(Map<String, Byte> kinds) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream out = new TarArchiveOutputStream(bytes)) {
            out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Byte kind = kinds.get(file.getKey());
                if (kind == null) {
                    TarArchiveEntry entry = new TarArchiveEntry(file.getKey(), true);
                    entry.setSize(file.getValue().length);
                    out.putArchiveEntry(entry);
                    out.write(file.getValue());
                } else {
                    TarArchiveEntry entry = new TarArchiveEntry(file.getKey(), kind, true);
                    entry.setLinkName(new String(file.getValue(), UTF_8));
                    out.putArchiveEntry(entry);
                }
                out.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** A tar whose first entry says that the next one has a name of so many letters. */
    static byte[] tarWithNameOf(int letters) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream out = new TarArchiveOutputStream(bytes)) {
            TarArchiveEntry name =
                    new TarArchiveEntry("././@LongLink", TarArchiveEntry.LF_GNUTYPE_LONGNAME);
            name.setSize(letters);
            out.putArchiveEntry(name);
            byte[] text = new byte[letters];
            Arrays.fill(text, (byte) 'x');
            out.write(text);
            out.closeArchiveEntry();
            out.putArchiveEntry(new TarArchiveEntry("x"));
            out.closeArchiveEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    byte[] tarGz() {
        return gzip(tar());
    }

    static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
