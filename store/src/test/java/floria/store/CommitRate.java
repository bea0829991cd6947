package floria.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import floria.engine.state.Deployment;
import floria.engine.state.Event;
import floria.engine.state.Run;
import floria.engine.state.Samples;
import floria.engine.state.Step;
import floria.engine.state.Store;

/**
 * Compares, in one run, how often a bare connection with the same settings commits one row with how
 * often the store journals a step's end (a fence, a step, an event) for one and for eight callers.
 * Arguments: a folder on the disk in question, and the writes a round.
 */
final class CommitRate {
    private static final int ROUNDS = 5;

    private CommitRate() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory(Path.of(arguments[0]), "commit-rate");
        int writes = Integer.parseInt(arguments[1]);
        try (Raw raw = new Raw(folder.resolve("raw.db"));
                SqliteStore store = Stores.open(folder.resolve("store"))) {
            Journal journal = new Journal(store);
            System.out.println(
                    "round  raw/s  store-1/s  store-8/s  ratio-1  ratio-8  per-commit-8");
            for (int round = 1; round <= ROUNDS; round++) {
                double bare = rate(writes, 1, raw);
                double one = rate(writes, 1, journal);
                long before = store.commits();
                double eight = rate(writes, 8, journal);
                System.out.printf(
                        "%5d  %5.0f  %9.0f  %9.0f  %7.2f  %7.2f  %12.1f%n",
                        round,
                        bare,
                        one,
                        eight,
                        one / bare,
                        eight / bare,
                        (double) writes / (store.commits() - before));
            }
        }
    }

    private interface Write {
        void once();
    }

    private static double rate(int writes, int threads, Write write) {
        long start = System.nanoTime();
        try (ExecutorService callers = Executors.newFixedThreadPool(threads)) {
            for (int i = 0; i < threads; i++) {
                callers.execute(() -> {
                    for (int n = 0; n < writes / threads; n++) {
                        write.once();
                    }
                });
            }
        }
        return writes * 1e9 / (System.nanoTime() - start);
    }

    private static final class Raw implements Write, AutoCloseable {
        private final Session session;

        Raw(Path file) {
            session = new Sqlite(file).connect();
            session.execute("create table row (id integer primary key, text text)");
        }

        @Override
        public void once() {
            session.execute("begin immediate");
            session.execute("insert into row (text) values (?)", "step.finished");
            session.execute("commit");
        }

        @Override
        public void close() {
            session.close();
        }
    }

    private static final class Journal implements Write {
        private final SqliteStore store;
        private final Store.Fence fence;
        private final Step done;
        private final Event event;

        Journal(SqliteStore store) {
            this.store = store;
            Samples samples = new Samples(1);
            Deployment deployment = Stores.deployWithSecret(store, samples, "notebook");
            Run run = samples.run(deployment);
            Step step = samples.step(run, "db/create");
            Stores.write(
                    store,
                    writer -> {
                        writer.insert(run);
                        writer.plan(run, List.of(step));
                    });
            int epoch = store.lease("me", Samples.NOON, StoredVersion.LEASE, 1).getFirst().epoch();
            fence = new Store.Fence(run.id(), epoch);
            done = Samples.with(step, Step.State.SUCCEEDED, Samples.NOON, Samples.NOON);
            event = samples.event(deployment, "created");
        }

        @Override
        public void once() {
            store.write(
                    fence,
                    writer -> {
                        writer.update(done);
                        writer.append(List.of(event));
                        return true;
                    });
        }
    }
}
