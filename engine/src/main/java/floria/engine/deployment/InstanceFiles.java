package floria.engine.deployment;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

import floria.engine.operation.Machines;
import floria.engine.revision.Blueprints;
import floria.engine.revision.Instances;
import floria.engine.state.Deployment;
import floria.engine.state.Instance;
import floria.engine.state.Scope;
import floria.engine.state.Store;
import floria.site.SiteException;

/** Files to and from the machines on which a deployment's nodes run. */
final class InstanceFiles {
    private final Store store;
    private final Blueprints blueprints;
    private final Machines machines;

    /** A file of an instance; a path that is not absolute starts in the node's own folder. */
    record At(String node, int index, String path) {}

    InstanceFiles(Store store, Blueprints blueprints, Machines machines) {
        this.store = store;
        this.blueprints = blueprints;
        this.machines = machines;
    }

    void download(Scope scope, Deployment deployment, At at, OutputStream to) {
        try (Machines.Machine machine = machine(scope, deployment, at)) {
            machine.channel().get(absolute(machine, at), to);
        } catch (SiteException e) {
            throw refusal(e);
        }
    }

    void upload(Scope scope, Deployment deployment, At at, InputStream content, long size) {
        try (Machines.Machine machine = machine(scope, deployment, at)) {
            machine.channel().put(absolute(machine, at), content, size, false);
        } catch (SiteException e) {
            throw refusal(e);
        }
    }

    private static String absolute(Machines.Machine machine, At at) {
        return at.path().startsWith("/") ? at.path() : machine.folder(at.node()) + "/" + at.path();
    }

    private Machines.Machine machine(Scope scope, Deployment deployment, At at) {
        List<Instance> instances = store.instances(scope, deployment.id());
        Instance instance =
                instances.stream()
                        .filter(one -> one.node().equals(at.node()) && one.index() == at.index())
                        .findFirst()
                        .orElseThrow(() ->
                                new Refusal(
                                        Refusal.Code.NOT_FOUND,
                                        deployment.name()
                                                + " has no node "
                                                + at.node()
                                                + (at.index() == 0
                                                        ? ""
                                                        : " with index " + at.index()),
                                        "its nodes are "
                                                + String.join(
                                                        ", ",
                                                        instances.stream()
                                                                .map(Instance::node)
                                                                .distinct()
                                                                .toList())));
        return machines.open(
                blueprints.of(deployment, deployment.revision()),
                instance,
                new Instances(instances),
                () -> false);
    }

    private static Refusal refusal(SiteException e) {
        return switch (e.fault().kind()) {
            case NOT_FOUND -> new Refusal(Refusal.Code.NOT_FOUND, e.fault().message());
            case TRANSIENT,
                    UNREACHABLE,
                    CAPACITY,
                    QUOTA,
                    AUTHORIZATION,
                    CONFLICT,
                    INVALID,
                    INTERNAL ->
                    new Refusal(
                            Refusal.Code.SITE,
                            e.fault().message(),
                            e.fault().hint(),
                            List.of(),
                            List.of());
        };
    }
}
