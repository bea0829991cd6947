package floria.engine.operation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The program that runs playbooks, with the real Ansible. */
class PlaybookTest {
    private static final String PATH = "/usr/bin:/bin";

    @TempDir Path folder;

    private record Ended(int code, String out, String err, String outputs) {
        String last() {
            return err.lines().reduce((_, line) -> line).orElse("");
        }
    }

    @BeforeEach
    void unpack() throws IOException {
        copy("floria_ansible.py", folder.resolve("run/floria_ansible.py"));
        copy("floria_events.py", folder.resolve("run/plugins/floria_events.py"));
        folder.resolve("run/floria_ansible.py").toFile().setExecutable(true);
        Files.createDirectories(folder.resolve("work"));
    }

    private static void copy(String name, Path to) throws IOException {
        Files.createDirectories(Objects.requireNonNull(to.getParent()));
        try (InputStream in = Objects.requireNonNull(Playbook.class.getResourceAsStream(name))) {
            Files.copy(in, to);
        }
    }

    private Ended run(String playbook, String knowledge, String path) throws Exception {
        Files.writeString(folder.resolve("site.yml"), playbook);
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder(
                                "/usr/bin/python3",
                                folder.resolve("run/floria_ansible.py").toString(),
                                folder.resolve("site.yml").toString())
                        .directory(folder.resolve("work").toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        Map<String, String> environment = new HashMap<>();
        environment.put("PATH", path);
        environment.put("HOME", folder.toString());
        environment.put("FLORIA_ANSIBLE", knowledge);
        environment.put("FLORIA_OUTPUT", folder.resolve("outputs").toString());
        environment.put("FLORIA_OPERATION", "Standard.configure");
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        Path outputs = folder.resolve("outputs");
        return new Ended(
                process.exitValue(),
                Files.readString(out),
                Files.readString(err),
                Files.exists(outputs) ? Files.readString(outputs, StandardCharsets.UTF_8) : "");
    }

    private static String knowledge(String variables, String roles) {
        return """
        {"host": "web", "groups": ["web", "front"], "roles": %s, "variables": %s,
         "topology": {"db": {"private_address": "10.0.0.7"}}}
        """
                .formatted(roles, variables);
    }

    private static void needsAnsible() {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/ansible-playbook")),
                "not run: a playbook needs ansible-playbook, which is not installed");
    }

    @Test
    void handsVariablesOverUnseenAndTakesFactsBackUntilATaskFails() throws Exception {
        needsAnsible();
        Ended ended =
                run(
                        """
                        - hosts: front
                          gather_facts: false
                          tasks:
                            - name: greet
                              command: "echo {{ text | quote }} {{ floria_topology.db.private_address }}"
                              register: greeting
                            - name: keep a secret
                              command: "echo {{ password }}"
                              no_log: true
                              register: kept
                            - name: look at all processes
                              shell: "cat /proc/[0-9]*/cmdline | tr '\\\\0' ' ' | grep -c s3cr[e]t"
                              register: seen
                              failed_when: seen.stdout != "0"
                            - set_fact: {port: 8080, map: {a: [1]}}
                            - name: mount the disk
                              fail: {msg: there is no disk}
                        """,
                        knowledge(
                                "{\"text\": \"{{ lookup('pipe', 'id') }}\", \"password\":"
                                        + " \"s3cret\"}",
                                "[]"),
                        PATH);
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.last())
                .startsWith("playbook site.yml: task 'mount the disk' failed on web (")
                .endsWith("): there is no disk");
        assertThat(ended.out())
                .contains("TASK greet", "hidden by no_log", "RECAP web (")
                .doesNotContain("s3cret");
        assertThat(ended.outputs().lines())
                .contains(
                        "greeting={{ lookup('pipe', 'id') }} 10.0.0.7",
                        "port=8080",
                        "map={\"a\": [1]}",
                        "ansible_output/configure/tasks/greet/state=changed",
                        "ansible_output/configure/tasks/mount the disk/state=failed");
        assertThat(ended.outputs() + ended.err()).doesNotContain("s3cret");
    }

    @Test
    void namesAHostOfThePlayThatIsNotReached() throws Exception {
        needsAnsible();
        Ended ended =
                run(
                        """
                        - hosts: front
                          gather_facts: false
                          tasks:
                            - add_host:
                                name: far
                                ansible_connection: ssh
                                ansible_host: 127.0.0.1
                                ansible_port: 1
                        - hosts: far
                          gather_facts: false
                          tasks:
                            - name: look there
                              ping:
                        """,
                        knowledge("{}", "[]"),
                        PATH);
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.last())
                .startsWith(
                        "playbook site.yml: task 'look there' unreachable on far, reached from web")
                .contains("Connection refused");
        assertThat(ended.out()).contains("RECAP far, reached from web");
    }

    @Test
    void saysWhereAPlaybookCannotBeRead() throws Exception {
        needsAnsible();
        Ended ended = run("- hosts: all\n  tasks: [\n", knowledge("{}", "[]"), PATH);
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.last()).startsWith("playbook site.yml: ").contains("(site.yml, line 3");
    }

    @Test
    void saysWhichRoleIsMissing() throws Exception {
        needsAnsible();
        Ended ended = run("- hosts: all\n", knowledge("{}", "[\"indigo-dc.slurm\"]"), PATH);
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.last())
                .startsWith("The Ansible role indigo-dc.slurm is missing: ")
                .contains("ansible-galaxy role install indigo-dc.slurm");
    }

    @Test
    void saysThatAnsibleIsMissing() throws Exception {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/python3")),
                "not run: needs python3, which is not installed");
        Ended ended = run("- hosts: all\n", knowledge("{}", "[]"), "/nowhere");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.last()).startsWith("Ansible is not installed on ");
    }
}
