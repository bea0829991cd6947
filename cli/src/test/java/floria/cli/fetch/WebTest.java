package floria.cli.fetch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPOutputStream;

import javax.net.ssl.SSLSocketFactory;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import floria.tosca.source.Fetched;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WebTest {
    private static final Bounds SMALL = new Bounds(1_000, 10_000, 10, 3, 3, Duration.ofSeconds(20));

    private final List<String> lookedUp = new ArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private WebServer server;

    @BeforeEach
    void start() throws IOException {
        server = new WebServer();
    }

    @AfterEach
    void stop() throws IOException {
        ended.countDown();
        server.close();
    }

    @Test
    void getsAFileWithWhatTheServerCallsIt() throws IOException {
        server.file("/a.yaml", "x: 1\n", "ETag: \"7\"", "Last-Modified: yesterday");

        assertThat(web(SMALL).get(server.url("/a.yaml"), Optional.empty()))
                .isInstanceOfSatisfying(
                        Web.Found.Content.class,
                        found -> {
                            assertThat(new String(found.bytes(), UTF_8)).isEqualTo("x: 1\n");
                            assertThat(found.tag()).contains("\"7\"");
                            assertThat(found.modified()).contains("yesterday");
                        });
        assertThat(server.requests().getFirst())
                .startsWith("GET /a.yaml HTTP/1.1\nHost: 127.0.0.1:")
                .contains("Accept-Encoding: identity");
    }

    @Test
    void getsAFileInPartsOrUntilTheConnectionEnds() throws IOException {
        server.answer(
                "/parts",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=1\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
        server.answer("/open", "HTTP/1.0 200 OK\n\nabcde");

        assertThat(text("/parts")).isEqualTo("abcde");
        assertThat(text("/open")).isEqualTo("abcde");
    }

    @Test
    void hearsThatNothingHasChanged() throws IOException {
        server.answer("/a.yaml", "HTTP/1.1 304 Not Modified\r\n\r\n");
        Fetched.Entry known =
                new Fetched.Entry(
                        server.url("/a.yaml"),
                        "00",
                        Optional.of("\"7\""),
                        Optional.of("yesterday"));

        assertThat(web(SMALL).get(server.url("/a.yaml"), Optional.of(known)))
                .isEqualTo(new Web.Found.Unchanged());
        assertThat(server.requests().getFirst())
                .contains("If-None-Match: \"7\"\n", "If-Modified-Since: yesterday\n");
    }

    @Test
    void refusesThisMachineByDefault() {
        Web web = Web.of(false, SMALL);

        for (String host : List.of("127.0.0.1", "[::1]", "localhost", "169.254.169.254")) {
            assertThatThrownBy(() -> web.get("http://" + host + "/a.yaml", Optional.empty()))
                    .hasMessageContaining("an address that is not of the internet");
        }
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void refusesANameOfWhichOneMeaningIsPrivate() {
        Web web =
                new Web(
                        _ ->
                                List.of(
                                        InetAddress.ofLiteral("185.199.108.133"),
                                        InetAddress.ofLiteral("10.0.0.1")),
                        PublicAddress::is,
                        tls(),
                        SMALL);

        assertThatThrownBy(() -> web.get("http://example.org/", Optional.empty()))
                .hasMessage("example.org is 10.0.0.1, an address that is not of the internet");
    }

    @Test
    void looksANameUpOnceAndConnectsToWhatWasChecked() throws IOException {
        server.file("/a.yaml", "x: 1\n");
        Web web =
                new Web(
                        host -> {
                            lookedUp.add(host);
                            return List.of(
                                    InetAddress.ofLiteral(
                                            lookedUp.size() == 1 ? "127.0.0.1" : "127.0.0.2"));
                        },
                        address -> address.getHostAddress().equals("127.0.0.1"),
                        tls(),
                        SMALL);
        String address = server.url("/a.yaml").replace("127.0.0.1", "rebinding.example");

        assertThat(web.get(address, Optional.empty())).isInstanceOf(Web.Found.Content.class);
        assertThat(lookedUp).containsExactly("rebinding.example");
        assertThatThrownBy(() -> web.get(address, Optional.empty()))
                .hasMessageContaining("127.0.0.2, an address that is not of the internet");
    }

    @Test
    void followsRedirects() throws IOException {
        server.redirect("/old.yaml", "new.yaml");
        server.file("/new.yaml", "x: 1\n");

        assertThat(text("/old.yaml")).isEqualTo("x: 1\n");
    }

    @Test
    void refusesARedirectToAnAddressWithin() {
        server.redirect("/in", server.url("/secret").replace("127.0.0.1", "127.0.0.2"));

        assertThatThrownBy(() -> text("/in"))
                .hasMessage("127.0.0.2 is 127.0.0.2, an address that is not of the internet");
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "ftp://127.0.0.1/a", "http://u:p@127.0.0.1/", ""})
    void refusesARedirectToSomethingElse(String to) {
        server.redirect("/a", to);

        assertThatThrownBy(() -> text("/a"))
                .hasMessage("it leads to something that is not on the web");
    }

    @Test
    void refusesARedirectToAnotherPort() {
        server.redirect("/a", "http://127.0.0.1:6379/");

        assertThatThrownBy(() -> text("/a")).hasMessage("it leads to another port, 6379");
    }

    @Test
    void refusesRedirectsInACircle() {
        server.redirect("/a", "/a");

        assertThatThrownBy(() -> text("/a")).hasMessageContaining("more than 3 times");
        assertThat(server.requests()).hasSize(4);
    }

    @Test
    void refusesAFileThatIsSaidToBeTooLarge() {
        server.answer("/a", "HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n");

        assertThatThrownBy(() -> text("/a")).hasMessageContaining("more than the 1000 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Transfer-Encoding: chunked\r\n"})
    void refusesAFileWithoutEnd(String header) {
        server.on(
                "/a",
                (_, out) -> {
                    out.write(("HTTP/1.1 200 OK\r\n" + header + "\r\n").getBytes(ISO_8859_1));
                    while (true) {
                        out.write(
                                (header.isEmpty() ? "x".repeat(100) : "5\r\nabcde\r\n")
                                        .getBytes(UTF_8));
                    }
                });

        assertThatThrownBy(() -> text("/a")).hasMessageContaining("more than the 1000 bytes");
    }

    @Test
    void refusesHeadersWithoutEnd() {
        server.on(
                "/a",
                (_, out) -> {
                    out.write("HTTP/1.1 200 OK\r\n".getBytes(ISO_8859_1));
                    while (true) {
                        out.write("X-More: yes\r\n".getBytes(ISO_8859_1));
                    }
                });

        assertThatThrownBy(() -> text("/a")).hasMessageContaining("the server's answer is broken");
    }

    @Test
    void givesUpOnAServerThatIsSilent() {
        server.on("/a", (_, _) -> ended.await());
        Bounds hasty = new Bounds(1_000, 10_000, 10, 3, 3, Duration.ofMillis(200));

        assertThatThrownBy(() -> web(hasty).get(server.url("/a"), Optional.empty()))
                .hasMessage("it took longer than 200 ms");
    }

    @Test
    void givesUpOnAServerThatSendsDropByDrop() {
        server.on(
                "/a",
                (_, out) -> {
                    out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(ISO_8859_1));
                    while (!ended.await(20, java.util.concurrent.TimeUnit.MILLISECONDS)) {
                        out.write('x');
                    }
                });
        Bounds hasty = new Bounds(100_000, 100_000, 10, 3, 3, Duration.ofMillis(300));

        assertThatThrownBy(() -> web(hasty).get(server.url("/a"), Optional.empty()))
                .hasMessage("it took longer than 300 ms");
    }

    @Test
    void unpacksNothing() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bomb)) {
            out.write(new byte[100_000]);
        }
        server.on(
                "/a",
                (_, out) -> {
                    out.write(
                            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"
                                    .getBytes(ISO_8859_1));
                    out.write(bomb.toByteArray());
                });

        assertThatThrownBy(() -> text("/a")).hasMessageContaining("compressed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc",
                "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nabc",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n1\r\na\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno header\r\n\r\nabc",
                "220 mail.example.org ESMTP\r\n\r\n"
            })
    void refusesABrokenAnswer(String raw) {
        server.answer("/a", raw);

        assertThatThrownBy(() -> text("/a")).hasMessageContaining("the server's answer is broken");
    }

    @Test
    void refusesAWebPage() {
        server.file("/a", "<html>", "Content-Type: text/html; charset=utf-8");

        assertThatThrownBy(() -> text("/a")).hasMessageContaining("there is a web page");
    }

    @Test
    void saysThatAFileIsNotThere() {
        assertThatThrownBy(() -> text("/none")).hasMessageContaining("status 404");
    }

    @Test
    void saysThatNobodyListens() throws IOException {
        String address = server.url("/a");
        server.close();

        assertThatThrownBy(() -> web(SMALL).get(address, Optional.empty()))
                .hasMessageContaining("the connection failed");
    }

    private String text(String path) throws IOException {
        return web(SMALL).get(server.url(path), Optional.empty())
                        instanceof Web.Found.Content content
                ? new String(content.bytes(), UTF_8)
                : "";
    }

    /** One that takes 127.0.0.1, where the server is, for the internet, and nothing else here. */
    private static Web web(Bounds bounds) {
        return new Web(
                host -> List.of(InetAddress.getAllByName(host)),
                address ->
                        address.getHostAddress().equals("127.0.0.1") || PublicAddress.is(address),
                tls(),
                bounds);
    }

    private static SSLSocketFactory tls() {
        return (SSLSocketFactory) SSLSocketFactory.getDefault();
    }
}
