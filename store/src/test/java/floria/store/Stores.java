package floria.store;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Consumer;

import floria.engine.state.Deployment;
import floria.engine.state.Samples;
import floria.engine.state.Store;
import floria.engine.state.Writer;

/** Opens stores and writes to them, as the tests of this package need it. */
final class Stores {
    private Stores() {}

    static SqliteStore open(Path folder) {
        return SqliteStore.open(folder, new SecureRandom());
    }

    static void write(Store store, Consumer<Writer> writes) {
        store.write(writer -> {
            writes.accept(writer);
            return true;
        });
    }

    /** A deployment with one instance, whose generated token is a secret. */
    static Deployment deployWithSecret(Store store, Samples samples, String name) {
        Deployment deployment = samples.deployment(Samples.ALICE, name);
        write(
                store,
                writer -> {
                    writer.insert(deployment);
                    writer.insert(samples.instance(deployment, "db", 0));
                });
        return deployment;
    }

    static void append(Store store, Samples samples, Deployment deployment, String message) {
        write(store, writer -> writer.append(List.of(samples.event(deployment, message))));
    }
}
