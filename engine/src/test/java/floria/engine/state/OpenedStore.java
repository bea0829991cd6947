package floria.engine.state;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A store on a new folder, and how the contracts write to it. */
@Timeout(120)
abstract class OpenedStore {
    static final Duration LEASE = Duration.ofSeconds(30);

    @TempDir Path folder;
    final Samples samples = new Samples(1);
    private final List<Store> opened = new ArrayList<>();
    Store store;

    /** Opens the store of this folder as a further process would. */
    protected abstract Store open(Path folder);

    @BeforeEach
    void openStore() {
        store = another();
    }

    @AfterEach
    void closeStores() {
        opened.forEach(Store::close);
    }

    Store another() {
        Store another = open(folder);
        opened.add(another);
        return another;
    }

    void reopen() {
        store.close();
        store = another();
    }

    Deployment deployed(Scope scope, String name) {
        Deployment deployment = samples.deployment(scope, name);
        write(writer -> writer.insert(deployment));
        return deployment;
    }

    Run running(Deployment deployment, Step... steps) {
        Run run = samples.run(deployment);
        write(writer -> {
            writer.insert(run);
            writer.plan(run, List.of(steps));
        });
        return run;
    }

    interface Writes {
        void to(Writer writer);
    }

    void write(Writes writes) {
        store.write(writer -> {
            writes.to(writer);
            return true;
        });
    }

    void write(Store.Fence fence, Writes writes) {
        store.write(
                fence,
                writer -> {
                    writes.to(writer);
                    return true;
                });
    }

    static <T> List<T> together(List<Callable<T>> work) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<T> results = new ArrayList<>();
            for (Future<T> each : threads.invokeAll(work)) {
                results.add(each.get());
            }
            return results;
        }
    }
}
