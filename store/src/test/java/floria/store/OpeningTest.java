package floria.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import floria.engine.state.Deployment;
import floria.engine.state.Samples;
import floria.engine.state.StoreException;
import floria.testing.Mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class OpeningTest {
    @TempDir Path folder;

    private Path database() {
        return folder.resolve("floria.db");
    }

    private void refuses(Path opened, String... words) {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> Stores.open(opened).close())
                .satisfies(e -> assertThat(e.getMessage()).contains(words));
    }

    @Test
    void makesAFolderAndFilesThatOnlyTheirOwnerReads() throws Exception {
        Path deep = folder.resolve("made/for/it");
        try (SqliteStore store = Stores.open(deep)) {
            Stores.deployWithSecret(store, new Samples(1), "notebook");
            assertThat(permissions(deep)).isEqualTo("rwx------");
            assertThat(permissions(folder.resolve("made/for"))).isEqualTo("rwx------");
            try (var files = Files.list(deep)) {
                assertThat(files.toList())
                        .extracting(file -> file.getFileName().toString())
                        .contains("floria.db", "floria.db-wal", "secrets.key");
            }
            try (var files = Files.list(deep)) {
                assertThat(files)
                        .allSatisfy(file -> assertThat(permissions(file)).isEqualTo("rw-------"));
            }
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void opensAFolderWithAnOddName() {
        Path odd = folder.resolve("a ?mode=ro&x#y %41 ä");
        Samples samples = new Samples(1);
        Deployment deployment;
        try (SqliteStore store = Stores.open(odd)) {
            deployment = Stores.deployWithSecret(store, samples, "notebook");
        }
        assertThat(odd.resolve("floria.db")).isNotEmptyFile();
        try (SqliteStore store = Stores.open(odd)) {
            assertThat(store.deployment(Samples.ALICE, deployment.id())).contains(deployment);
        }
    }

    @Test
    void opensANewStoreForManyAtOnce() throws Exception {
        List<Future<String>> installations = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 4; i++) {
                installations.add(
                        threads.submit(() -> {
                            try (SqliteStore store = Stores.open(folder)) {
                                return store.installation();
                            }
                        }));
            }
        }
        for (Future<String> each : installations) {
            assertThat(each.get()).isEqualTo(installations.getFirst().get());
        }
    }

    @Test
    void refusesAFileThatIsNoDatabaseAndLeavesItAlone() throws Exception {
        byte[] letter = "Dear SQLite, ".repeat(1000).getBytes(StandardCharsets.UTF_8);
        Files.write(database(), letter);
        refuses(folder, database().toString(), "not a database", "left as it is");
        assertThat(database()).hasBinaryContent(letter);
    }

    @Test
    void refusesADamagedFileAndLeavesItAlone() throws Exception {
        try (SqliteStore store = Stores.open(folder)) {
            Samples samples = new Samples(1);
            Deployment deployment = Stores.deployWithSecret(store, samples, "notebook");
            for (int i = 0; i < 200; i++) {
                Stores.append(store, samples, deployment, "event " + i);
            }
        }
        byte[] damaged = Files.readAllBytes(database());
        for (int i = damaged.length / 2; i < damaged.length - 4096; i++) {
            damaged[i] = (byte) (i * 31);
        }
        Files.write(database(), damaged);
        refuses(folder, database().toString(), "damaged", "restore a backup");
        assertThat(database()).hasBinaryContent(damaged);
    }

    @Test
    void refusesATruncatedFile() throws Exception {
        Stores.open(folder).close();
        byte[] whole = Files.readAllBytes(database());
        Files.write(database(), java.util.Arrays.copyOf(whole, whole.length / 2));
        refuses(folder, database().toString(), "damaged");
        assertThat(Files.size(database())).isEqualTo(whole.length / 2);
    }

    @Test
    void refusesTheDatabaseOfAnotherProgram() throws Exception {
        execute("create table recipes (name text)");
        byte[] before = Files.readAllBytes(database());
        refuses(folder, database().toString(), "another program", "left as it is");
        try (Connection connection = connect();
                var tables =
                        connection
                                .createStatement()
                                .executeQuery("select group_concat(name) from sqlite_master")) {
            assertThat(tables.getString(1)).isEqualTo("recipes");
        }
        assertThat(before).isNotEmpty();
    }

    @Test
    void refusesAStoreOfANewerFloria() throws Exception {
        Stores.open(folder).close();
        execute(
                "insert into flyway_schema_history select 99, '99', 'future', type, script,"
                        + " checksum, installed_by, installed_on, execution_time, 1 from"
                        + " flyway_schema_history where installed_rank = 1");
        refuses(
                folder,
                database().toString(),
                "newer Floria",
                "version 99",
                "up to " + Schema.VERSION);
    }

    @Test
    void refusesAFileWhereTheFolderShouldBe() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        refuses(file, file.toString());
        assertThat(file).isEmptyFile();
    }

    @Test
    void refusesAFolderWhereTheDatabaseShouldBe() throws Exception {
        Files.createDirectory(database());
        refuses(folder, folder.toString(), "permissions");
    }

    @Test
    void refusesAFolderThatCannotBeWritten() throws Exception {
        try (Mount mount = Mount.tmpfs(folder.resolve("mounted"), "1m")) {
            Stores.open(mount.path()).close();
            mount.makeReadOnly();
            refuses(mount.path(), mount.path().toString(), "write");
        }
    }

    private Connection connect() throws Exception {
        return DriverManager.getConnection("jdbc:sqlite:" + database());
    }

    private void execute(String statement) throws Exception {
        try (Connection connection = connect()) {
            connection.createStatement().execute(statement);
        }
    }
}
