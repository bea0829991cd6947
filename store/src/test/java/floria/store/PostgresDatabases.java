package floria.store;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import floria.testing.postgres.PostgresServer;

/** Gives each folder of the tests of a class a schema on one real server. */
final class PostgresDatabases implements BeforeAllCallback, AfterAllCallback {
    private final Map<Path, String> urls = new ConcurrentHashMap<>();
    private final AtomicInteger next = new AtomicInteger();
    private Optional<PostgresServer> server = Optional.empty();

    @Override
    public void beforeAll(ExtensionContext context) {
        server = Optional.of(PostgresServer.start());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        server.ifPresent(PostgresServer::close);
    }

    PostgresServer server() {
        return server.orElseThrow();
    }

    PostgresStore open(Path folder) {
        return PostgresStore.open(settings(folder), folder, new SecureRandom());
    }

    PostgresSettings settings(Path folder) {
        return new PostgresSettings(
                urls.computeIfAbsent(folder, _ -> server().schema("s" + next.incrementAndGet())),
                Optional.of(PostgresServer.USER),
                Optional.of(PostgresServer.PASSWORD));
    }

    /** A connection that uses the schema of the folder. */
    Connection connect(Path folder) throws SQLException {
        return DriverManager.getConnection(
                settings(folder).url(), PostgresServer.USER, PostgresServer.PASSWORD);
    }
}
