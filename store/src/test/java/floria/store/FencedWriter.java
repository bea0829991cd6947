package floria.store;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

import floria.engine.state.Deployment;
import floria.engine.state.Samples;
import floria.engine.state.Store;
import floria.engine.state.StoreException;
import floria.testing.postgres.PostgresServer;

/**
 * A process that holds a run and writes until it is refused. Arguments: the database, a folder, the
 * ids of deployment and run, the epoch.
 */
final class FencedWriter {
    /** How it ends when it is fenced. */
    static final int FENCED = 42;

    private FencedWriter() {}

    public static void main(String[] arguments) {
        PostgresSettings settings =
                new PostgresSettings(
                        arguments[0],
                        Optional.of(PostgresServer.USER),
                        Optional.of(PostgresServer.PASSWORD));
        Samples samples = new Samples(2);
        var fence = new Store.Fence(arguments[3], Integer.parseInt(arguments[4]));
        try (PostgresStore store =
                PostgresStore.open(settings, Path.of(arguments[1]), new SecureRandom())) {
            Deployment deployment = store.deployment(Samples.ALICE, arguments[2]).orElseThrow();
            while (true) {
                store.write(
                        fence,
                        writer -> {
                            writer.append(List.of(samples.event(deployment, "mine")));
                            return true;
                        });
            }
        } catch (StoreException.Fenced _) {
            System.exit(FENCED);
        }
    }
}
