package floria.cli.detect;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import static org.assertj.core.api.Assertions.assertThat;

class DetectionTest {
    @TempDir Path folder;

    private List<Found> detect(Map<String, String> environment) {
        return new Detection(environment, folder.resolve("root")).all();
    }

    @Test
    void findsNothingWhereThereIsNothing() {
        assertThat(detect(Map.of("HOME", folder.toString(), "PATH", folder.toString()))).isEmpty();
    }

    @Test
    void takesTheHostsOfTheConfigurationAndOfWhatItIncludes() throws Exception {
        Path ssh = folder.resolve(".ssh");
        Files.createDirectories(ssh.resolve("more.d"));
        Files.writeString(
                ssh.resolve("config"),
                """
                Include more.d/*.conf
                Host login gpu01 "gpu02"   # comments are words too
                  User me
                Host github.com
                  User git
                Host *.example.org !not *
                  ProxyJump login
                Match host x
                  User git
                """
                        .replace("   # comments are words too", ""));
        Files.writeString(ssh.resolve("more.d/a.conf"), "host=bm1\nHost -oProxyCommand=x $(id)\n");

        assertThat(detect(Map.of("HOME", folder.toString())))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.kind()).isEqualTo("hosts");
                    assertThat(found.settings())
                            .containsEntry("hosts", List.of("bm1", "login", "gpu01", "gpu02"));
                });
    }

    @Test
    void namesSlurmWithItsPartitionsWhenItsControllerAnswers() throws Exception {
        for (String name : List.of("sbatch", "squeue", "scancel")) {
            program(name, "exit 0");
        }
        program("sinfo", "echo cpu; echo gpu");
        Map<String, String> environment =
                Map.of("HOME", "/home/it's me", "PATH", folder.toString(), "SLURM_CONF", "/x.conf");

        Found found = detect(environment).getFirst();

        assertThat(found.why()).contains("cpu, gpu");
        assertThat(read(found))
                .isEqualTo(
                        Map.of(
                                "slurm",
                                Map.of(
                                        "kind",
                                        "slurm",
                                        "folder",
                                        "/home/it's me/floria",
                                        "slurm_conf",
                                        "/x.conf")));

        program("sinfo", "exit 1");
        assertThat(detect(environment)).isEmpty();
    }

    @Test
    void namesASocketOnce() throws Exception {
        Path socket = Files.createDirectories(folder.resolve("root/run")).resolve("docker.sock");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));

            assertThat(detect(Map.of("DOCKER_HOST", "unix://" + socket)))
                    .singleElement()
                    .satisfies(found ->
                            assertThat(found.settings())
                                    .containsEntry("address", "unix://" + socket));
        }
    }

    private void program(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private static Object read(Found found) {
        return new Load(LoadSettings.builder().build())
                .loadFromString(String.join("\n", found.yaml()));
    }
}
