package floria.site.containers;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import floria.site.Fault;
import floria.site.ResourceSpec;
import floria.site.Site;
import floria.site.SiteException;
import floria.testing.containers.PodmanService;
import floria.testing.containers.TestImage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** An engine behind a port, in the clear and with certificates on both sides. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EngineOverTcpTest {

    private static final char[] PASSWORD = "changeit".toCharArray();

    private final PodmanService podman = PodmanService.start(new TestImage.Debian());
    private final Demands demands = new Demands("overtcp0");
    private final ResourceSpec.Machine machine = demands.machine("far");
    @TempDir Path certificates;

    @BeforeAll
    void makesMachine() {
        local().ensure(demands.context(), List.of(machine));
    }

    @AfterAll
    void stopsTheEngine() {
        podman.close();
    }

    private Site local() {
        return new ContainerSite(
                ContainerSettings.of("near", new EngineAddress.Unix(podman.socket()))
                        .withPull(ContainerSettings.Pull.NEVER),
                Clock.systemUTC());
    }

    @Test
    void worksInTheClear() throws Exception {
        try (Relay relay = new Relay(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()))) {
            copies(new EngineAddress.Tcp("127.0.0.1", relay.port(), Optional.empty()));
        }
    }

    @Test
    void worksWithCertificatesOnBothSides() throws Exception {
        try (Relay relay = new Relay(secured())) {
            copies(new EngineAddress.Tcp("127.0.0.1", relay.port(), Optional.of(certificates)));
        }
    }

    @Test
    void refusesAnEngineThatIsNotWhoItShouldBe() throws Exception {
        try (Relay relay = new Relay(secured())) {
            Engine engine =
                    new Engine(
                            new EngineAddress.Tcp(
                                    "localhost", relay.port(), Optional.of(certificates)));
            assertThatExceptionOfType(SiteException.class)
                    .isThrownBy(() ->
                            engine.get(Limit.of(demands.context(), Clock.systemUTC()), "/version"))
                    .satisfies(e -> assertThat(e.fault().kind()).isEqualTo(Fault.Kind.UNREACHABLE));
        }
    }

    @Test
    void readsKeysInTheOldRsaForm() throws Exception {
        Key key = keys().getKey("engine", PASSWORD);
        byte[] pkcs8 = key.getEncoded();
        byte[] pkcs1 = Arrays.copyOfRange(pkcs8, 26, pkcs8.length);

        assertThat(Certificates.key(pem("RSA PRIVATE KEY", pkcs1)).getEncoded()).isEqualTo(pkcs8);
    }

    private void copies(EngineAddress address) throws InterruptedException {
        ExecShell shell =
                new ExecShell(new Engine(address), machine.key().toString(), Clock.systemUTC());
        byte[] content = new byte[1_000_000];
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        assertThat(
                        shell.run(
                                List.of("wc", "-c"),
                                new ByteArrayInputStream(content),
                                out,
                                out,
                                Duration.ofSeconds(30)))
                .hasValue(0);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("1000000\n");
    }

    private KeyStore keys() throws Exception {
        Path store = certificates.resolve("keys.p12");
        if (!Files.exists(store)) {
            Process keytool =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "keytool")
                                            .toString(),
                                    "-genkeypair",
                                    "-alias",
                                    "engine",
                                    "-keyalg",
                                    "RSA",
                                    "-keysize",
                                    "2048",
                                    "-dname",
                                    "CN=engine",
                                    "-ext",
                                    "san=ip:127.0.0.1",
                                    "-storetype",
                                    "PKCS12",
                                    "-keystore",
                                    store.toString(),
                                    "-storepass",
                                    new String(PASSWORD))
                            .redirectErrorStream(true)
                            .start();
            keytool.getInputStream().transferTo(OutputStream.nullOutputStream());
            assertThat(keytool.waitFor()).isZero();
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }

    /** Trusts its own certificate only, on both sides, and wants to see it. */
    private SSLServerSocket secured() throws Exception {
        KeyStore keys = keys();
        String certificate = pem("CERTIFICATE", keys.getCertificate("engine").getEncoded());
        Files.writeString(certificates.resolve("ca.pem"), certificate);
        Files.writeString(certificates.resolve("cert.pem"), certificate);
        Files.writeString(
                certificates.resolve("key.pem"),
                pem("PRIVATE KEY", keys.getKey("engine", PASSWORD).getEncoded()));
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("engine", keys.getCertificate("engine"));
        KeyManagerFactory own =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        SSLServerSocket socket =
                (SSLServerSocket)
                        context.getServerSocketFactory()
                                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        socket.setNeedClientAuth(true);
        return socket;
    }

    private static String pem(String what, byte[] content) {
        return "-----BEGIN "
                + what
                + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
                + "\n-----END "
                + what
                + "-----\n";
    }

    /** Passes each connection on to the engine's socket, the end of each direction included. */
    private final class Relay implements Closeable {
        private final ServerSocket server;

        Relay(ServerSocket server) {
            this.server = server;
            Thread.ofVirtual().start(this::accept);
        }

        int port() {
            return server.getLocalPort();
        }

        private void accept() {
            try {
                while (true) {
                    Socket socket = server.accept();
                    Thread.ofVirtual().start(() -> pass(socket));
                }
            } catch (IOException _) {
                // Closed.
            }
        }

        private void pass(Socket socket) {
            try (socket;
                    EngineConnection engine =
                            EngineConnection.open(new EngineAddress.Unix(podman.socket()))) {
                Thread in =
                        Thread.ofVirtual()
                                .start(() -> {
                                    try {
                                        socket.getInputStream().transferTo(engine.out());
                                        engine.endOfOutput().send();
                                    } catch (IOException _) {
                                        // The other direction ends it.
                                    }
                                });
                engine.in().transferTo(socket.getOutputStream());
                in.interrupt();
            } catch (IOException _) {
                // The test sees its own end break.
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
