package floria.site.containers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import floria.site.Fault;
import floria.site.SiteException;
import floria.site.containers.ContainerEngines.Candidate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ContainerEnginesTest {

    @TempDir Path root;

    @Test
    void findsNothingWhereNothingIs() {
        assertThat(ContainerEngines.find(Map.of("HOME", root.toString()), root)).isEmpty();
    }

    @Test
    void findsUsualSocketsThatAreThere() throws IOException {
        Path runtime = root.resolve("run/user/1000");
        touch(runtime.resolve("podman/podman.sock"));
        touch(root.resolve("run/podman/podman.sock"));

        assertThat(
                        ContainerEngines.find(
                                Map.of(
                                        "HOME",
                                        root.toString(),
                                        "XDG_RUNTIME_DIR",
                                        runtime.toString()),
                                root))
                .extracting(Candidate::source)
                .containsExactly(
                        runtime.resolve("podman/podman.sock").toString(),
                        root.resolve("run/podman/podman.sock").toString());
    }

    @Test
    void takesTheUsersWordFirstEvenWhenNothingAnswersThere() throws IOException {
        touch(root.resolve("var/run/docker.sock"));

        assertThat(ContainerEngines.find(Map.of("DOCKER_HOST", "tcp://build.example:2375"), root))
                .extracting(candidate -> candidate.address().toString())
                .containsExactly(
                        "tcp://build.example:2375",
                        "unix://" + root.resolve("var/run/docker.sock"));
    }

    @Test
    void readsTheCurrentContextOfDocker() throws IOException {
        Path docker = root.resolve(".docker");
        Path meta = docker.resolve("contexts/meta").resolve(Tags.hash("lab", 32));
        Files.createDirectories(meta);
        Files.writeString(docker.resolve("config.json"), "{\"currentContext\":\"lab\"}");
        Files.writeString(
                meta.resolve("meta.json"),
                """
                {"Name":"lab","Endpoints":{"docker":{"Host":"unix:///srv/lab/docker.sock"}}}\
                """);

        assertThat(ContainerEngines.find(Map.of("HOME", root.toString()), root))
                .containsExactly(
                        new Candidate(
                                new EngineAddress.Unix(Path.of("/srv/lab/docker.sock")),
                                "Docker context 'lab'"));
    }

    @Test
    void saysWhichContextIsNotThere() {
        Map<String, String> environment = Map.of("HOME", root.toString(), "DOCKER_CONTEXT", "gone");

        assertThatExceptionOfType(SiteException.class)
                .isThrownBy(() -> ContainerEngines.find(environment, root))
                .withMessageContaining("'gone'");
    }

    @Test
    void explainsAddressesThatItCannotUse() {
        assertThatExceptionOfType(SiteException.class)
                .isThrownBy(
                        () -> ContainerEngines.find(Map.of("DOCKER_HOST", "ssh://me@host"), root))
                .satisfies(e -> {
                    assertThat(e.fault().kind()).isEqualTo(Fault.Kind.INVALID);
                    assertThat(e.fault().hint().orElseThrow()).contains("ssh -nNT -L");
                });
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EngineAddress.parse("nonsense", Optional.empty()));
    }

    @Test
    void readsAddresses() {
        Optional<Path> certificates = Optional.of(Path.of("/certs"));
        assertThat(EngineAddress.parse("tcp://h", certificates))
                .isEqualTo(new EngineAddress.Tcp("h", 2376, certificates));
        assertThat(EngineAddress.parse("tcp://[::1]:99", Optional.empty()))
                .isEqualTo(new EngineAddress.Tcp("::1", 99, Optional.empty()))
                .hasToString("tcp://[::1]:99");
        assertThat(EngineAddress.parse("/run/x.sock", certificates))
                .isEqualTo(new EngineAddress.Unix(Path.of("/run/x.sock")));
    }

    @Test
    void describesAnEngineThatDoesNotAnswerByItsFault() {
        Candidate nobody = new Candidate(new EngineAddress.Unix(root.resolve("x.sock")), "test");

        ContainerEngines.Described described = ContainerEngines.describe(nobody, Clock.systemUTC());

        assertThat(described.title()).isEmpty();
        assertThat(described.fault().orElseThrow().kind()).isEqualTo(Fault.Kind.UNREACHABLE);
    }

    private static void touch(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.createFile(file);
    }
}
