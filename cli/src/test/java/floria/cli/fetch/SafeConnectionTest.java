package floria.cli.fetch;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SafeConnectionTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir private Path folder;
    private SSLContext context;
    private HttpsServer server;

    @BeforeEach
    void start() throws Exception {
        context = context();
        server =
                HttpsServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext(
                "/a.yaml",
                exchange -> {
                    byte[] body = "x: 1\n".getBytes(UTF_8);
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void getsAFileFromWhoItIsMeantToComeFrom() throws Exception {
        Web.Found found = get("known.example", context.getSocketFactory());

        assertThat(found)
                .isInstanceOfSatisfying(
                        Web.Found.Content.class,
                        content -> assertThat(content.bytes()).asString(UTF_8).isEqualTo("x: 1\n"));
    }

    @Test
    void refusesOneWhoHasAnotherName() {
        assertThatThrownBy(() -> get("other.example", context.getSocketFactory()))
                .hasMessageContaining("no safe connection", "other.example");
    }

    @Test
    void refusesOneWhomNobodyVouchesFor() {
        assertThatThrownBy(() ->
                        get("known.example", (SSLSocketFactory) SSLSocketFactory.getDefault()))
                .hasMessageContaining("no safe connection");
    }

    private Web.Found get(String host, SSLSocketFactory tls) throws Exception {
        Web web =
                new Web(
                        _ -> List.of(InetAddress.ofLiteral("127.0.0.1")),
                        _ -> true,
                        tls,
                        Bounds.STANDARD);
        return web.get(
                "https://%s:%d/a.yaml".formatted(host, server.getAddress().getPort()),
                Optional.empty());
    }

    /** One who is known.example, and who trusts itself alone. */
    private SSLContext context() throws Exception {
        Path store = folder.resolve("keys.p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin/keytool").toString(),
                                "-genkeypair",
                                "-alias",
                                "a",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=known.example",
                                "-ext",
                                "san=dns:known.example",
                                "-storepass",
                                new String(PASSWORD),
                                "-keystore",
                                store.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("keytool.log").toFile())
                        .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory mine = KeyManagerFactory.getInstance("PKIX");
        mine.init(keys, PASSWORD);
        TrustManagerFactory trusted = TrustManagerFactory.getInstance("PKIX");
        trusted.init(keys);
        SSLContext made = SSLContext.getInstance("TLS");
        made.init(mine.getKeyManagers(), trusted.getTrustManagers(), null);
        return made;
    }
}
