package floria.cli.journey;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import floria.cli.journey.Installation.Result;
import floria.testing.program.Programs;
import floria.testing.ssh.SshMachines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** A file system over machines that are reached by SSH: its servers and mounts are real. */
@Tag("e2e")
class MooseFsJourneyIT {
    private static final String TEMPLATE =
            """
            tosca_definitions_version: tosca_simple_yaml_1_3
            imports: [floria]
            node_types:
              test.Job:
                derived_from: floria.nodes.Job
                attributes:
                  seen: {type: string}
                interfaces:
                  Process:
                    type: floria.interfaces.Process
                    operations:
                      run:
                        implementation: {primary: job.sh}
                        inputs:
                          folder: {type: string, default: FOLDER}
                          words: {type: string, default: ""}
                        outputs:
                          seen: [SELF, seen]
                requirements:
                  - dependency: {capability: tosca.capabilities.Node, relationship: tosca.relationships.DependsOn, occurrences: [0, UNBOUNDED]}
            topology_template:
              node_templates:
                files:
                  type: floria.nodes.MooseFS.Master
                  requirements: [{host: head}]
                data:
                  type: floria.nodes.MooseFS.Server
                  requirements: [{host: disks}, {master: files}]
                here:
                  type: floria.nodes.MooseFS.Mount
                  properties: {location: FOLDER}
                  requirements: [{host: one}, {file_system: files}]
                there:
                  type: floria.nodes.MooseFS.Mount
                  properties: {location: FOLDER}
                  requirements: [{host: two}, {file_system: files}]
                writer:
                  type: test.Job
                  requirements: [{host: one}, {dependency: here}, {dependency: data}]
                  interfaces:
                    Process: {operations: {run: {implementation: job.sh, inputs: {words: written here}}}}
                reader:
                  type: test.Job
                  requirements: [{host: two}, {dependency: there}, {dependency: writer}]
                head: {type: tosca.nodes.Compute}
                disks:
                  type: tosca.nodes.Compute
                  capabilities:
                    scalable: {properties: {min_instances: 1, max_instances: 3, default_instances: 2}}
                one: {type: tosca.nodes.Compute}
                two: {type: tosca.nodes.Compute}
              policies:
                - apart: {type: floria.policies.AntiAffinity, targets: [one, two]}
              outputs:
                seen: {type: string, value: {get_attribute: [reader, seen]}}
            """;

    @TempDir Path folder;

    @Test
    void aFileThatOneMachineWritesIsReadOnAnotherAndOutlivesAServerOfData() throws Exception {
        for (String program : List.of("mfsmaster", "mfschunkserver", "mfsmount", "mfscli")) {
            Programs.need(program, "a file system of MooseFS");
        }
        assumeTrue(Files.exists(Path.of("/dev/fuse")), "not run: this machine has no /dev/fuse");
        Files.writeString(
                folder.resolve("fs.yaml"),
                TEMPLATE.replace("FOLDER", folder.resolve("shared").toString()));
        Files.writeString(
                folder.resolve("job.sh"),
                """
                set -eu
                [ -z "$words" ] || echo "$words" >"$folder/page"
                echo "seen=$(cat "$folder/page"), $(mfsfileinfo "$folder/page" | grep -c VALID) copies" >>"$FLORIA_OUTPUT"
                """);
        try (SshMachines pool = SshMachines.onPrivateAddresses(3);
                Installation floria =
                        new Installation(
                                folder.resolve("home"),
                                """
                                sites:
                                  pool:
                                    kind: hosts
                                    hosts: [ "bm[1-3]" ]
                                    configuration: %s
                                    known_hosts: %s
                                """
                                        .formatted(pool.configuration(), pool.knownHosts()))) {
            Result up = floria.run("up", folder.resolve("fs.yaml").toString(), "--json");
            assertThat(up.code()).describedAs("%s%n%s", up, floria.serverLog()).isZero();
            assertThat(up.last().path("outputs").path("seen").asString())
                    .isEqualTo("written here, 2 copies");

            Result fewer = floria.run("scale", "fs", "data=1", "--remove", "data.0");
            assertThat(fewer.code()).describedAs("%s%n%s", fewer, floria.serverLog()).isZero();
            assertThat(floria.run("logs", "fs").out())
                    .contains("the server that stays has a copy of everything");
            Result down = floria.run("down", "fs");
            assertThat(down.code()).describedAs("%s%n%s", down, floria.serverLog()).isZero();
        }
    }
}
