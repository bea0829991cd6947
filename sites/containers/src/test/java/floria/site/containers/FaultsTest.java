package floria.site.containers;

import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import floria.site.Fault;

import static org.assertj.core.api.Assertions.assertThat;

/** The words are those of Docker 20.10 to 28 and of Podman 4 and 5. */
class FaultsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "500 | write /x: no space left on device | CAPACITY",
                "400 | Range of CPUs is from 0.01 to 2.00, as there are only 2 CPUs available | CAPACITY",
                "500 | could not find an available, non-overlapping IPv4 address pool among the defaults | CAPACITY",
                "500 | unable to find network with name or ID x: network not found | NOT_FOUND",
                "500 | \"x\" has associated containers with it: network is being used | CONFLICT",
                "403 | error while removing network: network x has active endpoints | CONFLICT",
                "500 | could not select device driver \"\" with capabilities: [[gpu]] | CAPACITY",
                "500 | exec: \"/bin/sh\": executable file not found in $PATH | INVALID",
                "404 | no such container | NOT_FOUND",
                "409 | volume is in use | CONFLICT",
                "401 | unauthorized | AUTHORIZATION",
                "400 | invalid reference format | INVALID",
                "500 | something broke | TRANSIENT",
                "503 | starting | TRANSIENT",
            })
    void tellsFromStatusAndWordsWhatItMeans(int status, String words, Fault.Kind kind) {
        Fault fault = Faults.of(new Refusal(status, words), "Making it");

        assertThat(fault.kind()).isEqualTo(kind);
        assertThat(fault.message()).contains("Making it failed").contains(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "18432 | cannot listen on the TCP port: listen tcp4 127.0.0.1:18432: bind: address already in use",
                "8080 | driver failed programming external connectivity on endpoint web (0f3a9): Bind for 127.0.0.1:8080 failed: port is already allocated",
                "8081 | driver failed programming external connectivity on endpoint web (0f3a9): Error starting userland proxy: listen tcp4 127.0.0.1:8081: bind: address already in use",
                "8082 | failed to bind host port for 127.0.0.1:8082:172.17.0.2:80/tcp: address already in use",
                "8083 | failed to bind host port 127.0.0.1:8083/tcp: address already in use",
                "8084 | rootlessport listen tcp 0.0.0.0:8084: bind: address already in use",
            })
    void readsWhichPortIsTaken(int port, String words) {
        assertThat(PortHolder.taken(new Refusal(500, words))).hasValue(port);
    }

    @Test
    void otherWordsNameNoPort() {
        assertThat(
                        PortHolder.taken(
                                new Refusal(500, "the container name \"m1\" is already in use")))
                .isEmpty();
    }

    @Test
    void socketThatLetsNobodyInIsAMatterOfRights() {
        Fault fault =
                Faults.unreachable(
                                new EngineAddress.Unix(Path.of("/var/run/docker.sock")),
                                new SocketException("Permission denied"))
                        .fault();

        assertThat(fault.kind()).isEqualTo(Fault.Kind.AUTHORIZATION);
        assertThat(fault.hint().orElseThrow()).contains("group 'docker'");
    }

    @Test
    void saysHowToStartDocker() {
        Fault fault =
                Faults.unreachable(
                                new EngineAddress.Unix(Path.of("/var/run/docker.sock")),
                                new IOException("No such file or directory"))
                        .fault();

        assertThat(fault.kind()).isEqualTo(Fault.Kind.UNREACHABLE);
        assertThat(fault.hint().orElseThrow()).contains("systemctl start docker");
    }
}
