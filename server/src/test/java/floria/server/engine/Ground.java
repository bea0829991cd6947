package floria.server.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import floria.store.PostgresSettings;
import floria.store.PostgresStore;
import floria.store.SqlStore;
import floria.store.SqliteStore;
import floria.testing.postgres.PostgresServer;

/** Where stores are kept, each by its name; one can be copied while nobody has it open. */
sealed interface Ground {
    SqlStore open(String name);

    void copy(String from, String to);

    /** In folders of one folder. */
    record Folders(Path folder) implements Ground {
        @Override
        public SqlStore open(String name) {
            return SqliteStore.open(folder.resolve(name), new Random(1));
        }

        @Override
        public void copy(String from, String to) {
            try (Stream<Path> files = Files.list(folder.resolve(from))) {
                Files.createDirectory(folder.resolve(to));
                for (Path file : files.toList()) {
                    if (Files.isRegularFile(file)) {
                        Files.copy(file, folder.resolve(to).resolve(file.getFileName()));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** In databases of one server, whose names begin with that of the folder of the key. */
    record Databases(PostgresServer server, Path key, Set<String> made) implements Ground {
        private static final int LONGEST = 63;

        Databases(PostgresServer server, Path key) {
            this(server, key, new HashSet<>());
        }

        @Override
        public SqlStore open(String name) {
            if (made.add(name)) {
                server.execute("create database \"" + database(name) + "\"");
            }
            return PostgresStore.open(
                    new PostgresSettings(
                            server.url(database(name)),
                            Optional.of(PostgresServer.USER),
                            Optional.of(PostgresServer.PASSWORD)),
                    key,
                    new SecureRandom());
        }

        @Override
        public void copy(String from, String to) {
            server.execute(
                    "create database \"" + database(to) + "\" template \"" + database(from) + "\"");
            made.add(to);
        }

        private String database(String name) {
            String whole = key.getFileName() + "-" + name;
            // PostgreSQL cuts longer names off, and says so to nobody who listens.
            return whole.length() <= LONGEST
                    ? whole
                    : whole.substring(0, LONGEST - 37)
                            + "-"
                            + UUID.nameUUIDFromBytes(whole.getBytes(StandardCharsets.UTF_8));
        }
    }
}
