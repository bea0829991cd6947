package floria.bench;

import java.util.Optional;

import floria.tosca.Tosca;
import floria.tosca.source.Source;

/** Any bytes at all are read as a template; whatever comes out besides problems is a find. */
public final class Fuzz {
    private Fuzz() {}

    /** What the fuzzer calls, under the name that it knows. */
    public static void fuzzerTestOneInput(byte[] data) {
        Tosca.read(new Source("file:fuzz.yaml", data), (_, _) -> Optional.empty());
    }
}
