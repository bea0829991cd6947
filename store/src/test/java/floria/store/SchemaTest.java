package floria.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import floria.engine.callback.Outbox;
import floria.engine.draft.Drafts;
import floria.engine.state.Deployment;
import floria.engine.state.Samples;

import static floria.engine.state.Samples.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

class SchemaTest {
    @TempDir Path folder;

    @Test
    void givesEveryRowOfAnOwnerItsProjectAndOwner() throws Exception {
        Stores.open(folder).close();
        try (Connection connection = connect()) {
            List<String> tables =
                    texts(
                            connection,
                            "select name from sqlite_master where type = 'table' and name not like"
                                    + " 'flyway%' and name not in ('fact', 'counter', 'content', 'duty', 'offer_block', 'experience', 'fair_use')",
                            "name");
            assertThat(tables).hasSize(16);
            for (String table : tables) {
                assertThat(texts(connection, "pragma table_info(" + table + ")", "name"))
                        .as(table)
                        .contains("project", "owner");
            }
        }
    }

    @Test
    void readsByIndexOnly() throws Exception {
        try (SqliteStore store = Stores.open(folder);
                Connection connection = connect()) {
            Samples samples = new Samples(1);
            Deployment deployment = Stores.deployWithSecret(store, samples, "notebook");
            readEverything(store, deployment);
            assertThat(store.reads()).hasSizeGreaterThan(15);
            for (String statement : store.reads()) {
                if (statement.startsWith("select")) {
                    assertThat(texts(connection, "explain query plan " + statement, "detail"))
                            .as(statement)
                            .noneMatch(
                                    step -> step.matches("SCAN (?!run USING INDEX run_active).*"))
                            .noneMatch(step ->
                                    step.contains("TEMP B-TREE")
                                            && !step.contains("RIGHT PART OF ORDER BY")
                                            && !step.contains("LAST TERM OF ORDER BY"));
                }
            }
        }
    }

    private static void readEverything(SqliteStore store, Deployment deployment) {
        String id = deployment.id();
        store.deployment(ALICE, id);
        store.deploymentNamed(ALICE, "notebook");
        store.deployments(ALICE, true, Optional.empty(), 1);
        store.deployments(ALICE, false, Optional.empty(), 1);
        store.revision(ALICE, id, 1);
        store.instances(ALICE, id);
        store.runs(ALICE, id);
        store.steps(ALICE, "run");
        store.events(ALICE, Optional.empty(), 0, 1);
        store.events(ALICE, Optional.of(id), 0, 1);
        store.logs(ALICE, id, Optional.empty(), 0, 1);
        store.logs(ALICE, id, Optional.of("db"), 0, 1);
        store.blob("hash");
        store.remembered(ALICE, "key");
        store.lease("me", Samples.NOON, Duration.ofSeconds(1), 1);
        store.run("run");
        store.deploymentOf(new Samples(1).run(deployment));
        store.notes(id);
        store.kept("instance");
        store.stays(ALICE, Optional.empty(), Samples.NOON, Samples.NOON);
        store.stays(ALICE, Optional.of(id), Samples.NOON, Samples.NOON);
        Outbox outbox = store.outbox();
        outbox.of(ALICE);
        outbox.find(ALICE, "webhook");
        outbox.deadLetters(ALICE, "webhook");
        Drafts drafts = store.drafts();
        drafts.list(ALICE);
        drafts.find(ALICE, "draft");
        drafts.revisions(ALICE, "draft");
        drafts.revision(ALICE, "draft", 1);
    }

    @Test
    void knowsItsNewestMigration() throws Exception {
        Path migrations =
                Path.of(
                        SchemaTest.class
                                .getResource("/" + Schema.MIGRATIONS.replace("classpath:", ""))
                                .toURI());
        try (var files = Files.list(migrations)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .hasSize(Schema.VERSION)
                    .anyMatch(name -> name.startsWith("V" + Schema.VERSION + "__"));
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("floria.db"));
    }

    private static List<String> texts(Connection connection, String query, String column)
            throws SQLException {
        List<String> texts = new ArrayList<>();
        try (var statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                texts.add(result.getString(column));
            }
        }
        return texts;
    }
}
