package floria.engine.operation;

import java.time.Duration;
import java.util.function.BooleanSupplier;

import floria.engine.resource.Located;
import floria.engine.revision.Blueprint;
import floria.engine.revision.Hosting;
import floria.engine.revision.Instances;
import floria.engine.state.Instance;
import floria.site.Channel;
import floria.site.Fault;
import floria.site.Key;
import floria.site.SiteException;

/** Opens the way into the machine that an instance runs on. */
public final class Machines {
    private static final Duration LIMIT = Duration.ofHours(24);

    private final Located located;

    public Machines(Located located) {
        this.located = located;
    }

    /** A machine that is open for commands. */
    public record Machine(Key key, Channel channel) implements AutoCloseable {
        /** The folder on the machine that belongs to a node. */
        public String folder(String node) {
            return channel.workspace() + "/" + node.replaceAll("[^A-Za-z0-9._-]", "_");
        }

        @Override
        public void close() {
            channel.close();
        }
    }

    /** Opens it; a fault when the instance runs on no machine, or its site cannot reach it. */
    public Machine open(
            Blueprint blueprint,
            Instance instance,
            Instances instances,
            BooleanSupplier cancelled) {
        Instance machine =
                new Hosting(blueprint.topology(), instances)
                        .machineOf(instance)
                        .orElseThrow(() ->
                                new SiteException(
                                        Fault.of(
                                                Fault.Kind.INVALID,
                                                Fault.Scope.RESOURCE,
                                                "node "
                                                        + instance.node()
                                                        + " is hosted on no machine, so nothing can be run for it",
                                                "give it a host requirement that leads to a tosca.nodes.Compute")));
        Key key = located.key(blueprint.topology(), machine).orElseThrow();
        return new Machine(
                key,
                located.site(machine)
                        .channel(
                                located.context(blueprint.deployment().project(), LIMIT, cancelled),
                                key));
    }
}
