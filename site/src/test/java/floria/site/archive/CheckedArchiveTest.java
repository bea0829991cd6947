package floria.site.archive;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What somebody else says is an archive of a volume. */
class CheckedArchiveTest {
    private static final byte[] END = new byte[2 * Header.BLOCK];

    private final ByteArrayOutputStream archive = new ByteArrayOutputStream();

    @BeforeEach
    void begin() {
        archive.reset();
        folder("volume");
    }

    @Test
    void whatIsOnAVolumeComesThroughWithoutTheFolderAroundIt() throws IOException {
        String deep = "d".repeat(90) + "/" + "é".repeat(80) + "/f";
        file("volume/a.txt", "one");
        folder("volume/" + "d".repeat(90));
        file("volume/" + deep, "two");
        link("volume/inside", "a.txt");
        link("volume/" + "d".repeat(90) + "/up", "../a.txt");
        hardLink("volume/same", "volume/a.txt");
        end();

        assertThat(names())
                .containsExactly(
                        "FOLDER  ",
                        "FILE a.txt one",
                        "FOLDER " + "d".repeat(90) + " ",
                        "FILE " + deep + " two",
                        "LINK inside a.txt",
                        "LINK " + "d".repeat(90) + "/up ../a.txt",
                        "HARD_LINK same a.txt");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/passwd",
                "../escaped",
                "volume/../../escaped",
                "volume/a/../../../escaped",
                "..",
                "/",
                "/volume/a",
                "volume/a/..",
                "volumes/a",
                "other"
            })
    void noNameLeadsOut(String name) {
        file(name, "x");
        end();

        assertThatThrownBy(this::read)
                .isInstanceOf(BadArchive.class)
                .hasMessageContaining("leads out of the volume");
    }

    @ParameterizedTest
    @CsvSource({
        "volume/a, /etc/passwd",
        "volume/a, ..",
        "volume/a, ../b",
        "volume/d/a, ../../b",
        "volume/d/a, b/../../../c",
        "volume/d/a, b/..",
        "volume/a, ./../b",
        "volume/a, ''"
    })
    void noLinkEndsOutside(String name, String end) {
        link(name, end);
        end();

        assertThatThrownBy(this::read)
                .isInstanceOf(BadArchive.class)
                .hasMessageContaining("leads out of the volume");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/shadow", "../shadow", "volume/../../shadow"})
    void noHardLinkEndsOutside(String end) {
        hardLink("volume/a", end);
        end();

        assertThatThrownBy(this::read)
                .isInstanceOf(BadArchive.class)
                .hasMessageContaining("leads out of the volume");
    }

    @Test
    void nothingIsWrittenThroughALink() {
        folder("volume/d");
        link("volume/d/up", "..");
        file("volume/d/up/../../escaped", "x");
        end();
        assertThatThrownBy(this::read).isInstanceOf(BadArchive.class);

        begin();
        link("volume/l", "d");
        file("volume/l/x", "x");
        end();
        assertThatThrownBy(this::read).hasMessageContaining("is written through a link");

        begin();
        link("volume/l", "d");
        file("volume/l", "x");
        end();
        assertThatThrownBy(this::read).hasMessageContaining("is written through a link");

        begin();
        link("volume/l", "d");
        hardLink("volume/h", "volume/l/x");
        end();
        assertThatThrownBy(this::read).hasMessageContaining("leads through another link");
    }

    @ParameterizedTest
    @ValueSource(chars = {'3', '4', '6', 'S', 'D', 'M', 'V', '9'})
    void whatIsNoFileFolderOrLinkIsNotCarried(char type) {
        archive.writeBytes(Header.of("volume/odd", "", type, 0644, 0));
        end();

        assertThatThrownBy(this::read)
                .isInstanceOf(BadArchive.class)
                .hasMessageContaining("'volume/odd' is neither a file nor a folder nor a link");
    }

    @Test
    void aNameInAFurtherHeaderCountsAndIsChecked() {
        archive.writeBytes(raw("x", 'x', "28 path=volume/../../escape\n"));
        archive.writeBytes(raw("volume/harmless", '0', "x"));
        end();
        assertThatThrownBy(this::read).hasMessageContaining("leads out of the volume");

        begin();
        archive.writeBytes(raw("././@LongLink", 'L', "volume/../../escape\0"));
        archive.writeBytes(raw("volume/harmless", '0', "x"));
        end();
        assertThatThrownBy(this::read).hasMessageContaining("leads out of the volume");

        begin();
        archive.writeBytes(raw("g", 'g', "26 path=/volume/elsewhere\n"));
        archive.writeBytes(raw("volume/harmless", '0', "x"));
        end();
        assertThat(namesOrFail()).containsExactly("FOLDER  ", "FILE harmless x");
    }

    @Test
    void theNameOfTheRootDoesNotMatter() throws IOException {
        archive.reset();
        folder("");
        file("/etc/passwd", "x");
        hardLink("/same", "etc/passwd");
        hardLink("/too", "/etc/passwd");
        end();

        assertThat(names())
                .containsExactly(
                        "FOLDER  ",
                        "FILE etc/passwd x",
                        "HARD_LINK same etc/passwd",
                        "HARD_LINK too etc/passwd");
    }

    @Test
    void withoutARootThereIsNoVolume() {
        archive.reset();
        file("volume/a", "x");
        end();

        assertThatThrownBy(this::read).hasMessage("the archive is not one of a folder");
    }

    @Test
    void anArchiveThatIsCutOffIsNoWholeOne() {
        file("volume/a", "x".repeat(2000));
        end();
        byte[] whole = archive.toByteArray();
        for (int length : new int[] {0, 100, 512, 1024, 1600, 2500, whole.length - END.length}) {
            assertThatThrownBy(() ->
                            new CheckedArchive(new ByteArrayInputStream(whole, 0, length))
                                    .readAllBytes())
                    .describedAs("the first %d bytes of %d", length, whole.length)
                    .isInstanceOf(BadArchive.class)
                    .hasMessage("the archive ends too early");
        }
    }

    @Test
    void whatIsNoArchiveIsToldFromOne() {
        long seed = 11;
        Random random = new Random(seed);
        for (int times = 0; times < 200; times++) {
            byte[] noise = new byte[2048];
            random.nextBytes(noise);
            assertThatThrownBy(() ->
                            new CheckedArchive(new ByteArrayInputStream(noise)).readAllBytes())
                    .describedAs("seed %d, archive %d", seed, times)
                    .isInstanceOf(BadArchive.class);
        }
    }

    @Test
    void aDamagedArchiveNeverComesOutAsAnythingElseThanAFailureOrAnArchive() throws IOException {
        file("volume/a", "content");
        link("volume/l", "a");
        end();
        long seed = 12;
        Random random = new Random(seed);
        for (int times = 0; times < 2000; times++) {
            byte[] damaged = archive.toByteArray();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            try {
                byte[] through =
                        new CheckedArchive(new ByteArrayInputStream(damaged)).readAllBytes();
                assertThat(names(through))
                        .describedAs("seed %d, archive %d", seed, times)
                        .noneMatch(name -> name.contains(".."));
            } catch (BadArchive e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }

    @Test
    void aHeaderThatIsTooLongIsNotReadIn() {
        archive.writeBytes(Header.of("x", "", 'x', 0644, 1L << 30));
        end();

        assertThatThrownBy(this::read).hasMessage("a header in the archive is too long");
    }

    @Test
    void largeFilesComeThroughWithoutBeingHeld() throws IOException {
        long size = 9L << 30;
        archive.writeBytes(Header.of("volume/large", "", '0', 0644, size));
        byte[] head = archive.toByteArray();
        InputStream zeros =
                new InputStream() {
                    private long left = size + END.length;

                    @Override
                    public int read() {
                        return left-- > 0 ? 0 : -1;
                    }

                    @Override
                    public int read(byte[] to, int at, int length) {
                        int some = (int) Math.min(length, left);
                        left -= Math.max(some, 0);
                        return some <= 0 ? -1 : some;
                    }
                };
        try (CheckedArchive checked =
                new CheckedArchive(
                        new java.io.SequenceInputStream(new ByteArrayInputStream(head), zeros))) {
            ArchiveReader reader = new ArchiveReader(checked);
            assertThat(reader.next().orElseThrow().name()).isEmpty();
            assertThat(reader.next().orElseThrow().size()).isEqualTo(size);
            assertThat(reader.next()).isEmpty();
            assertThat(checked.bytes()).isEqualTo(size);
        }
    }

    private void folder(String name) {
        archive.writeBytes(Header.of(name + "/", "", '5', 0755, 0));
    }

    private void file(String name, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        archive.writeBytes(Header.of(name, "", '0', 0644, bytes.length));
        archive.writeBytes(padded(bytes));
    }

    private void link(String name, String end) {
        archive.writeBytes(Header.of(name, end, '2', 0777, 0));
    }

    private void hardLink(String name, String end) {
        archive.writeBytes(Header.of(name, end, '1', 0644, 0));
    }

    private void end() {
        archive.writeBytes(END);
    }

    private static byte[] padded(byte[] content) {
        return Arrays.copyOf(content, content.length + Header.padding(content.length));
    }

    /** A header without one of pax before it, and its content. */
    private static byte[] raw(String name, char type, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        byte[] both = Header.of(name, "", type, 0644, bytes.length);
        byte[] own = Arrays.copyOfRange(both, both.length - Header.BLOCK, both.length);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(own);
        out.writeBytes(padded(bytes));
        return out.toByteArray();
    }

    private byte[] read() throws IOException {
        return new CheckedArchive(new ByteArrayInputStream(archive.toByteArray())).readAllBytes();
    }

    private List<String> names() throws IOException {
        return names(read());
    }

    private List<String> namesOrFail() {
        try {
            return names();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> names(byte[] through) throws IOException {
        List<String> names = new ArrayList<>();
        ArchiveReader reader = new ArchiveReader(new ByteArrayInputStream(through));
        for (Optional<ArchiveReader.Entry> entry = reader.next();
                entry.isPresent();
                entry = reader.next()) {
            ArchiveReader.Entry one = entry.get();
            names.add(
                    one.kind()
                            + " "
                            + one.name()
                            + " "
                            + (one.kind() == ArchiveReader.Kind.FILE
                                    ? new String(
                                            reader.content().readAllBytes(), StandardCharsets.UTF_8)
                                    : one.link()));
        }
        return names;
    }

    @Test
    void whatElseIsSaidOfAFileComesWithIt() throws IOException {
        String value = "\u00ff\u00fe binary";
        archive.writeBytes(
                new Header(raw("volume/a", '0', ""))
                        .with("volume/a", "", 0, Map.of("SCHILY.xattr.user.x", value)));
        end();

        byte[] through = read();

        assertThat(new String(through, StandardCharsets.ISO_8859_1))
                .contains("SCHILY.xattr.user.x=" + value);
    }
}
