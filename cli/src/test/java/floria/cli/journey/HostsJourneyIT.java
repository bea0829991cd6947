package floria.cli.journey;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import floria.cli.journey.Installation.Result;
import floria.testing.program.Programs;
import floria.testing.ssh.SshMachine;
import floria.testing.ssh.SshMachines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Machines by SSH, configured by Ansible, through the command and a server of its own. */
class HostsJourneyIT {
    private static @Nullable SshMachines machines;

    @TempDir Path folder;

    private Installation floria;

    @BeforeAll
    static void startMachines() {
        Programs.need("ansible-playbook", "a test with Ansible");
        machines = SshMachines.start(2);
    }

    @AfterAll
    static void stopMachines() {
        if (machines != null) {
            machines.close();
        }
    }

    @BeforeEach
    void install() throws Exception {
        floria =
                new Installation(
                        folder.resolve("home"),
                        """
                        sites:
                          pool:
                            kind: hosts
                            hosts: [ "bm[1-2]" ]
                            configuration: %s
                            known_hosts: %s
                        """
                                .formatted(pool().configuration(), pool().knownHosts()));
    }

    @AfterEach
    void remove() {
        floria.close();
        pool().all()
                .forEach(machine ->
                        assertThat(machine.home().resolve(".floria-site/r").toFile().list())
                                .isNullOrEmpty());
    }

    private static SshMachines pool() {
        return Objects.requireNonNull(machines);
    }

    @Test
    void aPageAndItsDatabaseRunOnTwoHostsConfiguredByAnsible() throws Exception {
        Result up =
                floria.run(
                        "up",
                        "examples/web-on-hosts.yaml",
                        "--json",
                        "-i",
                        "title=It's {{ here }}");

        assertThat(up.code()).describedAs("%s%n%s", up, floria.serverLog()).isZero();
        var outputs = up.last().path("outputs");
        String url = outputs.path("url").asString();
        assertThat(visit(url)).isEqualTo("It's {{ here }}: 1\n");
        assertThat(visit(url)).isEqualTo("It's {{ here }}: 2\n");
        assertThat(URI.create(url).getHost()).startsWith("127.0.1.");
        if (pool().machine(1).ownProcesses()) {
            assertThat(outputs.path("configured_for").asString()).startsWith("bm");
        }
        assertThat(floria.run("logs", "web-on-hosts").out())
                .contains("TASK page : Wait for the database", "hidden by no_log");
    }

    /** Everything that a playbook can do to "localhost" happens on the machine of its node. */
    @Test
    void aHostilePlaybookReachesNothingOfTheServer() throws Exception {
        playbook(
                """
                - hosts: all
                  gather_facts: false
                  tasks:
                    - name: run a program where Ansible runs
                      set_fact:
                        piped: "{{ lookup('pipe', 'uname -n; tr \\"\\\\0\\" \\"\\\\n\\" </proc/1/cmdline') }}"
                    - name: delegate
                      command: uname -n
                      delegate_to: localhost
                      register: delegated
                    - name: look for the server among the processes
                      shell: "cat /proc/[0-9]*/cmdline | tr '\\\\0' ' ' | grep -c floria.server.Floria[S]erver"
                      register: servers
                      failed_when: false
                    - name: look at what the server told this process
                      shell: env
                      register: told
                """);
        Result up = floria.run("up", folder.resolve("play.yaml").toString(), "--json");

        assertThat(up.code()).describedAs("%s%n%s", up, floria.serverLog()).isZero();
        var outputs = up.last().path("outputs");
        assertThat(outputs.path("told").asString())
                .doesNotContain("FLORIA_HOME", floria.home().toString());
        if (pool().machine(1).ownProcesses()) {
            assertThat(outputs.path("piped").asString()).startsWith("bm").doesNotContain("Floria");
            assertThat(outputs.path("delegated").asString()).startsWith("bm");
            assertThat(outputs.path("servers").asString()).isEqualTo("0");
        }
    }

    @Test
    void anOperationWhoseMachineRebootsIsDoneAgainWhenItIsBack() throws Exception {
        assumeTrue(
                pool().machine(1).ownProcesses(),
                "not run: a machine with processes of its own needs root");
        // The command starts the server, and two may not do so at once in one process.
        assertThat(floria.run("ls").code()).isZero();
        Path tries = folder.resolve("tries");
        Files.writeString(
                folder.resolve("create.sh"),
                "echo x >>'%1$s'; [ \"$(wc -l <'%1$s')\" -gt 1 ] || exec sleep 600\n"
                        .formatted(tries));
        Files.writeString(
                folder.resolve("reboot.yaml"),
                """
                tosca_definitions_version: tosca_simple_yaml_1_3
                topology_template:
                  node_templates:
                    machine: {type: tosca.nodes.Compute}
                    software:
                      type: tosca.nodes.SoftwareComponent
                      requirements: [{host: machine}]
                      interfaces: {Standard: {operations: {create: create.sh}}}
                """);
        CompletableFuture<Result> up =
                CompletableFuture.supplyAsync(
                        () -> floria.run("up", folder.resolve("reboot.yaml").toString(), "--json"));
        await().atMost(Installation.PATIENCE).until(() -> Files.exists(tries));

        for (SshMachine machine : pool().all()) {
            machine.powerOff();
            machine.powerOn();
        }

        Result result = up.join();
        assertThat(result.code()).describedAs("%s%n%s", result, floria.serverLog()).isZero();
        assertThat(tries).hasContent("x\nx\n");
    }

    private void playbook(String text) throws Exception {
        Files.writeString(folder.resolve("play.yml"), text);
        Files.writeString(
                folder.resolve("play.yaml"),
                """
                tosca_definitions_version: tosca_simple_yaml_1_3
                imports: [floria]
                node_types:
                  Software:
                    derived_from: tosca.nodes.SoftwareComponent
                    attributes:
                      piped: {type: string}
                      delegated: {type: string}
                      servers: {type: string}
                      told: {type: string}
                topology_template:
                  node_templates:
                    machine: {type: tosca.nodes.Compute}
                    software:
                      type: Software
                      requirements: [{host: machine}]
                      interfaces:
                        Standard:
                          operations:
                            create: {implementation: {primary: play.yml, dependencies: []}}
                  outputs:
                    piped: {value: {get_attribute: [software, piped]}}
                    delegated: {value: {get_attribute: [software, delegated]}}
                    servers: {value: {get_attribute: [software, servers]}}
                    told: {value: {get_attribute: [software, told]}}
                """);
    }

    private static String visit(String url) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(URI.create(url)).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
