package floria.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import floria.engine.state.Deployment;
import floria.engine.state.Instance;
import floria.engine.state.Samples;
import floria.engine.state.StoreException;
import floria.tosca.value.Value;

import static floria.engine.state.Samples.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SecretsTest {
    private static final String WORD = "xyzzy-plugh-0451";

    @TempDir Path folder;
    private final Samples samples = new Samples(1);
    private SqliteStore store;

    @BeforeEach
    void open() {
        store = Stores.open(folder);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void reopen() {
        store.close();
        store = Stores.open(folder);
    }

    private Path key() {
        return folder.resolve("secrets.key");
    }

    private Deployment deploy(String name) {
        return Stores.deployWithSecret(store, samples, name);
    }

    private void cannotRead(Deployment deployment, String... words) {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> store.instances(ALICE, deployment.id()))
                .satisfies(e -> assertThat(e.getMessage()).contains(words));
    }

    @Test
    void neverWritesASecretInPlainText() throws Exception {
        Deployment deployment = deploy("notebook");
        Value secret = new Value.Secret(Value.text(WORD));
        Value deep = new Value.Items(List.of(new Value.Entries(Map.of("password", secret))));
        Instance instance = store.instances(ALICE, deployment.id()).getFirst();
        Instance changed =
                Samples.with(
                        instance,
                        Instance.State.STARTED,
                        Map.of("plain", Value.text("in-the-open"), "token", secret, "deep", deep));
        Stores.write(store, writer -> writer.update(changed));
        assertThat(store.instances(ALICE, deployment.id())).containsExactly(changed);
        assertThat(bytes("floria.db-wal")).contains("in-the-open").doesNotContain(WORD);
        store.close();
        assertThat(bytes("floria.db")).contains("in-the-open").doesNotContain(WORD);
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                assertThat(bytes(file.getFileName().toString())).doesNotContain(WORD);
            }
        }
    }

    private String bytes(String file) throws Exception {
        return Files.readString(folder.resolve(file), StandardCharsets.ISO_8859_1);
    }

    @Test
    void makesTheKeyWithTheFirstSecretOnly() {
        Deployment plain = samples.deployment(ALICE, "plain");
        Stores.write(store, writer -> writer.insert(plain));
        assertThat(store.instances(ALICE, plain.id())).isEmpty();
        assertThat(key()).doesNotExist();
        Deployment deployment = deploy("notebook");
        assertThat(key()).exists();
        List<Instance> instances = store.instances(ALICE, deployment.id());
        reopen();
        assertThat(store.instances(ALICE, deployment.id())).isEqualTo(instances);
    }

    @Test
    void saysThatTheKeyIsMissingAndMakesNoOther() throws Exception {
        Deployment deployment = deploy("notebook");
        store.close();
        Files.delete(key());
        store = Stores.open(folder);
        assertThat(store.deployment(ALICE, deployment.id())).isPresent();
        cannotRead(deployment, "missing", key().toString(), "backup");
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> deploy("another"))
                .withMessageContaining("missing");
        assertThat(store.deploymentNamed(ALICE, "another")).isEmpty();
        assertThat(key()).doesNotExist();
    }

    @Test
    void saysThatTheKeyIsAnotherOne() throws Exception {
        Deployment deployment = deploy("notebook");
        store.close();
        try (SqliteStore other = Stores.open(folder.resolve("other"))) {
            Stores.deployWithSecret(other, samples, "other");
        }
        Files.delete(key());
        Files.copy(folder.resolve("other/secrets.key"), key());
        store = Stores.open(folder);
        cannotRead(deployment, key().toString(), "not the key");
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> deploy("another"))
                .withMessageContaining("not the key");
    }

    @Test
    void saysThatTheKeyIsDamagedWithoutQuotingIt() throws Exception {
        Deployment deployment = deploy("notebook");
        store.close();
        String half = Files.readString(key()).substring(0, 60);
        Files.writeString(key(), half);
        store = Stores.open(folder);
        cannotRead(deployment, key().toString(), "damaged");
        assertThat(Files.readString(key())).isEqualTo(half);
    }

    @Test
    void opensNoSecretThatWasMovedToAnotherDeployment() throws Exception {
        Deployment deployment = deploy("notebook");
        Deployment thief = deploy("thief");
        try (Connection connection =
                DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("floria.db"))) {
            Sqlite.execute(
                    connection,
                    "update instance set generated = (select generated from instance where"
                            + " deployment = '"
                            + deployment.id()
                            + "') where deployment = '"
                            + thief.id()
                            + "'");
        }
        cannotRead(thief, thief.id(), "decrypted");
        assertThat(store.instances(ALICE, deployment.id())).hasSize(1);
    }
}
