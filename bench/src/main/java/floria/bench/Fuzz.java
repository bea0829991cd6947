package floria.bench;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import floria.tosca.Tosca;
import floria.tosca.source.Source;

/** Any bytes at all are read as a template; whatever comes out besides problems is a find. */
public final class Fuzz {
    private Fuzz() {}

    /** Has all classes followed before time counts: the fuzzer calls this once, and first. */
    public static void fuzzerInitialize() {
        fuzzerTestOneInput(
                """
                tosca_definitions_version: tosca_simple_yaml_1_3
                topology_template:
                  node_templates:
                    server: { type: tosca.nodes.Compute }
                """
                        .getBytes(StandardCharsets.UTF_8));
    }

    /** What the fuzzer calls, under the name that it knows. */
    public static void fuzzerTestOneInput(byte[] data) {
        Tosca.read(new Source("file:fuzz.yaml", data), (_, _) -> Optional.empty());
    }
}
