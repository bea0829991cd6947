package floria.store;

import java.nio.file.Path;
import java.security.SecureRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import floria.engine.draft.Drafts;
import floria.engine.draft.Drafts.Head;
import floria.engine.draft.Saved;
import floria.engine.state.Samples;

import static floria.engine.state.Samples.ALICE;
import static floria.engine.state.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

/** Drafts over both databases. */
@Timeout(180)
class StoredDraftsTest {
    @RegisterExtension static final PostgresDatabases POSTGRES = new PostgresDatabases();

    @TempDir Path folder;

    @Test
    void keepsDraftsInAFile() {
        try (SqliteStore store = SqliteStore.open(folder, new SecureRandom())) {
            keepsDrafts(store);
        }
    }

    @Test
    void keepsDraftsInPostgres() {
        try (PostgresStore store = POSTGRES.open(folder)) {
            keepsDrafts(store);
        }
    }

    private static void keepsDrafts(SqlStore store) {
        Drafts drafts = store.drafts();
        assertThat(drafts.list(ALICE)).isEmpty();
        assertThat(drafts.save(ALICE, "d", 1, "n", "x", NOON)).isEqualTo(new Saved.Missing());

        assertThat(drafts.add(ALICE, "d", "n", "secret 1", NOON)).isInstanceOf(Saved.Kept.class);
        assertThat(drafts.add(ALICE, "d", "n", "other", NOON))
                .isEqualTo(new Saved.Stale(1, ALICE.actor()));
        for (int seen = 1; seen < Drafts.REVISIONS + 3; seen++) {
            assertThat(drafts.save(ALICE, "d", seen, "n" + seen, "text " + seen, NOON))
                    .isInstanceOf(Saved.Kept.class);
        }
        assertThat(drafts.save(ALICE, "d", 2, "n", "late", NOON))
                .isEqualTo(new Saved.Stale(Drafts.REVISIONS + 3, ALICE.actor()));

        assertThat(drafts.find(ALICE, "d").orElseThrow().content())
                .isEqualTo("text " + (Drafts.REVISIONS + 2));
        assertThat(drafts.revisions(ALICE, "d"))
                .hasSize(Drafts.REVISIONS)
                .extracting(Head::number)
                .startsWith(Drafts.REVISIONS + 3)
                .endsWith(4);
        assertThat(drafts.revision(ALICE, "d", 4).orElseThrow().content()).isEqualTo("text 3");
        assertThat(drafts.revision(ALICE, "d", 1)).isEmpty();
        assertThat(drafts.find(Samples.BOB, "d")).isEmpty();
        assertThat(drafts.remove(Samples.BOB, "d")).isFalse();

        assertThat(drafts.remove(ALICE, "d")).isTrue();
        assertThat(drafts.list(ALICE)).isEmpty();
    }
}
