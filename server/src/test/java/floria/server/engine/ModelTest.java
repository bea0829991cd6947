package floria.server.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import floria.store.SqliteStore;

/**
 * Random lives of a deployment, with misfortunes, end as the reference model says. A life that does
 * not is made shorter as long as it still does not, and told with its seed. The system properties
 * {@code floria.lives} and {@code floria.seed} say how many, and from which seed on.
 */
class ModelTest {
    private static final int LIVES = Integer.getInteger("floria.lives", 200);
    private static final long FIRST = Long.getLong("floria.seed", 1);

    @TempDir(factory = InMemory.class)
    Path folder;

    private int plays;

    @Test
    void everyLifeEndsAsItWasPromised() {
        for (long seed = FIRST; seed < FIRST + LIVES; seed++) {
            List<Act> acts = acts(seed);
            Optional<Throwable> failure = failure(acts);
            if (failure.isPresent()) {
                System.out.printf("seed %d fails: %s%n%s%n", seed, acts, failure.get());
                throw new AssertionError(told(seed, acts), failure.get());
            }
        }
    }

    private static List<Act> acts(long seed) {
        Random random = new Random(seed);
        return Stream.concat(
                        Stream.of(new Act.Up()),
                        Stream.generate(() -> Act.any(random)).limit(2 + random.nextInt(9)))
                .toList();
    }

    private String told(long seed, List<Act> acts) {
        List<Act> shorter = shrunk(acts);
        return "seed %d: %s%nshrunk from %s".formatted(seed, shorter, acts);
    }

    /** Leaves acts out, one after the other, as long as it fails without them. */
    private List<Act> shrunk(List<Act> acts) {
        for (int i = acts.size() - 1; i >= 0; i--) {
            List<Act> fewer = new ArrayList<>(acts);
            fewer.remove(i);
            if (failure(fewer).isPresent()) {
                return shrunk(fewer);
            }
        }
        return acts;
    }

    private Optional<Throwable> failure(List<Act> acts) {
        Path store = folder.resolve("life-" + plays++);
        try (Play play = new Play(() -> SqliteStore.open(store, new Random(1)))) {
            play.play(acts);
            return Optional.empty();
        } catch (AssertionError | RuntimeException e) {
            return Optional.of(e);
        }
    }
}
