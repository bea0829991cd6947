package floria.cli.journey;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Templates that more than one journey takes. */
final class Templates {
    private Templates() {}

    /**
     * A service that must be reached at this very port.
     *
     * @param folder gets the script
     */
    static String publishing(Path folder, int port) throws IOException {
        Files.writeString(folder.resolve("run.sh"), "exec sleep 1000\n");
        return """
        tosca_definitions_version: tosca_simple_yaml_1_3
        imports: [floria]
        topology_template:
          node_templates:
            machine: {type: tosca.nodes.Compute}
            web:
              type: floria.nodes.Service
              capabilities:
                endpoint: {properties: {port: 8080, published_port: %d}}
              requirements: [{host: machine}]
              interfaces: {Process: {operations: {run: run.sh}}}
        """
                .formatted(port);
    }

    /**
     * A service that runs only once at a time, since it holds a lock, and says its process number.
     *
     * @param folder gets the script
     */
    static String exclusive(Path folder, Path lock, Path number) throws IOException {
        Files.writeString(
                folder.resolve("run.sh"),
                """
                exec 7>>'%s'
                flock -n 7 || { echo 'another one runs' >&2; exit 1; }
                echo $$ > '%s'
                exec python3 -m http.server --bind "$bind_host" "$bind_port"
                """
                        .formatted(lock, number));
        return """
        tosca_definitions_version: tosca_simple_yaml_1_3
        imports: [floria]
        topology_template:
          node_templates:
            machine: {type: tosca.nodes.Compute}
            web:
              type: floria.nodes.Service
              capabilities: {endpoint: {properties: {port: 8080}}}
              requirements: [{host: machine}]
              interfaces:
                Process:
                  operations:
                    run:
                      implementation: run.sh
                      inputs:
                        bind_host: {get_attribute: [SELF, endpoint, bind_host]}
                        bind_port: {get_attribute: [SELF, endpoint, bind_port]}
        """;
    }

    /**
     * Software that is created once {@code go} exists, and tells in {@code trace} what it does.
     *
     * @param folder gets the scripts
     */
    static String waiting(Path folder, Path go, Path trace) throws IOException {
        Files.writeString(
                folder.resolve("slow.sh"),
                """
                echo began >> '%1$s'
                until [ -e '%2$s' ]; do sleep 0.1; done
                echo ended >> '%1$s'
                """
                        .formatted(trace, go));
        Files.writeString(folder.resolve("after.sh"), "echo after >> '" + trace + "'\n");
        return """
        tosca_definitions_version: tosca_simple_yaml_1_3
        topology_template:
          node_templates:
            machine: {type: tosca.nodes.Compute}
            software:
              type: tosca.nodes.SoftwareComponent
              requirements: [{host: machine}]
              interfaces:
                Standard: {operations: {create: slow.sh, start: after.sh}}
        """;
    }
}
