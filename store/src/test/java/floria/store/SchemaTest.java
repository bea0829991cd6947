package floria.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class SchemaTest {
    private static final Map<Table<Record>, List<Field<?>>> TABLES =
            Map.ofEntries(
                    Map.entry(Tables.Fact.TABLE, Tables.Fact.COLUMNS),
                    Map.entry(Tables.Counter.TABLE, Tables.Counter.COLUMNS),
                    Map.entry(Tables.Content.TABLE, Tables.Content.COLUMNS),
                    Map.entry(Tables.Deployments.TABLE, Tables.Deployments.COLUMNS),
                    Map.entry(Tables.Revisions.TABLE, Tables.Revisions.COLUMNS),
                    Map.entry(Tables.RevisionSources.TABLE, Tables.RevisionSources.COLUMNS),
                    Map.entry(Tables.Instances.TABLE, Tables.Instances.COLUMNS),
                    Map.entry(Tables.Runs.TABLE, Tables.Runs.COLUMNS),
                    Map.entry(Tables.Steps.TABLE, Tables.Steps.COLUMNS),
                    Map.entry(Tables.Events.TABLE, Tables.Events.COLUMNS),
                    Map.entry(Tables.LogLines.TABLE, Tables.LogLines.COLUMNS),
                    Map.entry(Tables.Requests.TABLE, Tables.Requests.COLUMNS));

    @TempDir Path folder;

    @Test
    void namesEveryTableAndColumnOfTheSchemaAndNoOther() throws Exception {
        Stores.open(folder).close();
        try (Connection connection =
                DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("floria.db"))) {
            assertThat(
                            names(
                                    connection,
                                    "select name from sqlite_master where type = 'table' and name"
                                            + " not like 'flyway%'"))
                    .containsExactlyInAnyOrderElementsOf(
                            TABLES.keySet().stream().map(Table::getName).toList());
            for (var table : TABLES.entrySet()) {
                assertThat(
                                names(
                                        connection,
                                        "select name from pragma_table_info('"
                                                + table.getKey().getName()
                                                + "')"))
                        .as(table.getKey().getName())
                        .containsExactlyElementsOf(
                                table.getValue().stream().map(Field::getName).toList());
            }
        }
    }

    private static List<String> names(Connection connection, String query) throws SQLException {
        List<String> names = new ArrayList<>();
        try (var statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                names.add(result.getString(1));
            }
        }
        return names;
    }

    @Test
    void givesEveryRowOfAnOwnerItsProjectAndOwner() {
        assertThat(TABLES)
                .allSatisfy((table, columns) -> {
                    if (!List.of("fact", "counter", "content").contains(table.getName())) {
                        assertThat(columns).contains(Tables.PROJECT, Tables.OWNER);
                    }
                });
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
}
