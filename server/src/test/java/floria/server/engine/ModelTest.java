package floria.server.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import floria.site.Fault;
import floria.store.PostgresSettings;
import floria.store.PostgresStore;
import floria.store.SqlStore;
import floria.store.SqliteStore;
import floria.testing.postgres.PostgresServer;
import floria.testing.program.Folders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random lives of a deployment, with misfortunes, end as the reference model says. A life that does
 * not is made shorter as long as it still does not, and told with its seed. The system properties
 * {@code floria.lives} and {@code floria.seed} say how many, and from which seed on.
 */
class ModelTest {
    private static final int LIVES = Integer.getInteger("floria.lives", 200);
    private static final long FIRST = Long.getLong("floria.seed", 1);

    /** How many of them are lived on PostgreSQL where not all are. */
    private static final int SAMPLE = 15;

    @TempDir(factory = InMemory.class)
    Path folder;

    private final Set<String> schemas = new HashSet<>();
    private int plays;

    @Test
    void everyLifeEndsAsItWasPromised() {
        play(LIVES, store -> SqliteStore.open(store, new Random(1)));
    }

    @Test
    void someLivesEndAsPromisedOnPostgres() {
        onPostgres(Math.min(LIVES, SAMPLE));
    }

    @Test
    @Tag("e2e")
    void everyLifeEndsAsPromisedOnPostgres() {
        onPostgres(LIVES);
    }

    /** A release that took effect and was answered by a fault: what is made next is another. */
    @Test
    void neverMakesUnderTheKeyOfAReleaseWhoseEndIsUnknown() {
        Act.Trouble release = new Act.Trouble("release", 1, true, Fault.Kind.AUTHORIZATION);
        Act.Trouble ensure = new Act.Trouble("ensure", 1, true, Fault.Kind.AUTHORIZATION);
        Act settle = new Act.Settle();
        List<Act> ends = List.of(release, new Act.Scale(0), settle, new Act.Scale(1), settle);
        lived(Stream.concat(Stream.of(new Act.Up(), settle), ends.stream()));
        // Nor where it is not known either whether there was anything to release.
        lived(
                Stream.concat(
                        Stream.of(new Act.Up(), settle, ensure, new Act.Scale(2), settle),
                        Stream.concat(Stream.of(new Act.Scale(1)), ends.stream())));
        lived(
                Stream.of(
                        new Act.Up(),
                        settle,
                        release,
                        new Act.Memory(2),
                        settle,
                        new Act.Memory(1),
                        settle));
    }

    private void lived(Stream<Act> acts) {
        List<Act> life = acts.toList();
        assertThat(failure(life, store -> SqliteStore.open(store, new Random(1))))
                .describedAs("%s", life)
                .isEmpty();
    }

    private void onPostgres(int lives) {
        try (PostgresServer server = PostgresServer.start()) {
            play(
                    lives,
                    store ->
                            PostgresStore.open(
                                    new PostgresSettings(
                                            server.url()
                                                    + "?currentSchema="
                                                    + schema(server, store),
                                            Optional.of(PostgresServer.USER),
                                            Optional.of(PostgresServer.PASSWORD)),
                                    folder,
                                    new SecureRandom()));
        }
    }

    /** A schema for each folder, made when it is first asked for. */
    private String schema(PostgresServer server, Path store) {
        String name = folder.relativize(store).toString().replace('-', '_');
        if (schemas.add(name)) {
            server.schema(name);
        }
        return name;
    }

    private void play(int lives, Function<Path, SqlStore> stores) {
        for (long seed = FIRST; seed < FIRST + lives; seed++) {
            List<Act> acts = acts(seed);
            Optional<Throwable> failure = failure(acts, stores);
            if (failure.isPresent()) {
                System.out.printf("seed %d fails: %s%n%s%n", seed, acts, failure.get());
                throw new AssertionError(told(seed, acts, stores), failure.get());
            }
        }
        System.out.printf("%d lives from seed %d on ended as promised%n", lives, FIRST);
    }

    private static List<Act> acts(long seed) {
        Random random = new Random(seed);
        return Stream.concat(
                        Stream.of(new Act.Up()),
                        Stream.generate(() -> Act.any(random)).limit(2 + random.nextInt(9)))
                .toList();
    }

    private String told(long seed, List<Act> acts, Function<Path, SqlStore> stores) {
        List<Act> shorter = shrunk(acts, stores);
        return "seed %d: %s%nshrunk from %s".formatted(seed, shorter, acts);
    }

    /** Leaves acts out, one after the other, as long as it fails without them. */
    private List<Act> shrunk(List<Act> acts, Function<Path, SqlStore> stores) {
        for (int i = acts.size() - 1; i >= 0; i--) {
            List<Act> fewer = new ArrayList<>(acts);
            fewer.remove(i);
            if (failure(fewer, stores).isPresent()) {
                return shrunk(fewer, stores);
            }
        }
        return acts;
    }

    private Optional<Throwable> failure(List<Act> acts, Function<Path, SqlStore> stores) {
        Path store = folder.resolve("life-" + plays++);
        try (Play play = new Play(() -> stores.apply(store))) {
            play.play(acts);
            return Optional.empty();
        } catch (AssertionError | RuntimeException e) {
            return Optional.of(e);
        } finally {
            removed(store);
        }
    }

    /** Ten thousand of them would fill the memory that they lie in. */
    private static void removed(Path store) {
        try {
            Folders.delete(store);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
