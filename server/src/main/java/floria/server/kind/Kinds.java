package floria.server.kind;

import java.util.List;

import floria.server.configuration.SiteKind;

/** All kinds of sites; a new one is added here. */
public final class Kinds {
    public static final List<SiteKind> ALL =
            List.of(
                    new ContainersKind(),
                    new HostsKind(),
                    new LocalKind(),
                    new SimulatedKind(),
                    new SlurmKind());

    private Kinds() {}
}
